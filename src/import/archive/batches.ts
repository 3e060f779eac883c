import type { ImportedRecord } from '../importer.ts'

const batchSize = 10
/** Samples in a batch at which it is given out before it is full: ten long rides at once would fill the memory. */
const batchSamples = 50_000

/** Records one by one as batches of at most ten, fewer where they are long. */
export async function* batchesOf(
  records: AsyncIterable<ImportedRecord>,
): AsyncGenerator<ImportedRecord[], void, undefined> {
  let batch: ImportedRecord[] = []
  let samples = 0
  for await (const imported of records) {
    batch.push(imported)
    samples += samplesOf(imported)
    if (batch.length < batchSize && samples < batchSamples) continue
    yield batch
    batch = []
    samples = 0
  }
  if (batch.length > 0) yield batch
}

/** About how many samples a record carries. */
function samplesOf({ type, record }: ImportedRecord): number {
  if (type !== 'activity' && type !== 'daily' && type !== 'sleep') return 0
  const rates = record.heart_rate_data?.detailed?.hr_samples?.length ?? 0
  if (type !== 'activity') return rates
  const lists = [
    record.distance_data?.detailed?.distance_samples,
    record.distance_data?.detailed?.elevation_samples,
    record.movement_data?.speed_samples,
    record.movement_data?.cadence_samples,
    record.power_data?.power_samples,
    record.position_data?.position_samples,
  ]
  return lists.reduce((sum, list) => sum + (list?.length ?? 0), rates)
}
