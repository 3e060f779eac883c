import { useSyncExternalStore } from 'react'
import { caller } from './client.ts'

const shelf = 'tellus-environment'
const listeners = new Set<() => void>()

/** The dev-id that was chosen in this browser before, or that the address asks for (`?environment=`). */
export function rememberedEnvironment(): string | null {
  try {
    return new URLSearchParams(location.search).get('environment') ?? localStorage.getItem(shelf)
  } catch {
    // Storage can be forbidden; the first environment is shown then.
    return null
  }
}

/** Chooses the environment all calls speak for, and remembers it in this browser. */
export function chooseEnvironment(devId: string | null): void {
  if (caller.environment === devId) return
  caller.environment = devId
  forgetAsked()
  try {
    if (devId !== null) localStorage.setItem(shelf, devId)
  } catch {
    // Forbidden storage: the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

/** What the address asked for holds once: it must not undo a later choice. */
function forgetAsked(): void {
  const url = new URL(location.href)
  if (!url.searchParams.has('environment')) return
  url.searchParams.delete('environment')
  history.replaceState(history.state, '', url)
}

/** Hears of every change of environment. Gives the way to stop. */
export function onEnvironment(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The dev-id of the chosen environment; null until the session is known. */
export const useEnvironment = (): string | null => useSyncExternalStore(onEnvironment, () => caller.environment)
