import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, Unreachable } from './client.ts'
import { note, type Shell } from './shell.ts'

const firstPauseMs = 50
const longestPauseMs = 500
// A server that is being restarted takes imports and jobs up where they were.
const absenceMs = 60_000

/** Whether an import or a job is over, however it went. */
export const hasEnded = ({ status }: { status: string }): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled'

/** Asks how far something has got until it has ended, and gives how. Null when the signal came first. */
export async function follow<T extends { status: string }>(
  shell: Shell,
  client: Client,
  ask: () => Promise<T>,
  show: (status: T) => void,
  signal: AbortSignal,
): Promise<T | null> {
  let awaySinceMs: number | null = null
  for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      const status = await ask()
      if (hasEnded(status)) return status
      awaySinceMs = null
      show(status)
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      if (awaySinceMs === null) {
        awaySinceMs = performance.now()
        note(shell, `tellus: no answer from ${client.server.url}, waiting for it to come back`)
      } else if (performance.now() - awaySinceMs > absenceMs) throw error
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
  }
  return null
}
