import { gzipSync } from 'node:zlib'
import { newUuid } from '../../src/lib/ids.ts'
import { aWatch } from '../../src/testing/phone.ts'

/** How the samples of a batch are spread over types, as a watch and a phone bring them. */
const types = [
  { type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min', share: 0.6, from: 48, range: 90 },
  { type: 'HKQuantityTypeIdentifierStepCount', unit: 'count', share: 0.2, from: 1, range: 120 },
  { type: 'HKQuantityTypeIdentifierActiveEnergyBurned', unit: 'kcal', share: 0.2, from: 0.1, range: 6 },
] as const

const dayMs = 86_400_000
/** Of a watch that is worn: what it measures on a day. */
export const samplesOfDay = 1000

/** The body of a batch of so many samples of the days from one on, packed as a phone does. */
export function batchOf(samples: number, firstDay: string): Buffer {
  const days = Math.max(1, Math.round(samples / samplesOfDay))
  const firstMs = Date.parse(`${firstDay}T00:00:00Z`)
  const list = types.flatMap(({ type, unit, share, from, range }) => {
    const count = Math.round(samples * share)
    const stepMs = (days * dayMs) / count
    return Array.from({ length: count }, (_, n) => {
      const startMs = firstMs + n * stepMs
      return {
        id: newUuid().toUpperCase(),
        type,
        start: new Date(startMs).toISOString(),
        end: new Date(startMs + Math.min(stepMs, 5000)).toISOString(),
        value: from + ((n * 37) % 100) * (range / 100),
        unit,
        tz: 'Europe/Oslo',
        ...aWatch,
      }
    })
  })
  const text = JSON.stringify({
    schema: 'tellus.mobile/1',
    batch_id: newUuid(),
    platform: 'healthkit',
    phase: 'backfill',
    sent_at: new Date().toISOString(),
    device: { model: 'iPhone15,2', os: 'iOS 18.1', app: 'com.example.fit/2.3.1', timezone: 'Europe/Oslo' },
    samples: list,
  })
  return gzipSync(text, { level: 4 })
}
