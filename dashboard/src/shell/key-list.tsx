import { Fragment } from 'react'
import { Dialog } from '../components/dialog.tsx'
import { Kbd } from '../components/kbd.tsx'
import { Switch } from '../components/switch.tsx'
import { en } from '../strings/en.ts'
import { prefer, usePreferences } from './preferences.ts'
import { isMac, type Shortcut, useShortcuts } from './shortcuts.ts'

const words = en.shell.keys
const groups = ['page', 'places', 'always'] as const
type Listed = Pick<Shortcut, 'label' | 'group'> & { keys: string }

/** What tables, drawers and dialogs bind by themselves. */
const ofParts: readonly Listed[] = [
  { keys: 'j', label: words.nextRow, group: 'always' },
  { keys: 'k', label: words.previousRow, group: 'always' },
  { keys: 'Enter', label: words.openRow, group: 'always' },
  { keys: '[', label: words.previous, group: 'always' },
  { keys: ']', label: words.next, group: 'always' },
  { keys: 'Escape', label: words.close, group: 'always' },
]
const withKeys = ({ keys, label, group }: Shortcut): Listed[] => (keys === null ? [] : [{ keys, label, group }])
const named: Record<string, string> = { Escape: 'Esc', Enter: 'Enter', mod: isMac ? '⌘' : 'Ctrl' }

/** Every key that does something now, by where it belongs, and the switch for the single ones. */
export default function KeyList({ onClose }: { onClose: () => void }) {
  const bound: readonly Listed[] = [...useShortcuts().flatMap(withKeys), ...ofParts]
  const { singleKeys } = usePreferences()
  return (
    <Dialog open onClose={onClose} title={words.title}>
      {groups.map((group) => (
        <KeyGroup key={group} title={words.groups[group]} all={bound.filter((one) => one.group === group)} />
      ))}
      <div className="mt-4 border-t border-line pt-4">
        <Switch
          label={words.singleKeys}
          hint={words.singleKeysHelp}
          checked={singleKeys}
          onChange={(on) => prefer({ singleKeys: on })}
        />
      </div>
    </Dialog>
  )
}

function KeyGroup({ title, all }: { title: string; all: readonly Listed[] }) {
  if (all.length === 0) return null
  return (
    <section className="mt-4">
      <h2 className="font-medium text-label text-muted">{title}</h2>
      <dl className="mt-1 grid gap-x-8 sm:grid-cols-2">
        {all.map((shortcut) => (
          <div key={shortcut.keys} className="flex min-h-8 items-center justify-between gap-3">
            <dt>{shortcut.label}</dt>
            <dd>
              <Keys keys={shortcut.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** `g h` as two keys with "then" between, for the eye and the ear. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex items-center gap-1 text-label text-muted">
      {keys.split(' ').map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a combination have no other name than their place.
        <Fragment key={at}>
          {at > 0 && <span>{words.thenNext}</span>}
          <Kbd keys={step.split('+').map((key) => named[key] ?? (step.includes('+') ? key.toUpperCase() : key))} />
        </Fragment>
      ))}
    </span>
  )
}
