import { recordKey } from '../../schema/record-key.ts'
import type { DataType } from '../../schema/records.ts'
import { begun } from '../begun.ts'
import type { Source } from '../source.ts'
import type { ExportFile } from '../zip.ts'
import { csvLine } from './cells.ts'
import { rowsOf, type Table, tablesOf } from './tables.ts'

/**
 * A table a type with a row a record, and a table for every kind of list in the records, of samples above all, with a row
 * an element. Each file is one pass over the records, so that nothing is gathered anywhere; lists that no record fills
 * have none.
 */
export async function* csvFiles(source: Source): AsyncGenerator<ExportFile, void, undefined> {
  for (const type of source.types) {
    const records = await begun(source.records(type))
    if (records === null) continue
    const [whole, ...lists] = tablesOf(type)
    if (whole === undefined) continue
    const filled = new Set<Table>()
    yield { name: `${type}.csv`, pieces: recordLines(type, whole, lists, records, filled) }
    for (const table of lists)
      if (filled.has(table))
        yield { name: `${type}/${nameOf(table)}.csv`, pieces: listLines(type, table, source.records(type)) }
  }
}

const nameOf = ({ lists }: Table): string => lists.map((path) => path.join('.')).join('.')

/** The rows of the records; notes in which lists any of them has something. */
async function* recordLines(
  type: DataType,
  table: Table,
  lists: readonly Table[],
  records: AsyncIterable<object>,
  filled: Set<Table>,
): AsyncGenerator<string, void, undefined> {
  yield csvLine(['record', ...table.columns.map(({ name }) => name)])
  for await (const record of records) {
    yield csvLine([recordKey(type, record), ...table.columns.map((column) => column.of(record))])
    for (const list of lists) if (!filled.has(list) && rowsOf(record, list.lists).next().done !== true) filled.add(list)
  }
}

async function* listLines(
  type: DataType,
  { lists, columns }: Table,
  records: AsyncIterable<object>,
): AsyncGenerator<string, void, undefined> {
  // Which electrocardiogram a point is of.
  const outer = lists.slice(0, -1).map((path) => `${path.at(-1)}_number`)
  yield csvLine(['record', ...outer, ...columns.map(({ name }) => name)])
  for await (const record of records) {
    const key = recordKey(type, record)
    let text = ''
    for (const { value, places } of rowsOf(record, lists))
      text += csvLine([key, ...places, ...columns.map((column) => column.of(value))])
    if (text !== '') yield text
  }
}
