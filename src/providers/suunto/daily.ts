import { z } from 'zod'
import { agrees, dateOf, stampOf } from '../../normalise/clock.ts'
import { plausible } from '../../normalise/plausible.ts'
import { heartSummary, possible, samples } from '../../normalise/possible.ts'
import { dedupeInstants, max, min, sum } from '../../normalise/samples.ts'
import { tidied } from '../../normalise/tidy.ts'
import { type DayMetadata, dayMetadata, dayMetadataOfZone } from '../../normalise/time.ts'
import { kilojoulesToKcal } from '../../normalise/units.ts'
import type { Daily } from '../../schema/daily.ts'
import { OxygenSaturationType, UploadType } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { dayRecords, isWithin, range } from '../shapes.ts'
import { fetchSamples } from './client.ts'
import {
  activityEntry,
  lengthOf,
  type Night,
  type Noted,
  nightsOf,
  notedIn,
  recoveryEntry,
  sleepEntry,
  some,
} from './entries.ts'

type Activity = Noted<z.output<typeof activityEntry>['entryData']>
type Recovery = Noted<z.output<typeof recoveryEntry>['entryData']>

/** How long an entry of activity is about, from its time on. */
const entryMs = 600_000

/**
 * Days: `/247samples/activity`, `/247samples/recovery` and `/247samples/sleep`. Suunto has no days of its own: its daily
 * statistics are sums of these entries between times that the caller names, without a word of the person's clock, so the sums
 * are made here, of local days.
 */
export const daily = resource({
  raw: z.object({
    range,
    activity: z.array(activityEntry),
    recovery: z.array(recoveryEntry),
    sleeps: z.array(sleepEntry),
  }),
  windowDays: 14,
  historyDays: null,
  fetch: async (access, days) => ({
    range: days,
    activity: await fetchSamples(access, 'activity', days),
    recovery: await fetchSamples(access, 'recovery', days),
    sleeps: await fetchSamples(access, 'sleep', days, 1),
  }),
  normalise: ({ range: days, ...told }, { zone }) => {
    const activity = Map.groupBy(notedIn(told.activity, zone), (one) => one.date)
    const recovery = Map.groupBy(notedIn(told.recovery, zone), (one) => one.date)
    const woken = Map.groupBy(nightsOf(told.sleeps, zone), ({ end }) => dateOf(end))
    const dates = [...activity.keys(), ...recovery.keys(), ...woken.keys()].filter((date) => isWithin(days, date))
    return dayRecords(dates, (date) => {
      const day = {
        activity: activity.get(date) ?? [],
        recovery: recovery.get(date) ?? [],
        night: mainOf(woken.get(date) ?? []),
      }
      const metadata = { ...metadataOf(date, day, zone), upload_type: UploadType.AUTOMATIC }
      return { metadata, ...figuresOf(day) } satisfies Daily
    })
  },
})

/** All that is known of a local day. */
interface Day {
  activity: Activity[]
  recovery: Recovery[]
  /** The main one that ended on it. */
  night: Night | null
}

/** The longest sleep that is no nap. */
const mainOf = (nights: readonly Night[]): Night | null =>
  nights.filter(({ data }) => data.IsNap !== true).sort((a, b) => lengthOf(b) - lengthOf(a))[0] ?? null

/**
 * A day begins and ends by the clock that its first and its last entry show, which differ where clocks change and on journeys;
 * where the person's zone agrees with both, it knows better (R2).
 */
function metadataOf(date: string, { activity, recovery, night }: Day, zone: string | null): DayMetadata {
  const seen = [...activity, ...recovery, ...(night === null ? [] : [night.end])].sort((a, b) => a.epochMs - b.epochMs)
  const [first, last] = [seen.at(0), seen.at(-1)]
  if (first === undefined || last === undefined) return dayMetadata(date, 0, 0, false)
  if (agrees(zone, [first, last])) return dayMetadataOfZone(date, zone)
  return dayMetadata(date, first.offsetMinutes, last.offsetMinutes, first.offsetKnown)
}

