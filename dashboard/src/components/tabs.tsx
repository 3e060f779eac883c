import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { formatNumber } from './format.ts'

/** One tab and what it shows. */
export type Tab<Name extends string = string> = {
  name: Name
  label: ReactNode
  /** A number beside the label. */
  count?: number | undefined
  /** Shown while it is chosen; made only then. */
  content: ReactNode
}

export type TabsProps<Name extends string> = {
  /** What the tabs divide, for assistive technology. */
  label: string
  tabs: readonly Tab<Name>[]
  value: Name
  /** Called with the tab chosen; keep it in the address. */
  onChange: (name: Name) => void
  /** Something at the right of the tabs. */
  aside?: ReactNode
}

/** Parts of one object, one at a time. Arrow keys move between them. */
export function Tabs<Name extends string>({ label, tabs, value, onChange, aside }: TabsProps<Name>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(name) => {
        const chosen = tabs.find((tab) => tab.name === name)
        if (chosen) onChange(chosen.name)
      }}
    >
      <div className="flex items-end gap-2 border-line border-b">
        <Radix.List
          aria-label={label}
          className="-mb-px -ml-1 flex min-w-0 flex-1 gap-1 overflow-x-auto overflow-y-hidden"
        >
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.name}
              value={tab.name}
              className="flex h-9 shrink-0 items-center gap-1.5 border-transparent px-2 border-b-2 font-medium text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink touch:h-11"
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="font-normal text-label text-muted">{formatNumber(tab.count)}</span>
              )}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside && <div className="flex shrink-0 items-center gap-1 pb-1">{aside}</div>}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.name} value={tab.name} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
