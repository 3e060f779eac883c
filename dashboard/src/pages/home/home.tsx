import { useState } from 'react'
import { type FirstSteps, useFirstSteps } from '../../api/home.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { en } from '../../strings/en.ts'
import { AttentionPanel } from './attention.tsx'
import { Figures } from './figures.tsx'
import { LatestEvents } from './latest-events.tsx'
import { useSkipped } from './skipped.ts'
import { StepsPanel } from './steps.tsx'

const words = en.home

/** `/`: the first steps until they are done or skipped, then how it goes. */
export default function HomePage() {
  const may = useMay('developer')
  const steps = useFirstSteps()
  const [isSkipped, skip] = useSkipped()
  // Who sees the last step tick is told so, before the steps make room.
  const [wasOpen, setWasOpen] = useState(false)
  if (steps.data?.done === false && !wasOpen) setWasOpen(true)
  const isOpen = steps.data !== undefined && (!steps.data.done || wasOpen)
  const turn = (next: boolean) => {
    skip(next)
    // The button that was pressed goes with what it closed.
    document.getElementById('main')?.focus({ preventScroll: true })
  }
  if (may && steps.isLoading)
    return (
      <>
        <PageHeader title={words.title} />
        <Loading rows={8} />
      </>
    )
  if (may && isOpen && !isSkipped) return <FirstRun steps={steps.data} onSkip={() => turn(true)} />
  return (
    <>
      <PageHeader
        title={words.title}
        actions={
          may &&
          steps.data?.done === false && (
            <Button look="plain" onClick={() => turn(false)}>
              {words.steps.show}
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-4">
        <Figures />
        <AttentionPanel />
        <LatestEvents />
      </div>
    </>
  )
}

function FirstRun({ steps, onSkip }: { steps: FirstSteps; onSkip: () => void }) {
  const hasData = steps.steps.some(({ step, done }) => done && step === 'generated')
  return (
    <>
      <PageHeader title={words.title} />
      <div className="flex flex-col gap-4">
        <AttentionPanel isQuiet />
        <StepsPanel steps={steps} onSkip={onSkip} />
        {hasData && <LatestEvents />}
      </div>
    </>
  )
}
