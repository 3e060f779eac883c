import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { useLocation } from 'wouter'
import { cx } from './cx.ts'
import { Kbd } from './kbd.tsx'

/** A line of a menu: something to do, somewhere to go, a choice that can be ticked, a rule or a heading. */
export type MenuEntry =
  | {
      kind?: 'act'
      label: ReactNode
      icon?: ReactNode
      /** A key that does the same. */
      keys?: readonly string[]
      /** Shown red, and put last. */
      danger?: boolean
      disabled?: boolean
      onSelect: () => void
    }
  | { kind: 'link'; label: ReactNode; icon?: ReactNode; href: string }
  | { kind: 'choice'; label: ReactNode; checked: boolean; onSelect: () => void }
  | { kind: 'heading'; label: ReactNode }
  | { kind: 'rule' }

export type MenuProps = {
  /** A Button or IconButton that opens it. */
  trigger: ReactElement
  /** Its accessible name. */
  label: string
  entries: readonly MenuEntry[]
  align?: 'start' | 'end' | undefined
}

const lineClass = cx(
  'flex min-h-8 select-none items-center gap-2 rounded-control px-2 outline-none touch:min-h-11 [&_svg]:size-4',
  'data-highlighted:bg-accent-tint data-disabled:opacity-50 data-highlighted:shadow-[inset_3px_0_0_var(--accent)]',
)

/** What can be done with something, behind a button. Arrow keys and typing move in it. */
export function Menu({ trigger, label, entries, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          // Radix names it by its trigger, which would count more.
          aria-labelledby={undefined}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-appear overflow-y-auto rounded-panel border border-line bg-surface p-1 shadow-float"
        >
          {entries.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a menu's lines have no other identity
            <MenuLine key={at} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function MenuLine({ entry }: { entry: MenuEntry }) {
  const [, navigate] = useLocation()
  switch (entry.kind) {
    case 'rule':
      return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
    case 'heading':
      return <Radix.Label className="px-2 py-1 text-label text-muted">{entry.label}</Radix.Label>
    case 'choice':
      return (
        <Radix.CheckboxItem checked={entry.checked} onSelect={entry.onSelect} className={lineClass}>
          <span className="size-4 text-accent">
            <Radix.ItemIndicator>
              <Check aria-hidden />
            </Radix.ItemIndicator>
          </span>
          {entry.label}
        </Radix.CheckboxItem>
      )
    case 'link':
      return (
        <Radix.Item asChild onSelect={() => navigate(entry.href)}>
          <a
            href={entry.href}
            className={cx(lineClass, 'text-ink no-underline')}
            onClick={(event) => event.preventDefault()}
          >
            {entry.icon}
            {entry.label}
          </a>
        </Radix.Item>
      )
    default:
      return (
        <Radix.Item
          disabled={entry.disabled ?? false}
          onSelect={entry.onSelect}
          className={cx(lineClass, entry.danger && 'text-bad')}
        >
          {entry.icon}
          <span className="min-w-0 flex-1">{entry.label}</span>
          {entry.keys && <Kbd keys={entry.keys} />}
        </Radix.Item>
      )
  }
}
