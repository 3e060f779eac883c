import { dayText } from '../../../normalise/civil.ts'
import { type DayMetadata, dayMetadata } from '../../../normalise/time.ts'
import type { Documents } from '../collect/documents.ts'
import { type MealDocument, mealDocument } from '../collect/meal-document.ts'
import { endOffsetDifference, RowFlag, type Rows, rowAt } from '../collect/rows.ts'
import { anonymousSource, type Source } from '../collect/sources.ts'
import { type WorkoutDocument, workoutDocument } from '../collect/workout-document.ts'
import { healthTypes, typeId } from '../types.ts'

/** A record of the export, ready for building. Times in seconds: they stay small integers, which is much cheaper. */
export interface Sample {
  start: number
  /** Length in seconds; for a beat, milliseconds of the second. */
  length: number
  value: number
  source: Source
  /** Minutes east of UTC at the start. */
  offsetMinutes: number
  flags: number
}

export const endOf = (sample: Sample): number => sample.start + sample.length
export const endOffsetOf = (sample: Sample): number => sample.offsetMinutes + endOffsetDifference(sample.flags)
export const isUserEntered = (sample: Sample): boolean => (sample.flags & RowFlag.USER_ENTERED) !== 0

/** All that an export has of one local day. */
export interface Day {
  /** Local date, as days since 1970. */
  day: number
  /** Samples by type number: sorted by time, without repetitions. */
  samples: readonly (readonly Sample[])[]
  workouts: readonly WorkoutDocument[]
  meals: readonly MealDocument[]
  metadata: DayMetadata
}

/** More than a sample every 80 ms all day long is no day's record any more. */
const maxRowsOfDay = 1_000_000

const sleepType = typeId('SleepAnalysis')
/** Apple's totals have no zone, and a night's temperature begins the day before. */
const withoutOffset = new Set(
  (['SummaryActiveEnergy', 'SummaryExercise', 'SummaryStandHours', 'AppleSleepingWristTemperature'] as const).map(
    typeId,
  ),
)
const none: readonly Sample[] = []

/**
 * Reads one day from disk. `metadataOf` is for a day that has neither sample nor document of its own, only a summary or
 * an electrocardiogram.
 */
export function loadDay(
  day: number,
  rows: Rows,
  documents: Documents,
  sources: readonly Source[],
  metadataOf: (day: number) => DayMetadata,
): { loaded: Day; left: number } {
  const block = rows.take(day, maxRowsOfDay)
  const samples: Sample[][] = healthTypes.map(() => [])
  for (let i = 0; i < block.rows; i++) {
    const { seconds, extra, value, type, source, offsetMinutes, flags } = rowAt(block, i)
    samples[type]?.push({
      start: seconds,
      length: extra,
      value,
      source: sources[source] ?? anonymousSource,
      offsetMinutes,
      flags,
    })
  }
  const workouts: WorkoutDocument[] = []
  const meals: MealDocument[] = []
  for (const document of documents.take(day)) {
    const workout = workoutDocument.safeParse(document)
    if (workout.success) workouts.push(workout.data)
    else meals.push(mealDocument.parse(document))
  }
  return { loaded: dayOf(day, samples, workouts, meals, metadataOf), left: block.left }
}

/** A day of samples by type number, in whatever order they came. */
export function dayOf(
  day: number,
  samples: readonly Sample[][],
  workouts: readonly WorkoutDocument[],
  meals: readonly MealDocument[],
  metadataOf: (day: number) => DayMetadata,
): Day {
  const tidied = samples.map((list, type) => (list.length === 0 ? none : withoutRepetitions(sorted(list), type)))
  const offsets = offsetsOf(tidied, workouts, meals)
  return {
    day,
    samples: tidied,
    workouts,
    meals,
    metadata: offsets === null ? metadataOf(day) : dayMetadata(dayText(day), offsets[0], offsets[1]),
  }
}

const compare = (a: Sample, b: Sample): number =>
  a.start - b.start ||
  a.length - b.length ||
  a.value - b.value ||
  (a.flags & RowFlag.NESTED) - (b.flags & RowFlag.NESTED) ||
  a.source.place - b.source.place ||
  a.flags - b.flags

/** Sorted in place; most lists already are, as the phone writes them. */
function sorted(list: Sample[]): Sample[] {
  for (let i = 1; i < list.length; i++) {
    const before = list[i - 1]
    const here = list[i]
    if (before !== undefined && here !== undefined && compare(before, here) > 0) return list.sort(compare)
  }
  return list
}

/**
 * Drops repetitions. What stands in a correlation stands at the top level too, and counts there. A reading (heart rate,
 * weight) of the same time and value is the same reading, whichever app tells it. Two equal amounts of one source are
 * two, as for HealthKit's statistics; between sources priority decides (R8).
 */
function withoutRepetitions(list: Sample[], type: number): readonly Sample[] {
  const isAmount = healthTypes[type]?.cumulative === true
  const isPerSource = isAmount || type === sleepType
  const kept: Sample[] = []
  for (const sample of list) {
    const isNested = (sample.flags & RowFlag.NESTED) !== 0
    let twin: Sample | undefined
    for (let i = kept.length - 1; i >= 0; i--) {
      const other = kept[i]
      if (other === undefined || !isEqual(other, sample)) break
      const isTwin = !isPerSource || other.source.name === sample.source.name
      if (isTwin && (isNested || !isAmount)) twin = other
    }
    if (twin === undefined) kept.push(sample)
    else twin.flags |= sample.flags & ~RowFlag.NESTED & 0xff
  }
  return kept
}

const isEqual = (a: Sample, b: Sample): boolean => a.start === b.start && a.length === b.length && a.value === b.value

/** Offsets of the first and last thing of a day: those of its midnights, as well as the export lets one know. */
function offsetsOf(
  samples: readonly (readonly Sample[])[],
  workouts: readonly WorkoutDocument[],
  meals: readonly MealDocument[],
): [number, number] | null {
  let first: { at: number; offset: number } | undefined
  let last: { at: number; offset: number } | undefined
  const see = (at: number, offset: number): void => {
    if (first === undefined || at < first.at || (at === first.at && offset < first.offset)) first = { at, offset }
    if (last === undefined || at > last.at || (at === last.at && offset > last.offset)) last = { at, offset }
  }
  const seeType = (list: readonly Sample[]): void => {
    const opening = list[0]
    const closing = list.at(-1)
    if (opening) see(opening.start, opening.offsetMinutes)
    if (closing) see(closing.start, closing.offsetMinutes)
  }
  for (const [type, list] of samples.entries()) {
    // Sleep is told in the zone where it was slept, all else mostly in the phone's own: it only decides alone.
    if (type !== sleepType && !withoutOffset.has(type)) seeType(list)
  }
  if (first === undefined) {
    for (const { start, offsetMinutes } of [...workouts, ...meals]) see(start, offsetMinutes)
    seeType(samples[sleepType] ?? none)
  }
  return first && last ? [first.offset, last.offset] : null
}
