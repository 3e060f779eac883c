import { z } from 'zod'
import { localDate, shiftDate } from '../../normalise/time.ts'
import type { DataType } from '../../schema/records.ts'

const id = z
  .union([z.int(), z.string().min(1)])
  .nullish()
  .catch(null)
const seconds = z.number().nullish().catch(null)
const date = z.iso.date().nullish().catch(null)

/** What of any summary says when it was, and which one it is. Something odd in it is no reason to refuse what came with it. */
export const dated = z.object({
  userId: z.string().min(1),
  summaryId: z.string().nullish().catch(null),
  calendarDate: date,
  startTimeInSeconds: seconds,
  startTimeOffsetInSeconds: seconds,
  measurementTimeInSeconds: seconds,
  measurementTimeOffsetInSeconds: seconds,
  activityId: id,
  onDemand: z.boolean().nullish().catch(null),
  periodStartDate: date,
  dayInCycle: z.int().min(1).max(500).nullish().catch(null),
  summary: z
    .object({ startTimeInSeconds: seconds, startTimeOffsetInSeconds: seconds, activityId: id })
    .nullish()
    .catch(null),
})
export type Dated = z.output<typeof dated>

/** One of Garmin's kinds of summaries. */
export interface Kind {
  /** As we name it, and Garmin in its notifications. */
  name: string
  /** The records that it is a part of. */
  types: readonly DataType[]
  /** What tells one of them from another of the same day: a later one takes its place, whatever its id is. */
  keyOf(one: Dated): string
  /** As it is asked for, where that is another name. */
  path?: string
  /** How Garmin names it elsewhere. */
  aliases?: readonly string[]
}

const bySummary = ({ summaryId, startTimeInSeconds }: Dated): string => summaryId ?? `${startTimeInSeconds}`
const byStart = ({ startTimeInSeconds, onDemand }: Dated): string => `${startTimeInSeconds} ${onDemand === true}`
const byMeasurement = ({ measurementTimeInSeconds }: Dated): string => `${measurementTimeInSeconds}`
const byActivity = (one: Dated): string => `${one.activityId ?? one.summary?.activityId ?? one.summaryId}`
/** There is one of a day, and its id changes when it grows. */
const oneADay = (): string => ''

/** The kinds that have a place in the schema. The others are in the README. */
export const kinds: readonly Kind[] = [
  { name: 'dailies', types: ['daily'], keyOf: oneADay },
  { name: 'epochs', types: ['daily'], keyOf: bySummary },
  { name: 'stressDetails', types: ['daily'], keyOf: byStart },
  { name: 'pulseox', types: ['daily'], keyOf: byStart, path: 'pulseOx', aliases: ['pulseOx'] },
  { name: 'userMetrics', types: ['daily'], keyOf: oneADay },
  { name: 'hrv', types: ['daily', 'sleep'], keyOf: oneADay },
  { name: 'sleeps', types: ['sleep'], keyOf: oneADay },
  { name: 'skinTemp', types: ['sleep'], keyOf: oneADay },
  { name: 'bodyComps', types: ['body'], keyOf: byMeasurement },
  { name: 'bloodPressures', types: ['body'], keyOf: byMeasurement },
  { name: 'mct', types: ['menstruation'], keyOf: oneADay, aliases: ['menstrualCycleTracking'] },
  { name: 'activities', types: ['activity'], keyOf: byActivity, aliases: ['manuallyUpdatedActivities'] },
  { name: 'activityDetails', types: ['activity'], keyOf: byActivity },
]

const named = new Map(kinds.flatMap((one) => [one.name, ...(one.aliases ?? [])].map((name) => [name, one] as const)))

/** The kind of a key of a notification; null for one that has no place in the schema, or comes some day. */
export const kindNamed = (name: string): Kind | null => named.get(name) ?? null

/** The local day that a summary is of; null where nothing says it. */
export function dayOf(one: Dated): string | null {
  if (one.calendarDate) return one.calendarDate
  if (one.periodStartDate) return shiftDate(one.periodStartDate, (one.dayInCycle ?? 1) - 1)
  const at = one.measurementTimeInSeconds ?? one.startTimeInSeconds ?? one.summary?.startTimeInSeconds
  const offset =
    one.measurementTimeOffsetInSeconds ?? one.startTimeOffsetInSeconds ?? one.summary?.startTimeOffsetInSeconds
  return at == null ? null : localDate(at * 1000, (offset ?? 0) / 60)
}

const piece = z.record(z.string(), z.array(z.looseObject({})))

/**
 * What was brought of some days, and what was brought of them later, as one: by kind, where a summary takes the place of the
 * one before it that is the same.
 */
export function join(earlier: unknown, later: unknown): unknown {
  const all = new Map(Object.entries(piece.parse(earlier)))
  for (const [name, summaries] of Object.entries(piece.parse(later))) {
    const keyOf = (one: object) => kindNamed(name)?.keyOf(dated.parse(one)) ?? JSON.stringify(one)
    const byKey = new Map([...(all.get(name) ?? []), ...summaries].map((one) => [keyOf(one), one]))
    all.set(name, [...byKey.values()])
  }
  return Object.fromEntries(all)
}
