import type { DayMetadata } from '../../normalise/time.ts'
import type { Row } from '../apple-health/collect/rows.ts'
import type { ImportedRecord } from '../importer.ts'
import { recordsOfDay } from './build.ts'
import { gatherInto } from './collector.ts'
import { type Day, dayOfRows } from './day.ts'
import { dayDocument } from './documents.ts'
import { type Measure, measureOf } from './measures.ts'
import type { Source } from './sources.ts'

/** A few days in memory, gathered as the readers of archives do it. */
export function gatherInMemory() {
  const rows = new Map<number, Omit<Row, 'day'>[]>()
  const documents = new Map<number, string[]>()
  const put = <T>(into: Map<number, T[]>, day: number, value: T): void => {
    const list = into.get(day)
    if (list === undefined) into.set(day, [value])
    else list.push(value)
  }
  const gatherer = gatherInto(
    {
      add: (day, seconds, extra, value, type, source, offsetMinutes, flags) =>
        put(rows, day, { seconds, extra, value, type, source, offsetMinutes, flags }),
    },
    {
      add(day, document) {
        put(documents, day, JSON.stringify(document))
        return true
      },
    },
  )
  return {
    ...gatherer,
    /** Whether a day has a reading or amount of a measure. */
    has: (day: number, measure: Measure): boolean => {
      const { id } = measureOf(measure)
      return (rows.get(day) ?? []).some(({ type }) => type === id)
    },
    /**
     * The records of one day. `metadataOf` says from when to when a day is; null leaves that to what was measured on it, and
     * to the zone where nothing was.
     */
    recordsOf(
      day: number,
      provider: string,
      sources: readonly Source[],
      fallbackZone: string,
      metadataOf: (day: number) => DayMetadata | null,
    ): ImportedRecord[] {
      const loaded = new Map<number, Day>()
      const dayAt = (number: number): Day | undefined => {
        const known = loaded.get(number)
        if (known !== undefined) return known
        const [own, told] = [rows.get(number), documents.get(number)]
        if (own === undefined && told === undefined) return undefined
        // In an order of their own and once each, as documents on disk.
        const read = [...new Set(told)].sort().map((text) => dayDocument.parse(JSON.parse(text)))
        const made = dayOfRows(number, own ?? [], read, sources, fallbackZone)
        const metadata = metadataOf(number)
        const day = metadata === null ? made : { ...made, metadata }
        loaded.set(number, day)
        return day
      }
      return recordsOfDay({ provider, sources }, day, dayAt)
    },
  }
}
