import { open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { TellusError } from '../../lib/errors.ts'
import type { ImportContext, ImportFile } from '../importer.ts'
import { csvRows, delimiterOf, fieldCount, fieldsOf, firstLines, openTable, type TableReading } from './csv.ts'

/** Lines in which the header is looked for: it is the first of those with most fields. */
const linesLookedAt = 6
/** The event loop gets its turn after so many rows. */
const rowsPerTurn = 5000

/** Refuses a file that holds nothing. */
export function guardEmpty(file: ImportFile): void {
  if (file.sizeBytes === 0) throw new TellusError('unprocessable', `${file.filename} is empty: bring the file again.`)
}

/**
 * The rows of a CSV that was brought by itself. A last row that is shorter than others and has no line end was cut off: it
 * is left out, since its last field may be a part of a number, and `damaged` is set.
 */
export async function* rowsOfFile(
  file: ImportFile,
  reading: TableReading,
  context: Pick<ImportContext, 'signal'>,
  onBytes: (bytesRead: number) => void,
): AsyncGenerator<string[], void, undefined> {
  const { above, delimiter } = await headerOf(file)
  for (const line of above) {
    const fields = fieldsOf(line, delimiter)
    if (fields.length > 0) yield fields
  }
  const stream = await openTable(file, (bytesRead) => {
    context.signal.throwIfAborted()
    onBytes(bytesRead)
  })
  let longest = 0
  let held: string[] | null = null
  let count = 0
  for await (const row of csvRows(stream, reading, { delimiter, fromLine: above.length + 1 })) {
    if (++count % rowsPerTurn === 0) await setImmediate()
    context.signal.throwIfAborted()
    if (held !== null) {
      longest = Math.max(longest, held.length)
      yield held
    }
    held = row
  }
  if (held === null) return
  const isLong = longest > 0 && held.length >= longest
  if (isLong || (!reading.damaged && (await endsWithLine(file)))) yield held
  else reading.damaged = true
}

/** What parts the fields of a file, and the lines above its header. */
async function headerOf(file: ImportFile): Promise<{ above: string[]; delimiter: string }> {
  const lines = await firstLines(await openTable(file, () => undefined), linesLookedAt)
  const counts = lines.map(fieldCount)
  const at = Math.max(0, counts.indexOf(Math.max(...counts)))
  return { above: lines.slice(0, at), delimiter: delimiterOf(lines[at] ?? '') }
}

async function endsWithLine(file: ImportFile): Promise<boolean> {
  const handle = await open(file.path)
  try {
    const last = Buffer.alloc(2)
    const { bytesRead } = await handle.read(last, 0, 2, Math.max(0, file.sizeBytes - 2))
    // UTF-16 ends in a zero after the line feed.
    return last.subarray(0, bytesRead).some((byte) => byte === 0x0a || byte === 0x0d)
  } finally {
    await handle.close()
  }
}

/** What is said of a table that ended early. */
export const breaksOff = (filename: string): string =>
  `${filename} breaks off or is damaged: it was read up to there. Export it again for the rest.`
