import { createReadStream } from 'node:fs'
import { pipeline, type Readable, Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CsvError, type Options, parse } from 'csv-parse'
import { parse as parseNow } from 'csv-parse/sync'
import { headOf, packingOf } from '../container.ts'
import type { ImportFile } from '../importer.ts'
import { guardRatio } from '../unpack-ratio.ts'

/** How the reading of a table went. */
export interface TableReading {
  /** Set when the table ended early or could not be read any further. */
  damaged: boolean
}

/** A row longer than this is no row of a table; it must not fill the memory. */
const maxRowBytes = 1024 * 1024
/** Headers of a hundred columns end within this. */
const headBytes = 64 * 1024
/** Small files may pack very well. */
const ratioFromBytes = 16 * 1024 * 1024

const options = {
  bom: true,
  max_record_size: maxRowBytes,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  trim: true,
} as const satisfies Options

/** How the lines of a table stand. */
export interface TableLayout {
  delimiter?: string
  /**
   * Number of the first line that is read. What stands above a table has other fields than its rows, and the parser
   * makes an error, slowly, of every row that is not as long as the first one it reads.
   */
  fromLine?: number
}

/**
 * The rows of a CSV as they come, each a list of texts without blanks around them, in flat memory. Rows may have more or
 * fewer fields than the header, and byte order marks of UTF-8 and UTF-16 are understood. What cannot be read ends the
 * rows and sets `damaged`.
 */
export async function* csvRows(
  stream: Readable,
  reading: TableReading,
  { delimiter = ',', fromLine = 1 }: TableLayout = {},
): AsyncGenerator<string[], void, undefined> {
  const parser = parse({ ...options, delimiter, from_line: fromLine })
  // A read error must reach the reader of the other end; pipe() alone would leave it waiting.
  stream.on('error', (error) => parser.destroy(error))
  try {
    for await (const row of stream.pipe(parser)) yield row
  } catch (error) {
    if (!isDamage(error)) throw error
    reading.damaged = true
  } finally {
    stream.destroy()
    parser.destroy()
  }
}

/** The fields of a single line; none when it is not whole. */
export function fieldsOf(line: string, delimiter = ','): string[] {
  try {
    return parseNow(line, { ...options, delimiter })[0] ?? []
  } catch (error) {
    if (error instanceof CsvError) return []
    throw error
  }
}

/** The first lines of a table, which is closed then; fewer when it ends or breaks off there. */
export async function firstLines(stream: Readable, count: number): Promise<string[]> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= headBytes) break
    }
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  return textOf(Buffer.concat(chunks)).split(/\r\n|\n|\r/, count)
}

const isDamage = (error: unknown): boolean =>
  error instanceof CsvError ||
  (error instanceof Error && 'code' in error && /^Z_(DATA|BUF)_ERROR$/.test(String(error.code)))

/**
 * The bytes of a table brought by itself, plain or gzipped, in the order of the file. `onBytes` hears how many of the
 * file were read, and may throw to stop.
 */
export async function openTable(file: ImportFile, onBytes: (bytesRead: number) => void): Promise<Readable> {
  const isPacked = packingOf(await headOf(file.path, 2)) === 'gzip'
  const packed = createReadStream(file.path)
  let unpackedBytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpackedBytes += chunk.length
      try {
        guardRatio(file.filename, unpackedBytes, packed.bytesRead, ratioFromBytes)
        onBytes(packed.bytesRead)
        done(null, chunk)
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
  const stages = isPacked ? [packed, createGunzip(), meter] : [packed, meter]
  // An error of any of them reaches the reader through the last one.
  pipeline(stages, () => undefined)
  return meter
}

/** The beginning of a file as text, whatever of the usual encodings it has. */
export function textOf(head: Uint8Array): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, headBytes))
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le').replace(/^\u{feff}/u, '')
  return bytes.toString('utf8').replace(/^\u{feff}/u, '')
}

const delimiters = [',', ';', '\t'] as const

/** What parts the fields of a line: whatever it has most of, a comma when it has none. */
export const delimiterOf = (line: string): string =>
  delimiters.reduce((best, one) => (count(line, one) > count(line, best) ? one : best), delimiters[0])

/** Fields of a header line, counted by its delimiter. */
export const fieldCount = (line: string): number => count(line, delimiterOf(line)) + 1

const count = (text: string, part: string): number => text.split(part).length - 1
