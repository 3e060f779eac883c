import { useSyncExternalStore } from 'react'
import { setSingleKeys, singleKeysOn } from '../components/single-keys.ts'

/** What a reader has chosen for this browser, besides the theme (`theme/choice.ts`). */
export interface Preferences {
  /** Health values are covered, as when the screen is shared. Forgotten with the browser's session. */
  hidesValues: boolean
  /** Single keys do things: j k, g h, /, ?. */
  singleKeys: boolean
}

const shelf = 'tellus-hides-values'

function hidesValuesOn(): boolean {
  try {
    return sessionStorage.getItem(shelf) === 'on'
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
    return false
  }
}

let preferences: Preferences = { hidesValues: hidesValuesOn(), singleKeys: singleKeysOn() }
const listeners = new Set<() => void>()

/** The choices that hold now, outside of a component. */
export const currentPreferences = (): Preferences => preferences

/** Changes some choices, at once and for the next visit. */
export function prefer(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change }
  setSingleKeys(preferences.singleKeys)
  try {
    sessionStorage.setItem(shelf, preferences.hidesValues ? 'on' : 'off')
  } catch {
    // Forbidden storage, as above.
  }
  for (const listener of listeners) listener()
}

/** The reader's choices. */
export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => preferences,
  )

/** Whether health values are to be covered now. */
export const useHidesValues = (): boolean => usePreferences().hidesValues
