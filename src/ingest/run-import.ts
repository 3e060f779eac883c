import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hub } from '../hub.ts'
import { isImportKind, mapperOfFile } from '../import/importer.ts'
import { importerFor } from '../import/registry.ts'
import { messageOf, TellusError } from '../lib/errors.ts'
import { publicId } from '../lib/ids.ts'
import { traced } from '../lib/tracing.ts'
import type { Incoming } from './incoming.ts'
import { readFileInThread } from './read-file.ts'
import { saveRecords } from './save.ts'
import { endImport, type ImportRow, progressImport, selectImport, startImport } from './store.ts'

type Needs = Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>

const reportEveryMs = 250

/** Thrown inside a run that was asked to stop. */
class Cancelled extends Error {}

/**
 * Reads an accepted file into records and stores them, a commit for every chunk. Safe to run again after a crash
 * at any point: what is stored already is recognised and neither stored nor sent twice. Expected failures (a broken
 * file, a cancelled run, a user deleted meanwhile) end the import with a sentence; others are thrown, and the job runs
 * again.
 */
export async function runImport(hub: Needs, importId: string, zone: string | null, signal: AbortSignal): Promise<void> {
  const row = await selectImport(hub.db, importId)
  if (row === null || !(await startImport(hub.db, importId))) return
  const startedMs = hub.clock.now()
  const workDir = join(hub.config.dataDir, 'work', importId)
  await rm(workDir, { recursive: true, force: true }) // of a run that was killed
  await mkdir(workDir, { recursive: true, mode: 0o700 })
  const run = newRun(row)
  try {
    await traced('tellus.import', { 'tellus.import.kind': row.kind, 'tellus.bytes': row.bytes_total }, () =>
      readAndSave(hub, row, run, workDir, zone, signal),
    )
    await endImport(hub.db, importId, {
      status: 'completed',
      error: null,
      warnings: run.warnings,
      bytesRead: row.bytes_total,
    })
    hub.log.info(
      { importId: publicId('import', importId), userId: row.user_id, kind: row.kind, ms: hub.clock.now() - startedMs },
      'imported a file',
    )
  } catch (error) {
    const stopped = error instanceof Cancelled
    if (!stopped && !(error instanceof TellusError && error.status < 500)) throw error
    const status = stopped ? 'cancelled' : 'failed'
    await endImport(hub.db, importId, {
      status,
      error: stopped ? null : messageOf(error),
      warnings: run.warnings,
      bytesRead: run.bytesRead,
    })
    hub.log.info(
      { importId: publicId('import', importId), userId: row.user_id, kind: row.kind },
      `an import was ${status}`,
    )
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

interface Run {
  bytesRead: number
  counts: Record<string, number>
  saved: Record<string, number>
  warnings: string[]
}

const newRun = (row: ImportRow): Run => ({
  bytesRead: 0,
  counts: {},
  saved: { ...row.saved },
  warnings: [],
})

async function readAndSave(
  hub: Needs,
  row: ImportRow,
  run: Run,
  workDir: string,
  zone: string | null,
  signal: AbortSignal,
): Promise<void> {
  if (row.raw_path === null || !isImportKind(row.kind))
    throw new TellusError('unprocessable', 'The uploaded file is no longer kept: send it again.')
  const stop = new AbortController()
  const chunks = readFileInThread(
    {
      kind: row.kind,
      path: join(hub.config.dataDir, row.raw_path),
      filename: row.filename,
      sizeBytes: row.bytes_total,
      fallbackZone: zone ?? 'UTC',
      workDir,
    },
    {
      onProgress(bytesRead) {
        hub.metrics.importBytes.inc({ kind: row.kind }, Math.max(0, bytesRead - run.bytesRead))
        run.bytesRead = bytesRead
      },
      onWarning: (sentence) => run.warnings.push(sentence),
      onDefect: (type, problems) => hub.defect(type, problems),
    },
    AbortSignal.any([signal, stop.signal]),
  )
  // Says how far the run is, and hears whether it was asked to stop.
  const reporter = setInterval(() => {
    report(hub, row, run).catch((error) => stop.abort(error))
  }, reportEveryMs)
  // The next chunk is read while the last one is on its way into the database.
  let saving: Promise<void> = Promise.resolve()
  try {
    for await (const chunk of chunks) {
      for (const { type } of chunk) run.counts[type] = (run.counts[type] ?? 0) + 1
      await saving
      saving = save(hub, row, run, chunk)
      saving.catch(() => undefined) // awaited above or below; here only kept from being called unhandled
    }
    await saving
  } finally {
    clearInterval(reporter)
    await saving.catch(() => undefined) // thrown above already, unless something else was first
  }
  await report(hub, row, run)
}

async function save(hub: Needs, row: ImportRow, run: Run, records: Incoming[]): Promise<void> {
  const saved = await traced('tellus.save', { 'tellus.records': records.length }, () =>
    hub.db.transaction((sql) =>
      saveRecords(hub, sql, row.environment_id, row.user_id, records, {
        observedAtMs: row.created_at.getTime(),
        receivedMs: row.created_at.getTime(),
        importId: row.id,
        ...(isImportKind(row.kind) ? { source: { rawId: row.id, mapper: mapperOfFile(importerFor(row.kind)) } } : {}),
      }),
    ),
  )
  if (saved === null) throw new Cancelled('the user was deleted')
  hub.wake()
  for (const [type, n] of saved.saved) run.saved[type] = (run.saved[type] ?? 0) + n
}

async function report(hub: Needs, row: ImportRow, run: Run): Promise<void> {
  const state = await progressImport(hub.db, row.id, run.bytesRead, run.counts, run.saved)
  if (state === null || state.cancel_requested) throw new Cancelled('asked to stop')
}
