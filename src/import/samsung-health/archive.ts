import { basename } from 'node:path/posix'
import { setImmediate } from 'node:timers/promises'
import type { Entry, ZipFile } from 'yauzl'
import { TellusError } from '../../lib/errors.ts'
import { openZip } from '../container.ts'
import type { ImportContext, ImportFile } from '../importer.ts'
import { csvRows, fieldsOf, firstLines } from '../tables/csv.ts'
import { guardRatio } from '../unpack-ratio.ts'

/** A table of the archive: `com.samsung.shealth.tracker.heart_rate.20250401120000.csv` is `heart_rate`. */
export const tablePath = /(?:^|\/)com\.samsung\.s?health\.(?:tracker\.)?([a-z0-9_.]+?)(?:\.(\d{8,}))?\.csv$/i

/** Sixty to ninety tables are usual. */
const mostTables = 5000
/** A file of one workout or hour is a few megabytes at most. */
const mostJsonBytes = 32 * 1024 * 1024
/** Small files may pack very well. */
const ratioFromBytes = 16 * 1024 * 1024
/** The event loop gets its turn after so many rows or files. */
const perTurn = 2000

/** A field of a row by the name of its column without the prefix; empty when there is none. */
export type TableRow = (column: string) => string

/** What an archive of Samsung Health holds, read from its zip table by table. */
export interface Archive extends AsyncDisposable {
  /** When it was exported, as its names tell it: `2025-04-01T12:00`; null when they do not. */
  exported: string | null
  /** Names of its tables. */
  tables: ReadonlySet<string>
  /** The rows of a table; none when the archive has it not. */
  rows(table: string): AsyncGenerator<TableRow, void, undefined>
  /** The JSON files that are wanted, by their names without folders, in the order in which they lie. */
  files(
    isWanted: (name: string) => boolean,
    onEntry: (done: number) => void,
  ): AsyncGenerator<{ name: string; content: unknown }, void, undefined>
  /** Tables and files that could not be read to their end. */
  readonly damaged: ReadonlySet<string>
}

/** Opens an archive and lists its tables. Throws `TellusError` when it is no whole zip. */
export async function openArchive(file: ImportFile, { signal }: Pick<ImportContext, 'signal'>): Promise<Archive> {
  const zip = await openZip(file.path, file.filename)
  const damaged = new Set<string>()
  try {
    const { members, exported } = await readable(file, signal, () => listTables(zip, signal))
    return {
      exported,
      tables: new Set(members.keys()),
      damaged,
      async *rows(table) {
        for (const entry of members.get(table) ?? []) yield* rowsOf(zip, entry, signal, () => void damaged.add(table))
      },
      async *files(isWanted, onEntry) {
        let count = 0
        const again = await openZip(file.path, file.filename)
        try {
          for await (const entry of again.eachEntry()) {
            if (++count % perTurn === 0) await setImmediate()
            signal.throwIfAborted()
            onEntry(count / again.entryCount)
            const name = basename(entry.fileName)
            if (!name.endsWith('.json') || !isWanted(name)) continue
            const content = await contentOf(again, entry, signal)
            if (content === undefined) damaged.add('jsons')
            else yield { name, content }
          }
        } finally {
          again.close()
        }
      },
      [Symbol.asyncDispose]: async () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function listTables(zip: ZipFile, signal: AbortSignal) {
  const members = new Map<string, Entry[]>()
  let [count, stamp] = [0, '']
  for await (const entry of zip.eachEntry()) {
    if (++count % perTurn === 0) await setImmediate()
    signal.throwIfAborted()
    const [, table, made = ''] = tablePath.exec(entry.fileName) ?? []
    if (table === undefined || entry.isEncrypted() || members.size >= mostTables) continue
    members.set(table, [...(members.get(table) ?? []), entry])
    if (made > stamp) stamp = made
  }
  // The last digits are at times no seconds of a clock.
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)/.exec(stamp) ?? []
  return { members, exported: minute === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}` }
}

/**
 * The rows of one CSV: the first line names the table, the second the columns, which may carry the name of their type
 * as a prefix; rows may end in a comma too many.
 */
async function* rowsOf(
  zip: ZipFile,
  entry: Entry,
  signal: AbortSignal,
  onDamage: () => void,
): AsyncGenerator<TableRow, void, undefined> {
  const reading = { damaged: false }
  let count = 0
  try {
    const [first = [], second = []] = (await firstLines(await zip.openReadStreamPromise(entry), 2)).map((line) =>
      fieldsOf(line),
    )
    const isTyped = first.length <= 3 && first[0]?.startsWith('com.samsung.') === true
    const at = columnsOf(isTyped ? second : first)
    const layout = { fromLine: isTyped ? 3 : 2 }
    for await (const fields of csvRows(await zip.openReadStreamPromise(entry), reading, layout)) {
      if (++count % perTurn === 0) await setImmediate()
      signal.throwIfAborted()
      yield (column) => fields[at.get(column) ?? -1] ?? ''
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!isZipDamage(error)) throw error
    reading.damaged = true
  }
  if (reading.damaged) onDamage()
}

function columnsOf(fields: readonly string[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>()
  for (const [at, field] of fields.entries()) {
    const name = field.startsWith('com.samsung.') ? field.slice(field.lastIndexOf('.') + 1) : field
    if (name !== '' && !columns.has(name)) columns.set(name, at)
  }
  return columns
}

/** A JSON file, parsed; undefined when it cannot be read. */
async function contentOf(zip: ZipFile, entry: Entry, signal: AbortSignal): Promise<unknown> {
  if (entry.isEncrypted() || entry.uncompressedSize > mostJsonBytes) return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    guardRatio(entry.fileName, entry.uncompressedSize, entry.compressedSize, ratioFromBytes)
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      bytes += chunk.length
      if (bytes > mostJsonBytes) return undefined
      chunks.push(chunk)
    }
    return JSON.parse(
      Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\u{feff}/u, ''),
    )
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof SyntaxError || error instanceof TellusError || isZipDamage(error)) return undefined
    throw error
  }
}

/** yauzl's own errors are plain ones with a sentence, zlib's have a code. */
const isZipDamage = (error: unknown): boolean =>
  error instanceof Error && (!('code' in error) || /^Z_/.test(String(error.code)))

async function readable<T>(file: ImportFile, signal: AbortSignal, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof TellusError || !isZipDamage(cause)) throw cause
    throw new TellusError('unprocessable', `${file.filename} is a damaged zip: upload it again.`, { cause })
  }
}
