import { z } from 'zod'
import { readDate } from '../../normalise/instant-text.ts'
import { tryParseInstant } from '../../normalise/time.ts'
import { strictNumber } from '../../normalise/units.ts'

// The parts of the export's JSON that are used, and no others. Garmin does not document them: what a field means and its unit are
// read off archives and off people who measured (README.md).

const figure = z.unknown().optional().transform(strictNumber)
const word = z.string().nullish().catch(null)
const id = z.union([z.string().min(1), z.number()]).transform(String)

/** Earlier than any device, and far later than today: what lies outside is no time. */
const [leastMs, mostMs] = [Date.UTC(1989, 0), Date.UTC(2100, 0)]

/** Milliseconds since 1970 of a time as the export writes it: that number itself, or ISO text in UTC without saying so. */
export function msOf(value: unknown): number | null {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? tryParseInstant(value)?.epochMs : undefined
  return ms !== undefined && ms >= leastMs && ms < mostMs ? Math.round(ms) : null
}
const time = z.unknown().optional().transform(msOf)

/** A date, in newer archives as text and in older ones within an object. */
const date = z
  .union([z.string(), z.object({ date: z.string() }).transform((of) => of.date)])
  .transform((text) => text.slice(0, 10))
  .refine((text) => text.length === 10 && !Number.isNaN(readDate(text)))

/** Items of a list that fit; a list that is none is empty. */
const listOf = <T>(item: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .nullish()
    .catch(null)
    .transform((list) =>
      (list ?? []).flatMap((one): T[] => {
        const { success, data } = item.safeParse(one)
        return success ? [data] : []
      }),
    )

const stress = z.object({
  type: z.string(),
  averageStressLevel: figure,
  maxStressLevel: figure,
  stressDuration: figure,
  restDuration: figure,
  activityDuration: figure,
  lowDuration: figure,
  mediumDuration: figure,
  highDuration: figure,
})

/** A day as Garmin sums it up, `UDSFile_*.json`. */
export const daySummary = z.object({
  calendarDate: date,
  wellnessStartTimeGmt: time,
  wellnessStartTimeLocal: time,
  wellnessEndTimeGmt: time,
  wellnessEndTimeLocal: time,
  totalSteps: figure,
  totalDistanceMeters: figure,
  totalKilocalories: figure,
  activeKilocalories: figure,
  bmrKilocalories: figure,
  activeSeconds: figure,
  highlyActiveSeconds: figure,
  moderateIntensityMinutes: figure,
  vigorousIntensityMinutes: figure,
  floorsAscendedInMeters: figure,
  floorsDescendedInMeters: figure,
  minHeartRate: figure,
  maxHeartRate: figure,
  restingHeartRate: figure,
  allDayStress: z
    .object({ aggregatorList: listOf(stress) })
    .nullish()
    .catch(null),
})
export type DaySummary = z.output<typeof daySummary>

/** A night, `*_sleepData.json`. */
export const night = z.object({
  calendarDate: date,
  sleepStartTimestampGMT: time,
  sleepEndTimestampGMT: time,
  sleepWindowConfirmationType: word,
  deepSleepSeconds: figure,
  lightSleepSeconds: figure,
  remSleepSeconds: figure,
  awakeSleepSeconds: figure,
  unmeasurableSeconds: figure,
  averageRespiration: figure,
  lowestRespiration: figure,
  highestRespiration: figure,
  awakeCount: figure,
  sleepScores: z.object({ overallScore: figure }).nullish().catch(null),
  spo2SleepSummary: z.object({ averageSPO2: figure, averageSpO2: figure, averageHR: figure }).nullish().catch(null),
})
export type Night = z.output<typeof night>

/** What was measured overnight, `*_healthStatusData.json`: of each kind a value, 0 where it was not measured. */
export const healthStatus = z.object({
  calendarDate: date,
  metrics: listOf(z.object({ type: z.string(), value: figure })),
})
export type HealthStatus = z.output<typeof healthStatus>

/** A workout, `*_summarizedActivities.json`: milliseconds, centimetres and kilojoules. */
export const summarized = z.object({
  activityId: id,
  beginTimestamp: time,
  startTimeGmt: time,
  startTimeLocal: time,
  name: word,
  activityType: word,
  sportType: word,
  duration: figure,
  elapsedDuration: figure,
  movingDuration: figure,
  distance: figure,
  elevationGain: figure,
  elevationLoss: figure,
  minElevation: figure,
  maxElevation: figure,
  calories: figure,
  bmrCalories: figure,
  avgHr: figure,
  maxHr: figure,
  minHr: figure,
  avgPower: figure,
  maxPower: figure,
  avgDoubleCadence: figure,
  maxDoubleCadence: figure,
  steps: figure,
  vO2MaxValue: figure,
  startLatitude: figure,
  startLongitude: figure,
  parent: z.boolean().nullish().catch(null),
  manufacturer: word,
  hrTimeInZone_0: figure,
  hrTimeInZone_1: figure,
  hrTimeInZone_2: figure,
  hrTimeInZone_3: figure,
  hrTimeInZone_4: figure,
  hrTimeInZone_5: figure,
  hrTimeInZone_6: figure,
})
export type Summarized = z.output<typeof summarized>
