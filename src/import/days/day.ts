import { dayText } from '../../normalise/civil.ts'
import { type DayMetadata, dayMetadata, dayMetadataOfZone, formatTimestamp } from '../../normalise/time.ts'
import { type Row, rowAt } from '../apple-health/collect/rows.ts'
import { type Collector, flagBits, SampleFlag } from './collector.ts'
import {
  type DayDocument,
  dayDocument,
  type MealDocument,
  type NightDocument,
  type TotalsDocument,
  type WorkoutDocument,
} from './documents.ts'
import { type Measure, measureOf, measures } from './measures.ts'
import { anonymousSource, type Source } from './sources.ts'

/** Something of a day, ready for building. */
export interface Sample {
  startMs: number
  endMs: number
  value: number
  source: Source
  offsetMinutes: number
  flags: number
  /** Of a part: the number of the night or workout that it belongs to; else 0. */
  owner: number
}

export const startText = (sample: Sample): string => formatTimestamp(sample.startMs, sample.offsetMinutes)
export const isManual = (sample: Sample): boolean => (sample.flags & SampleFlag.MANUAL) !== 0

/** All that an archive has of one local day. */
export interface Day {
  /** Local date, as days since 1970. */
  day: number
  metadata: DayMetadata
  /** In order of time, without repetitions. */
  of(measure: Measure): readonly Sample[]
  nights: readonly NightDocument[]
  workouts: readonly WorkoutDocument[]
  meals: readonly MealDocument[]
  totals: readonly TotalsDocument[]
}

/** More than a sample every 80 ms all day long is no day's record any more. */
const maxRowsOfDay = 1_000_000
const none: readonly Sample[] = []

/** Reads one day from disk. */
export function loadDay(day: number, collector: Collector, sources: readonly Source[], fallbackZone: string): Day {
  const block = collector.rows.take(day, maxRowsOfDay)
  collector.problems.rowsBeyondLimit += block.left
  const lists: Sample[][] = measures.map(() => [])
  for (let i = 0; i < block.rows; i++) place(lists, rowAt(block, i), sources)
  const documents = collector.documents.take(day).map((document) => dayDocument.parse(document))
  return dayOf(day, lists, documents, fallbackZone)
}

function place(lists: readonly Sample[][], row: Omit<Row, 'day'>, sources: readonly Source[]): void {
  const { seconds, extra, value, type, source, offsetMinutes, flags } = row
  const isPart = measures[type]?.isPart === true
  const startMs = seconds * 1000 + (flags >> flagBits)
  lists[type]?.push({
    startMs,
    endMs: startMs + extra,
    value,
    source: isPart ? anonymousSource : (sources[source] ?? anonymousSource),
    offsetMinutes,
    flags: flags & ((1 << flagBits) - 1),
    owner: isPart ? source : 0,
  })
}

/** A day of rows that are in memory. */
export function dayOfRows(
  day: number,
  rows: Iterable<Omit<Row, 'day'>>,
  documents: readonly DayDocument[],
  sources: readonly Source[],
  fallbackZone: string,
): Day {
  const lists: Sample[][] = measures.map(() => [])
  for (const row of rows) place(lists, row, sources)
  return dayOf(day, lists, documents, fallbackZone)
}

function dayOf(day: number, lists: readonly Sample[][], documents: readonly DayDocument[], fallbackZone: string): Day {
  const samples = lists.map((list, type) => tidied(list, measures[type]?.isAmount === true))
  return {
    day,
    metadata: metadataOf(day, samples, documents, fallbackZone),
    of: (measure) => samples[measureOf(measure).id] ?? none,
    nights: documents.filter((document) => document.kind === 'night'),
    workouts: documents.filter((document) => document.kind === 'workout'),
    meals: onceEach(documents.filter((document) => document.kind === 'meal')),
    totals: documents.filter((document) => document.kind === 'totals'),
  }
}

const inOrder = (a: Sample, b: Sample): number =>
  a.startMs - b.startMs ||
  a.owner - b.owner ||
  a.endMs - b.endMs ||
  a.value - b.value ||
  a.source.rank - b.source.rank ||
  (a.source.name < b.source.name ? -1 : a.source.name > b.source.name ? 1 : 0) ||
  a.flags - b.flags

/** A reading of the same moment and value is the same reading, whichever app tells it. Amounts wait for R8. */
function tidied(list: Sample[], isAmount: boolean): readonly Sample[] {
  if (list.length === 0) return none
  list.sort(inOrder)
  return isAmount
    ? list
    : list.filter((sample, i) => {
        const before = list[i - 1]
        return before === undefined || !isEqual(before, sample)
      })
}

const isEqual = (a: Sample, b: Sample): boolean =>
  a.startMs === b.startMs &&
  a.endMs === b.endMs &&
  a.value === b.value &&
  a.owner === b.owner &&
  (a.flags & ~SampleFlag.MANUAL) === (b.flags & ~SampleFlag.MANUAL)

/** In order of time; one food that two apps tell of is eaten once (R8). */
function onceEach(meals: readonly MealDocument[]): MealDocument[] {
  const eaten = new Map<string, MealDocument>()
  for (const meal of meals.toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))) {
    const key = JSON.stringify([meal.atMs, meal.name, meal.macros.calories ?? null])
    if (!eaten.has(key)) eaten.set(key, meal)
  }
  return [...eaten.values()]
}

interface Witness {
  atMs: number
  offset: number
}

/** Midnight to midnight with the offsets of the first and last thing of the day; of a day with totals only, the zone's. */
function metadataOf(
  day: number,
  samples: readonly (readonly Sample[])[],
  documents: readonly DayDocument[],
  fallbackZone: string,
): DayMetadata {
  const witnesses: Witness[] = samples
    .filter((_, type) => measures[type]?.isPart === false)
    .flatMap((list) => [list[0], list.at(-1)])
    .flatMap((sample) => (sample === undefined ? [] : [{ atMs: sample.startMs, offset: sample.offsetMinutes }]))
  if (witnesses.length === 0) witnesses.push(...documents.flatMap(witnessOf))
  const first = witnesses.reduce<Witness | null>(
    (best, one) => (best === null || one.atMs < best.atMs ? one : best),
    null,
  )
  const last = witnesses.reduce<Witness | null>(
    (best, one) => (best === null || one.atMs >= best.atMs ? one : best),
    null,
  )
  if (first === null || last === null) return dayMetadataOfZone(dayText(day), fallbackZone)
  return dayMetadata(dayText(day), first.offset, last.offset)
}

function witnessOf(document: DayDocument): Witness[] {
  switch (document.kind) {
    case 'night':
      return [{ atMs: document.endMs, offset: document.endOffset }]
    case 'workout':
      return [{ atMs: document.startMs, offset: document.startOffset }]
    case 'meal':
      return [{ atMs: document.atMs, offset: document.offsetMinutes }]
    case 'totals':
      return []
  }
}