function figuresOf({ activity, recovery, night }: Day): Omit<Daily, 'metadata'> {
  const read = (of: (data: Activity['data']) => number | null | undefined) => readingsOf(activity, of)
  const hr_samples = samples(
    'bpm',
    read(({ HR }) => HR),
  )
  const counted = countedIn(activity)
  const steps = stepsOf(counted)
  const joules = sum(counted.map(({ data }) => data.EnergyConsumption))
  const extremes = (kind: 'Min' | 'Max') =>
    activity.map(({ data: { HR, HRExt } }) => plausible('heart_rate_bpm', HRExt?.[kind] ?? HR))
  // A watch in a drawer counts no steps either, which is no measurement (R9).
  const isWorn = hr_samples.length > 0 || (steps.at(-1)?.steps ?? 0) > 0
  return {
    calories_data: possible({ total_burned_calories: tidied(joules, (energy) => kilojoulesToKcal(energy / 1000)) }),
    distance_data: isWorn ? { steps: steps.at(-1)?.steps, detailed: { step_samples: steps } } : null,
    heart_rate_data: {
      summary: {
        ...heartSummary(hr_samples),
        max_hr_bpm: max(extremes('Max')),
        min_hr_bpm: min(extremes('Min')),
        resting_hr_bpm: night?.data.pulse.min_hr_bpm,
      },
      detailed: {
        hr_samples,
        hrv_samples_rmssd: samples(
          'hrv_rmssd',
          read(({ HRV }) => some(HRV)),
        ),
      },
    },
    oxygen_data: {
      saturation_samples: samples(
        'percentage',
        read(({ SpO2 }) => percentOf(SpO2)),
      ).map((sample) => ({
        ...sample,
        type: OxygenSaturationType.BLOOD,
      })),
    },
    stress_data: {
      body_battery_samples: readingsOf(recovery, balanceOf).map(({ timestamp, value }) => ({
        timestamp,
        level: value,
      })),
    },
    scores: {
      // What the night gave back: the first balance from its end on.
      recovery:
        night &&
        recovery
          .filter((one) => one.epochMs >= night.end.epochMs)
          .map(({ data }) => balanceOf(data))
          .find((balance) => balance !== null),
      sleep: night?.data.scores.sleep,
    },
  }
}

const percentOf = (fraction: number | null | undefined): number | null => tidied(fraction, (part) => part * 100)
const balanceOf = ({ Balance }: Recovery['data']): number | null => plausible('percentage', percentOf(Balance))

/** Readings in order of time; one that is there twice counts once. */
const readingsOf = <D>(entries: readonly Noted<D>[], read: (data: D) => number | null | undefined) =>
  dedupeInstants(
    entries.flatMap(({ data, ...at }) => {
      const value = read(data)
      return value == null ? [] : [{ ...at, value }]
    }),
  ).map((reading) => ({ timestamp: stampOf(reading), value: reading.value }))

/** One entry for each ten minutes: of two watches worn at a time, both of which count, the one that counted more (R8). */
function countedIn(activity: readonly Activity[]): Activity[] {
  const steps = ({ data }: Activity): number => data.StepCount ?? -1
  const joules = ({ data }: Activity): number => data.EnergyConsumption ?? -1
  const isMore = (one: Activity, other: Activity): boolean =>
    steps(one) === steps(other) ? joules(one) > joules(other) : steps(one) > steps(other)
  const same = Map.groupBy(activity, ({ epochMs }) => Math.floor(epochMs / entryMs))
  return [...same.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.reduce((best, one) => (isMore(one, best) ? one : best), first)],
  )
}

/** The running total at the end of each ten minutes. */
function stepsOf(counted: readonly Activity[]) {
  let total = 0
  return counted.flatMap((entry) => {
    const taken = plausible('steps', entry.data.StepCount)
    if (taken === null) return []
    total += Math.round(taken)
    return [{ timestamp: stampOf({ ...entry, epochMs: entry.epochMs + entryMs }), steps: total }]
  })
}
