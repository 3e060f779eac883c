import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/**
 * What `read` makes of the present time, kept current by the one clock all parts share.
 * The component renders again only when the answer changes, so it should be a string or a number.
 */
export function useClock<T extends string | number | null>(read: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(Date.now()))
}
