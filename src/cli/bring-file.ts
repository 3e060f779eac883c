import type { QueryOf } from '../client/calls.ts'
import type { ImportStatus } from '../client/operations.ts'
import { type Client, Refused } from './client.ts'
import { Exit } from './failure.ts'
import { followImport } from './follow-import.ts'
import { openProgress } from './progress.ts'
import type { Shell } from './shell.ts'
import { type Accepted, uploadFile } from './upload.ts'

export interface FoundFile {
  path: string
  name: string
  bytes: number
}

export interface Bringing {
  file: FoundFile
  signal: AbortSignal
  kind: QueryOf<'POST', '/imports'>['kind']
  userId?: string
  referenceId?: string
  provider?: string
  zone?: string
  /** Whether to wait until the file is read. */
  follow: boolean
}

/** What became of a file: the server would not have it, has it, or has read it. */
export type Outcome =
  | { kind: 'refused'; sentence: string }
  | { kind: 'accepted'; accepted: Accepted }
  | { kind: 'ended'; status: ImportStatus }

/**
 * Sends one file and follows its import. Throws `Exit` when the server is gone or the signal comes: a file that is
 * still on its way is then not imported; one that has arrived is, without being watched.
 */
export async function bringFile(shell: Shell, client: Client, asked: Bringing): Promise<Outcome> {
  const { file, signal } = asked
  const progress = openProgress(shell.err, `Sending ${file.name}`)
  const query = {
    kind: asked.kind,
    filename: file.name,
    user_id: asked.userId,
    reference_id: asked.referenceId,
    provider: asked.provider,
    zone: asked.zone,
  }
  let accepted: Accepted
  try {
    const onProgress = (bytes: number) => progress.update(bytes, file.bytes)
    accepted = await uploadFile(client, file, { query, signal, onProgress })
  } catch (error) {
    if (error instanceof Refused && error.sentence !== null) return { kind: 'refused', sentence: error.sentence }
    if (signal.aborted) throw new Exit(1, `${file.name} was not sent to its end, so nothing of it is imported.`)
    throw error
  } finally {
    progress.end()
  }
  if (!asked.follow) return { kind: 'accepted', accepted }
  const status = await followImport(shell, client, accepted.import_id, signal)
  if (status !== null) return { kind: 'ended', status }
  const id = accepted.import_id
  throw new Exit(
    1,
    `the import of ${file.name} goes on unwatched: tellus import --status ${id} says how far it is, --cancel ${id} stops it.`,
  )
}
