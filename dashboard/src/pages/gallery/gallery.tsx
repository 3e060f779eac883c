import { PageHeader } from '../../components/page-header.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Toaster } from '../../components/toast.tsx'
import { useTheme } from '../../theme/choice.ts'
import { Controls } from './controls.tsx'
import { Facts } from './facts.tsx'
import { Layers } from './layers.tsx'
import { Lists } from './lists.tsx'
import { Texts } from './texts.tsx'

/** Every part in all its states, to look at while working on them. Built only with the mode `gallery`. */
export default function Gallery() {
  const [theme, setTheme] = useTheme()
  return (
    <>
      <main className="mx-auto flex max-w-5xl flex-col gap-4 p-4 md:p-6">
        <PageHeader
          title="Parts"
          trail={[{ label: 'Dashboard', href: '/' }]}
          description="Every part in all its states."
          actions={
            <RadioGroup
              label="Theme"
              hideLabel
              look="segments"
              value={theme}
              onChange={setTheme}
              options={[
                { value: 'auto', label: 'Auto' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          }
        />
        <Controls />
        <Facts />
        <Lists />
        <Texts />
        <Layers />
      </main>
      <Toaster />
    </>
  )
}
