import type { Readable } from 'node:stream'
import { TellusError } from '../../lib/errors.ts'
import { csvRows, type TableReading } from '../tables/csv.ts'

/** A row of a table: its cell under a heading; null where there is none or it is empty. */
export type Row = (heading: string) => string | null

/**
 * The rows of a CSV in an archive, below its line of headings, one by one; headings in any case. What stands before a break is
 * given first; then `TellusError` (`unprocessable`) is thrown, with the name of the file.
 */
export async function* rowsOf(bytes: Readable, name: string): AsyncGenerator<Row, void, undefined> {
  const reading: TableReading = { damaged: false }
  let failure: unknown
  let headings: ReadonlyMap<string, number> | null = null
  try {
    for await (const cells of csvRows(bytes, reading)) {
      if (headings === null) {
        headings = new Map(cells.map((heading, at): [string, number] => [heading.toLowerCase(), at]))
        continue
      }
      const places: ReadonlyMap<string, number> = headings
      yield (heading) => cells[places.get(heading) ?? -1] || null
    }
  } catch (error) {
    failure = error
  }
  if (failure !== undefined || reading.damaged) {
    throw new TellusError('unprocessable', `${name} breaks off or is damaged: what stands before the break was read.`, {
      cause: failure,
    })
  }
}
