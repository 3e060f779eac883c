import type { Level, Minute } from '../../../generate/life/day-course.ts'
import { addDays } from '../../../generate/local-day.ts'
import { round, sumOf } from '../../../generate/numbers.ts'
import type { Life, LivedDay } from '../../life/life.ts'
import { api, isoDuration, wallMinute, wallTime } from './form.ts'

/** Which samples a call for activities wants. */
export interface WantedSamples {
  steps: boolean
  activity_zones: boolean
  inactivity_stamps: boolean
}

const zones: Readonly<Record<Level, string>> = {
  rest: 'SLEEP',
  inactive: 'SEDENTARY',
  low: 'LIGHT',
  medium: 'MODERATE',
  high: 'VIGOROUS',
}

/**
 * A day as the watch counts it, midnight to midnight, up to the last full quarter of an hour. Steps are exact; the distance
 * is in centimetres, calories are whole.
 */
export function activityOf(life: Life, { day, body, course }: LivedDay, wanted: WantedSamples) {
  const { minutes, toldMs } = course
  if (minutes.length === 0) return null
  const secondsOf = (...levels: Level[]) => 60 * minutes.filter(({ level }) => levels.includes(level)).length
  const active = sumOf(minutes, ({ activeKcal }) => activeKcal)
  const steps = sumOf(minutes, (minute) => minute.steps)
  const stamps = stampsOf(life.zone, minutes)
  return {
    start_time: `${day.date}T00:00:00`,
    end_time: toldMs === day.endMs ? `${day.date}T23:59:59` : wallTime(life.zone, toldMs),
    active_duration: isoDuration(secondsOf('low', 'medium', 'high')),
    inactive_duration: isoDuration(secondsOf('inactive')),
    // Percent of the day's goal, which may be passed.
    daily_activity: round((100 * steps) / 8000, 2),
    calories: Math.round(active + (body.bmr * minutes.length) / 1440),
    active_calories: Math.round(active),
    steps,
    inactivity_alert_count: stamps.length,
    distance_from_steps: round(
      sumOf(minutes, ({ meters }) => meters),
      2,
    ),
    ...(wanted.steps || wanted.activity_zones || wanted.inactivity_stamps
      ? { samples: samplesOf(life, day.date, minutes, stamps, wanted) }
      : {}),
  }
}

/** Steps by the minute and zones where they change: what repeats the sample before is left out. */
function samplesOf(
  { zone }: Life,
  date: string,
  minutes: readonly Minute[],
  stamps: readonly string[],
  wanted: WantedSamples,
) {
  return {
    date,
    ...(wanted.steps
      ? {
          steps: {
            interval_ms: 60_000,
            total_steps: sumOf(minutes, ({ steps }) => steps),
            samples: minutes
              .filter(({ steps }, at) => steps !== minutes[at - 1]?.steps)
              .map(({ steps, startMs }) => ({ steps, timestamp: wallTime(zone, startMs).slice(0, 16) })),
          },
        }
      : {}),
    ...(wanted.activity_zones
      ? {
          activity_zones: {
            samples: minutes
              .filter(({ level }, at) => level !== minutes[at - 1]?.level)
              .map(({ level, startMs }) => ({ zone: zones[level], timestamp: wallTime(zone, startMs) })),
          },
        }
      : {}),
    ...(wanted.inactivity_stamps ? { inactivity_stamps: stamps.map((stamp) => ({ stamp })) } : {}),
  }
}

/** The watch says so after this long sitting still. */
const alertMinutes = 55

function stampsOf(zone: string, minutes: readonly Minute[]): string[] {
  let still = 0
  return minutes.flatMap(({ level, startMs }) => {
    still = level === 'inactive' ? still + 1 : 0
    if (still < alertMinutes) return []
    still = 0
    return [wallTime(zone, startMs).slice(0, 16)]
  })
}

/** Heart rates every five minutes, by the watch's clock; those of workouts are with the workouts. */
export const heartRatesOf = (account: string, life: Life, { day, course }: LivedDay) => ({
  polar_user: `${api}/v3/users/${account}`,
  date: day.date,
  heart_rate_samples: course.minutes
    .filter(({ inSession }, at) => !inSession && at % 5 === 0)
    .map(({ bpm, startMs }) => ({ heart_rate: bpm, sample_time: `${wallMinute(life.zone, startMs)}:00` })),
})

/** The load of every day of a stretch, also of those of which there is none: strain is the mean of 7 days, tolerance of 28. */
export function cardioLoadsOf(life: Life, first: string, last: string) {
  const loads = new Map(
    life
      .days(addDays(first, -27), last)
      .map(({ day, sessions }): [string, number] => [day.date, sumOf(sessions, ({ trimp }) => trimp)]),
  )
  const mean = (date: string, days: number) =>
    sumOf(
      Array.from({ length: days }, (_, at) => loads.get(addDays(date, -at)) ?? 0),
      (load) => load,
    ) / days
  const dates: string[] = []
  for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date)
  return dates.map((date) => {
    const load = loads.get(date)
    const [strain, tolerance] = [mean(date, 7), mean(date, 28)]
    if (load === undefined || tolerance === 0) return { date, cardio_load_status: 'LOAD_STATUS_NOT_AVAILABLE' }
    const ratio = strain / tolerance
    return {
      date,
      cardio_load_status:
        ratio < 0.8 ? 'DETRAINING' : ratio < 1 ? 'MAINTAINING' : ratio < 1.3 ? 'PRODUCTIVE' : 'OVERREACHING',
      cardio_load: round(load, 2),
      strain: round(strain, 2),
      tolerance: round(tolerance, 2),
      cardio_load_ratio: round(ratio, 5),
      cardio_load_level: { very_low: 20.1, low: 47.5, medium: 88.2, high: 131, 'very-high': 178.3 },
    }
  })
}
