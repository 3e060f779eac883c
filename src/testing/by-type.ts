import type { ImportedRecord, Importer } from '../import/importer.ts'
import type { Activity, Athlete, Body, Daily, Menstruation, Nutrition, Sleep } from '../schema/records.ts'
import { type ImportOptions, type ImportRun, runImport } from './import-run.ts'

/** Imported records by their type, in order. */
export interface RecordsByType {
  activity: Activity[]
  athlete: Athlete[]
  body: Body[]
  daily: Daily[]
  menstruation: Menstruation[]
  nutrition: Nutrition[]
  sleep: Sleep[]
}

/** Sorts imported records by their type. */
const byType = (records: readonly ImportedRecord[]): RecordsByType => ({
  activity: records.flatMap((one) => (one.type === 'activity' ? [one.record] : [])),
  athlete: records.flatMap((one) => (one.type === 'athlete' ? [one.record] : [])),
  body: records.flatMap((one) => (one.type === 'body' ? [one.record] : [])),
  daily: records.flatMap((one) => (one.type === 'daily' ? [one.record] : [])),
  menstruation: records.flatMap((one) => (one.type === 'menstruation' ? [one.record] : [])),
  nutrition: records.flatMap((one) => (one.type === 'nutrition' ? [one.record] : [])),
  sleep: records.flatMap((one) => (one.type === 'sleep' ? [one.record] : [])),
})

/** Imports bytes as an upload and gives what came of it, sorted by type. */
export async function importSorted(
  importer: Importer,
  filename: string,
  bytes: Uint8Array,
  options: ImportOptions = {},
): Promise<ImportRun & { of: RecordsByType }> {
  const run = await runImport(importer, filename, bytes, options)
  return { ...run, of: byType(run.records) }
}
