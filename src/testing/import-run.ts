import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { arrayBuffer } from 'node:stream/consumers'
import yazl from 'yazl'
import type { ImportedRecord, Importer, ImportFile } from '../import/importer.ts'
import type { Activity } from '../schema/records.ts'

export interface ImportRun {
  records: ImportedRecord[]
  batches: number[]
  warnings: string[]
  progress: number[]
}

export interface ImportOptions {
  fallbackZone?: string
  signal?: AbortSignal
  onBatch?(): void
}

/** Runs an importer over bytes as an upload, in a folder of its own that is removed afterwards. */
export async function runImport(
  importer: Importer,
  filename: string,
  bytes: Uint8Array,
  options: ImportOptions = {},
): Promise<ImportRun> {
  return await withUpload(filename, bytes, async (file, workDir) => {
    const run: ImportRun = { records: [], batches: [], warnings: [], progress: [] }
    const context = {
      fallbackZone: options.fallbackZone ?? 'UTC',
      workDir,
      signal: options.signal ?? new AbortController().signal,
      onProgress: (bytesRead: number) => void run.progress.push(bytesRead),
      warn: (sentence: string) => void run.warnings.push(sentence),
    }
    for await (const batch of importer.read(file, context)) {
      run.records.push(...batch)
      run.batches.push(batch.length)
      options.onBatch?.()
    }
    return run
  })
}

/** Puts bytes on disk as an upload and gives `use` an empty work folder beside it. */
export async function withUpload<T>(
  filename: string,
  bytes: Uint8Array,
  use: (file: ImportFile, workDir: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tellus-import-'))
  const workDir = await mkdtemp(join(folder, 'work-'))
  try {
    const path = join(folder, 'upload')
    await writeFile(path, bytes)
    return await use({ path, filename: basename(filename), sizeBytes: bytes.length }, workDir)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A zip of the given files, by path. */
export async function zipOf(
  files: Readonly<Record<string, Uint8Array | string>>,
  compress = true,
): Promise<Buffer<ArrayBuffer>> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, { mtime: new Date(0), compress })
  }
  zip.end()
  return Buffer.from(await arrayBuffer(zip.outputStream))
}

/** Imports bytes and gives the activities among the records. */
export async function importActivities(
  importer: Importer,
  filename: string,
  bytes: Uint8Array,
  options: ImportOptions = {},
): Promise<{ list: Activity[]; warnings: string[] }> {
  const { records, warnings } = await runImport(importer, filename, bytes, options)
  return { list: records.flatMap((r): Activity[] => (r.type === 'activity' ? [r.record] : [])), warnings }
}

/** Imports bytes that hold exactly one activity. */
export async function importActivity(
  importer: Importer,
  filename: string,
  bytes: Uint8Array,
  options: ImportOptions = {},
): Promise<{ activity: Activity; warnings: string[] }> {
  const { list, warnings } = await importActivities(importer, filename, bytes, options)
  const [only] = list
  assert.ok(only !== undefined && list.length === 1, `expected one activity, not ${list.length}`)
  return { activity: only, warnings }
}
