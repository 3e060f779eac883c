import { useEffect, useRef, useSyncExternalStore } from 'react'
import { isTyping } from '../components/single-keys.ts'
import { comboReader, isPlain, nameOf } from '../routing/keys.ts'
import { currentPreferences } from './preferences.ts'

export interface Shortcut {
  /** `j`, `g h`, `mod+k`, `Escape`; null for a command of the menu that has no keys. */
  keys: string | null
  /** What it does, as the list of keys and the command menu say it. */
  label: string
  group: 'places' | 'page' | 'always'
  run: () => void
  /** Also while a dialog or menu has the focus; a drawer counts as page. */
  inDialogs?: boolean
  /** Also while typing. Only for combinations with ⌘ or Ctrl. */
  inFields?: boolean
  /** Left out of the command menu, as what moves the focus is of no use there. */
  isKeysOnly?: boolean
}

let active: readonly Shortcut[] = []
const listeners = new Set<() => void>()
const change = (next: readonly Shortcut[]) => {
  active = next
  for (const listener of listeners) listener()
}

export const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)
const readCombo = comboReader()

/** A drawer is a part of the page; every other layer keeps the keyboard to itself. */
const layers = '[role=dialog]:not([data-drawer]), [role=alertdialog], [role=menu], [role=listbox]'
const isInLayer = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest(layers) !== null

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return
  const usable = active.filter(
    (shortcut) =>
      shortcut.keys !== null &&
      (shortcut.inFields === true || !isTyping(event.target)) &&
      (shortcut.inDialogs === true || !isInLayer(event.target)) &&
      (currentPreferences().singleKeys || !isPlain(shortcut.keys)),
  )
  const name = nameOf(event, isMac)
  if (name === '') return
  const keys = readCombo(name, event.timeStamp, new Set(usable.flatMap(({ keys }) => keys ?? [])))
  if (keys === null) return
  event.preventDefault()
  // What was bound last is nearest to the reader.
  usable.findLast((shortcut) => shortcut.keys === keys)?.run()
}

/** Listens to the keyboard for the whole app; gives the way to stop. */
export function openShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}

/**
 * Binds keys while the component is shown, and lists them under `?` and in the command menu. With null nothing is
 * bound, as when there is nothing to act on.
 * `useShortcut({ keys: 'r', label: 'Resend this event', group: 'page', run: resend })`
 */
export function useShortcut(shortcut: Shortcut | null): void {
  const latest = useRef(shortcut)
  useEffect(() => {
    latest.current = shortcut
  })
  const { keys, label, group, inDialogs, inFields, isKeysOnly } = shortcut ?? {}
  useEffect(() => {
    if (keys === undefined || label === undefined || group === undefined) return
    const bound: Shortcut = {
      keys,
      label,
      group,
      run: () => latest.current?.run(),
      inDialogs: inDialogs ?? false,
      inFields: inFields ?? false,
      isKeysOnly: isKeysOnly ?? false,
    }
    change([...active, bound])
    return () => change(active.filter((one) => one !== bound))
  }, [keys, label, group, inDialogs, inFields, isKeysOnly])
}

/** All that is bound now; of two for the same keys, the one that would run. */
export function useShortcuts(): readonly Shortcut[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => active,
  )
  return all.filter((one, at) => one.keys === null || all.findLastIndex((other) => other.keys === one.keys) === at)
}
