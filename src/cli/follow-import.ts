import { setTimeout as sleep } from 'node:timers/promises'
import { type ImportStatus, importStatus } from './answers.ts'
import { type Client, Unreachable } from './client.ts'
import { openProgress } from './progress.ts'
import { note, type Shell } from './shell.ts'

const firstPauseMs = 50
const longestPauseMs = 500
// A server that is being restarted takes the import up where it was.
const absenceMs = 60_000

export const hasEnded = ({ status }: ImportStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled'

/** Asks how far an import has got until it has ended, and gives how. Null when the signal came first. */
export async function followImport(
  shell: Shell,
  client: Client,
  importId: string,
  signal: AbortSignal,
): Promise<ImportStatus | null> {
  let progress: ReturnType<typeof openProgress> | null = null
  let awaySinceMs: number | null = null
  try {
    for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        const status = await client.call(importStatus, 'GET', `/imports/${importId}`)
        if (hasEnded(status)) return status
        awaySinceMs = null
        progress ??= openProgress(shell.err, `Importing ${status.filename}`)
        progress.update(status.bytes_read, status.bytes_total)
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
  } finally {
    progress?.end()
  }
}
