import type { ImportStatus } from '../client/operations.ts'
import type { Client } from './client.ts'
import { follow } from './follow.ts'
import { openProgress } from './progress.ts'
import type { Shell } from './shell.ts'

/** Asks how far an import has got until it has ended, and gives how. Null when the signal came first. */
export async function followImport(
  shell: Shell,
  client: Client,
  importId: string,
  signal: AbortSignal,
): Promise<ImportStatus | null> {
  // Its name is known with the first answer.
  const bar: { progress?: ReturnType<typeof openProgress> } = {}
  const ask = () => client.get('/imports/{id}', { path: { id: importId } })
  const show = (status: ImportStatus): void => {
    bar.progress ??= openProgress(shell.err, `Importing ${status.filename}`)
    bar.progress.update(status.bytes_read, status.bytes_total)
  }
  try {
    return await follow(shell, client, ask, show, signal)
  } finally {
    bar.progress?.end()
  }
}
