import { TellusError } from '../../lib/errors.ts'
import type { ImportContext, ImportFile } from '../importer.ts'
import { rowsOfFile } from '../tables/brought.ts'
import type { TableReading } from '../tables/csv.ts'
import { createOrderFinder, type DateOrder, wallTime } from '../tables/floating-time.ts'
import { decimal, type GlucoseUnit, unitOf, unitOfLargest } from '../tables/glucose-cell.ts'
import { column, isLibreHeader } from './columns.ts'

/** How one LibreView file writes what it tells. */
export interface Survey {
  order: DateOrder
  /** No date of the file told the order. */
  isGuessed: boolean
  /** Its rows go forward in time. */
  isAscending: boolean
  /** Of historic, scan and strip glucose, by their column. */
  unitAt(at: number): GlucoseUnit
  /** The day and time of the export, in UTC; null when it does not tell. */
  created: string | null
}

/** Reads a file once for its dates and units: both depend on the account. Throws when it is none of LibreView's. */
export async function surveyLibre(
  file: ImportFile,
  context: Pick<ImportContext, 'signal'>,
  onBytes: (bytesRead: number) => void,
): Promise<Survey> {
  const finder = createOrderFinder()
  const reading: TableReading = { damaged: false }
  let header: string[] | null = null
  let created: string | null = null
  let [first, last] = ['', '']
  let largest = 0
  for await (const row of rowsOfFile(file, reading, context, onBytes)) {
    if (header === null) {
      if (isLibreHeader(row)) header = row
      else created ??= row.find((field) => /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*UTC/.test(field)) ?? null
      continue
    }
    const time = row[column.time] ?? ''
    finder.see(time)
    if (first === '') first = time
    last = time
    for (const at of [column.historic, column.scan, column.strip]) {
      largest = Math.max(largest, decimal(row[at] ?? '') ?? 0)
    }
  }
  if (header === null) {
    throw new TellusError(
      'unprocessable',
      `${file.filename} is no glucose history of LibreView: bring the CSV that "Download glucose data" gives.`,
    )
  }
  const titles = header
  const day = /\d.*$/.exec(created ?? '')?.[0] ?? ''
  finder.see(day)
  const { order, isGuessed } = finder.found()
  const [from, to] = [wallTime(first, order) ?? '', wallTime(last, order) ?? '']
  const made = wallTime(day, order)
  return {
    order,
    isGuessed,
    isAscending: from <= to,
    unitAt: (at) => unitOf(titles[at] ?? '') ?? unitOfLargest(largest),
    created: made === null ? null : `${made}Z`,
  }
}
