import type { Level, Minute } from '../../generate/life/day-course.ts'
import { addDays } from '../../generate/local-day.ts'
import { meanOf, round, sumOf } from '../../generate/numbers.ts'
import type { Life, LivedDay } from '../life/life.ts'
import { dateOf, durationOf, Invalid, timeOf } from './google-health-answers.ts'
import { beatsOf } from './google-health-points.ts'

const dayMs = 86_400_000
const metersPerFloor = 3.048

/** A type that is summed up: what opens it, the longest range in days, and its value over some minutes. */
interface Rollup {
  scope: string
  longestDays: number
  valueOf(minutes: readonly Minute[], lived: LivedDay, life: Life): object
}

const activity = 'activity_and_fitness'
const levels: Readonly<Partial<Record<Level, string>>> = {
  inactive: 'SEDENTARY',
  low: 'LIGHTLY_ACTIVE',
  medium: 'MODERATELY_ACTIVE',
  high: 'VERY_ACTIVE',
}

/** Shares of the highest heart rate; below half of it is light too, as time worn has to be in a zone. */
const zoneOf = (share: number): string =>
  share < 0.6 ? 'LIGHT' : share < 0.7 ? 'MODERATE' : share < 0.85 ? 'VIGOROUS' : 'PEAK'

/**
 * Totals of days, from the minutes as they were lived. Google counts whole steps and floors, and distances in whole
 * millimetres: a day's distance is true to half of one.
 */
const rollups: Readonly<Record<string, Rollup>> = {
  steps: {
    scope: activity,
    longestDays: 90,
    valueOf: (minutes) => ({ countSum: `${sumOf(minutes, ({ steps }) => steps)}` }),
  },
  distance: {
    scope: activity,
    longestDays: 90,
    valueOf: (minutes) => ({ millimetersSum: `${Math.round(sumOf(minutes, ({ meters }) => meters) * 1000)}` }),
  },
  floors: {
    scope: activity,
    longestDays: 90,
    valueOf: (minutes) => ({ countSum: `${sumOf(minutes, ({ floors }) => floors)}` }),
  },
  altitude: {
    scope: activity,
    longestDays: 90,
    valueOf: (minutes) => ({
      gainMillimetersSum: `${Math.round(sumOf(minutes, ({ floors }) => floors) * metersPerFloor * 1000)}`,
    }),
  },
  'total-calories': {
    scope: activity,
    longestDays: 14,
    valueOf: (minutes, { body }) => ({
      kcalSum: round(sumOf(minutes, ({ activeKcal }) => activeKcal) + (body.bmr * minutes.length) / 1440, 2),
    }),
  },
  'active-energy-burned': {
    scope: activity,
    longestDays: 90,
    valueOf: (minutes) => ({
      kcalSum: round(
        sumOf(minutes, ({ activeKcal }) => activeKcal),
        2,
      ),
    }),
  },
  'activity-level': {
    scope: activity,
    longestDays: 90,
    valueOf: (minutes) => ({
      activityLevelRollupsByActivityLevelType: [...Map.groupBy(minutes, ({ level }) => levels[level] ?? '')]
        .filter(([type]) => type !== '')
        .map(([activityLevelType, those]) => ({ activityLevelType, totalDuration: durationOf(those.length * 60) })),
    }),
  },
  'time-in-heart-rate-zone': {
    scope: activity,
    longestDays: 90,
    valueOf: (minutes, _, { person }) => ({
      timeInHeartRateZones: [...Map.groupBy(minutes, ({ bpm }) => zoneOf(bpm / person.maxHr))].map(
        ([heartRateZone, those]) => ({ heartRateZone, duration: durationOf(those.length * 60) }),
      ),
    }),
  },
  'swim-lengths-data': { scope: activity, longestDays: 90, valueOf: () => ({}) },
  'heart-rate': {
    scope: 'health_metrics_and_measurements',
    longestDays: 14,
    valueOf: (minutes) => heartOf(minutes.map(({ bpm }) => bpm)),
  },
}

const heartOf = (rates: readonly number[]) => ({
  beatsPerMinuteAvg: meanOf(rates, (bpm) => bpm),
  beatsPerMinuteMax: Math.max(...rates),
  beatsPerMinuteMin: Math.min(...rates),
})

/** What opens the sums of a type; undefined for a type that has none. */
export const rollupScope = (type: string): string | undefined => rollups[type]?.scope

/** Sums by local days; days of which there is nothing are left out. Throws `Invalid`. */
export function dailyRollup(life: Life, type: string, key: string, first: string, end: string): object[] {
  const rollup = rollups[type]
  if (rollup === undefined) throw new Invalid(`${type} is not rolled up`)
  const days = (Date.parse(end) - Date.parse(first)) / dayMs
  if (!(days >= 1)) throw new Invalid('The range is empty')
  if (days > rollup.longestDays) throw new Invalid(`The range of ${type} is longer than ${rollup.longestDays} days`)
  return life.days(first, addDays(end, -1)).flatMap((lived) => {
    const { minutes } = lived.course
    if (minutes.length === 0) return []
    const { date } = lived.day
    return [
      {
        civilStartTime: { date: dateOf(date) },
        civilEndTime: { date: dateOf(addDays(date, 1)) },
        [key]: rollup.valueOf(minutes, lived, life),
      },
    ]
  })
}

/**
 * Heart rates by windows of seconds between two instants, as points fall into them, each made when it is shown; empty windows
 * are left out. Throws `Invalid`.
 */
export function heartRollup(life: Life, startMs: number, endMs: number, seconds: number): (() => object)[] {
  if (!(endMs > startMs)) throw new Invalid('The range is empty')
  if (endMs - startMs > 14 * dayMs) throw new Invalid('The range of heart-rate is longer than 14 days')
  if (!(seconds >= 1)) throw new Invalid('The window is not one of seconds')
  const sizeMs = seconds * 1000
  const day = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 10)
  const beats = life
    .days(addDays(day(startMs), -1), addDays(day(endMs), 1))
    .flatMap(beatsOf)
    .filter(({ atMs }) => atMs >= startMs && atMs < endMs)
  const windows = Map.groupBy(beats, ({ atMs }) => Math.floor((atMs - startMs) / sizeMs))
  return [...windows]
    .sort(([a], [b]) => a - b)
    .map(([index, those]) => () => ({
      startTime: timeOf(startMs + index * sizeMs),
      endTime: timeOf(Math.min(endMs, startMs + (index + 1) * sizeMs)),
      heartRate: heartOf(those.map(({ bpm }) => bpm)),
    }))
}
