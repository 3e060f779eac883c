import type { Readable } from 'node:stream'
import type { Hub } from '../hub.ts'
import { kindOfImport } from '../import/detect.ts'
import type { ImportKind } from '../import/importer.ts'
import { importerFor } from '../import/registry.ts'
import { TellusError } from '../lib/errors.ts'
import { newId, publicId } from '../lib/ids.ts'
import { traced } from '../lib/tracing.ts'
import { isZone } from '../normalise/time.ts'
import { connectUser, unnamedAccount } from '../users/connect.ts'
import { findUser } from '../users/find.ts'
import { oweImport } from './import-task.ts'
import { keepUpload, removeUpload } from './raw-files.ts'
import { type ImportRow, insertImport, requestCancel, selectImport, selectImports } from './store.ts'

export interface NewImport {
  environmentId: string
  kind: ImportKind | 'auto'
  filename: string
  /** Bytes announced by the sender, null when it did not say. */
  contentLength: number | null
  stream: Readable
  userId?: string | undefined
  referenceId?: string | undefined
  provider?: string | undefined
  /** IANA zone of the person, for times the file gives without one. */
  zone?: string | undefined
}

/** An import as the management API shows it. */
export interface ImportStatus {
  import_id: string
  user_id: string
  kind: string
  filename: string
  status: ImportRow['status']
  bytes_read: number
  bytes_total: number
  /** Records found in the file, by type. */
  counts: Record<string, number>
  /** Of them, stored new or changed. */
  saved: Record<string, number>
  warnings: string[]
  error: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}

type AcceptHub = Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>

/**
 * Takes a file: streams it to disk (never into memory; free space checked first and on the way), finds out what it is,
 * makes the user if there is none yet, and owes the import to a job. When this resolves, file and job are durable.
 */
export const acceptImport = (hub: AcceptHub, asked: NewImport): Promise<{ importId: string; userId: string }> =>
  traced('tellus.accept', { 'tellus.input': 'file' }, () => accept(hub, asked))

async function accept(hub: AcceptHub, asked: NewImport): Promise<{ importId: string; userId: string }> {
  if (asked.userId !== undefined && asked.referenceId !== undefined)
    throw new TellusError(
      'bad_request',
      'user_id and reference_id exclude each other: give the one that names the person.',
    )
  if (asked.zone !== undefined && !isZone(asked.zone))
    throw new TellusError(
      'bad_request',
      `zone "${asked.zone.slice(0, 60)}" is not a time zone: give an IANA name such as Europe/Oslo.`,
    )
  const known = asked.userId === undefined ? null : await findUser(hub, asked.environmentId, asked.userId)
  if (asked.userId !== undefined && known === null) throw new TellusError('not_found', 'user not found')
  const id = newId()
  const upload = await keepUpload(hub.config, id, asked.stream, asked.contentLength)
  try {
    const file = { path: upload.path, filename: asked.filename, sizeBytes: upload.bytes }
    const kind = await kindOfImport(file, asked.kind === 'auto' ? undefined : asked.kind)
    const provider = (asked.provider ?? importerFor(kind).provider).toUpperCase()
    const user = await hub.db.transaction(async (sql) => {
      const found =
        known ??
        (
          await connectUser(hub, sql, {
            environmentId: asked.environmentId,
            provider,
            providerAccount: unnamedAccount,
            referenceId: asked.referenceId ?? null,
            zone: asked.zone ?? null,
          })
        ).user
      const zone = asked.zone ?? found.zone
      await insertImport(sql, {
        id,
        environment_id: asked.environmentId,
        user_id: found.userId,
        kind,
        filename: asked.filename,
        raw_path: upload.rawPath,
        sha256: upload.sha256,
        bytes_total: upload.bytes,
        created_at: new Date(hub.clock.now()),
        zone,
      })
      await oweImport(sql, { importId: id, userId: found.userId, zone })
      return found
    })
    hub.wake()
    hub.log.info(
      { importId: publicId('import', id), userId: user.userId, provider, kind, bytes: upload.bytes },
      'accepted a file',
    )
    return { importId: id, userId: user.userId }
  } catch (error) {
    await removeUpload(hub.config, upload.rawPath)
    throw error
  }
}

export async function getImport(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  importId: string,
): Promise<ImportStatus | null> {
  const row = await selectImport(hub.db, importId)
  return row === null || row.environment_id !== environmentId ? null : statusOf(row)
}

/** Imports, newest first; `before` is the id after which the page goes on. */
export async function listImports(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  page: { limit: number; before: string | null },
): Promise<{ imports: ImportStatus[]; next: string | null }> {
  const rows = await selectImports(hub.db, environmentId, page.limit + 1, page.before)
  const shown = rows.slice(0, page.limit)
  return { imports: shown.map(statusOf), next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
}

/** Asks an import to stop; what it has stored stays. Null when there is no such import. */
export async function cancelImport(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  importId: string,
): Promise<ImportStatus | null> {
  const row = await requestCancel(hub.db, environmentId, importId)
  return row === null ? null : statusOf(row)
}

const statusOf = (row: ImportRow): ImportStatus => ({
  import_id: publicId('import', row.id),
  user_id: row.user_id,
  kind: row.kind,
  filename: row.filename,
  status: row.status,
  bytes_read: row.bytes_read,
  bytes_total: row.bytes_total,
  counts: row.counts,
  saved: row.saved,
  warnings: row.warnings,
  error: row.error,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  finished_at: row.finished_at?.toISOString() ?? null,
})
