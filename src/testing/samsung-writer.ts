import { zipOf } from './import-run.ts'

export type SamsungRow = Readonly<Record<string, string | number>>

/** Rows of a table of Samsung Health with its two lines at the head; its columns are those of the first row. */
function samsungTable(type: string, rows: readonly SamsungRow[]): string {
  const columns = Object.keys(rows[0] ?? {})
  // Rows have a comma more than there are columns.
  const lines = rows.map((row) => `${columns.map((column) => row[column] ?? '').join(',')},`)
  return `\u{feff}${type},6313004,4\n${columns.join(',')}\n${lines.join('\n')}\n`
}

/** A moment as the tables have it: UTC, and no word of that. */
export const samsungTime = (epochMs: number): string => new Date(epochMs).toISOString().replace('T', ' ').slice(0, 23)

/** The device that stands for all of them together. */
export const samsungCombined = 'VfS0qUERdZ'

/** The columns of a row with the prefix that some tables have. */
export const samsungPrefixed = (prefix: string, row: SamsungRow): SamsungRow =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [`${prefix}.${column}`, value]))

/** An archive of the given tables by their types, and of other files by their paths. */
export const samsungZip = (
  tables: Readonly<Record<string, readonly SamsungRow[]>>,
  files: Readonly<Record<string, string>> = {},
  stamp = '20250401120000',
): Promise<Buffer<ArrayBuffer>> =>
  zipOf({
    ...Object.fromEntries(
      Object.entries(tables).map(([type, rows]) => [`export/${type}.${stamp}.csv`, samsungTable(type, rows)]),
    ),
    ...files,
  })
