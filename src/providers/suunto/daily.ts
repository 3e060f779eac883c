import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { dedupeInstants, max, mean, min, sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import {
  type DayMetadata,
  dayMetadata,
  dayMetadataOfZone,
  formatTimestamp,
  type Instant,
  offsetOfZone,
} from '../../normalise/time.ts'
import { kilojoulesToKcal } from '../../normalise/units.ts'
import type { Daily } from '../../schema/daily.ts'
import { OxygenSaturationType, UploadType } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { fetchSamples } from './client.ts'
import {
  activityEntry,
  dateOf,
  hrvOf,
  lengthOf,
  type Night,
  type Noted,
  nightsOf,
  notedIn,
  recoveryEntry,
  sleepEntry,
} from './entries.ts'

type Activity = Noted<z.output<typeof activityEntry>['entryData']>
type Recovery = Noted<z.output<typeof recoveryEntry>['entryData']>

/** How long an entry of activity is about, from its time on. */
const entryMs = 600_000
const date = z.iso.date()

/**
 * Days: `/247samples/activity`, `/247samples/recovery` and `/247samples/sleep`. Suunto has no days of its own: its daily
 * statistics are sums of these entries between times that the caller names, without a word of the person's clock, so the sums
 * are made here, of local days.
 */
export const daily = resource({
  raw: z.object({
    range: z.object({ first: date, last: date }),
    activity: z.array(activityEntry),
    recovery: z.array(recoveryEntry),
    sleeps: z.array(sleepEntry),
  }),
  windowDays: 14,
  historyDays: null,
  fetch: async (access, range) => ({
    range,
    activity: await fetchSamples(access, 'activity', range),
    recovery: await fetchSamples(access, 'recovery', range),
    sleeps: await fetchSamples(access, 'sleep', range, 1),
  }),
  normalise: ({ range, sleeps, ...told }, { zone }) => {
    const nights = nightsOf(sleeps, zone)
    const activity = Map.groupBy(notedIn(told.activity, zone), (one) => one.date)
    const recovery = Map.groupBy(notedIn(told.recovery, zone), (one) => one.date)
    const woken = Map.groupBy(nights, ({ end }) => dateOf(end))
    const dates = new Set([...activity.keys(), ...recovery.keys(), ...woken.keys()])
    return [...dates]
      .filter((one) => one >= range.first && one <= range.last)
      .sort()
      .flatMap((one) => {
        const day = {
          activity: activity.get(one) ?? [],
          recovery: recovery.get(one) ?? [],
          night: mainOf(woken.get(one) ?? []),
        }
        const known = knownOnly(figuresOf(day))
        if (Object.keys(known).length === 0) return []
        const metadata: Daily['metadata'] = { ...metadataOf(one, day, zone), upload_type: UploadType.AUTOMATIC }
        return [{ record: { metadata, ...known } }]
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
function metadataOf(day: string, { activity, recovery, night }: Day, zone: string | null): DayMetadata {
  const seen: Instant[] = [...activity, ...recovery, ...(night === null ? [] : [night.end])]
  seen.sort((a, b) => a.epochMs - b.epochMs)
  const [first, last] = [seen.at(0), seen.at(-1)]
  const isAt = (one: Instant | undefined) =>
    zone !== null && one !== undefined && offsetOfZone(zone, one.epochMs) === one.offsetMinutes
  return zone !== null && isAt(first) && isAt(last)
    ? dayMetadataOfZone(day, zone)
    : dayMetadata(day, first?.offsetMinutes ?? 0, last?.offsetMinutes ?? 0, first?.offsetKnown ?? false)
}

function figuresOf({ activity, recovery, night }: Day): Omit<Daily, 'metadata'> {
  const pulse = feltIn(activity, ({ HR }) => plausible('heart_rate_bpm', HR))
  const counted = countedIn(activity)
  const steps = stepsOf(counted)
  const joules = sum(counted.map(({ data }) => data.EnergyConsumption))
  // A watch in a drawer counts no steps either, which is no measurement (R9).
  const isWorn = pulse.length > 0 || (steps.at(-1)?.steps ?? 0) > 0
  return {
    calories_data: {
      total_burned_calories: plausible('calories', joules === null ? null : tidy(kilojoulesToKcal(joules / 1000))),
    },
    distance_data: isWorn ? { steps: steps.at(-1)?.steps, detailed: { step_samples: steps } } : null,
    heart_rate_data: {
      summary: {
        avg_hr_bpm: tidied(mean(pulse.map(({ value }) => value))),
        max_hr_bpm: max(activity.map(({ data: { HR, HRExt } }) => plausible('heart_rate_bpm', HRExt?.Max ?? HR))),
        min_hr_bpm: min(activity.map(({ data: { HR, HRExt } }) => plausible('heart_rate_bpm', HRExt?.Min ?? HR))),
        resting_hr_bpm: plausible('heart_rate_bpm', night?.data.HRMin),
      },
      detailed: {
        hr_samples: pulse.map(({ timestamp, value }) => ({ timestamp, bpm: value })),
        hrv_samples_rmssd: feltIn(activity, ({ HRV }) => hrvOf(HRV)).map(({ timestamp, value }) => ({
          timestamp,
          hrv_rmssd: value,
        })),
      },
    },
    oxygen_data: {
      saturation_samples: feltIn(activity, ({ SpO2 }) => plausible('saturation_percentage', percentOf(SpO2))).map(
        ({ timestamp, value }) => ({ timestamp, percentage: value, type: OxygenSaturationType.BLOOD }),
      ),
    },
    stress_data: {
      body_battery_samples: feltIn(recovery, balanceOf).map(({ timestamp, value }) => ({ timestamp, level: value })),
    },
    scores: {
      // What the night gave back.
      recovery: night === null ? null : balanceAfter(recovery, night.end.epochMs),
      sleep: plausible('percentage', night?.data.SleepQualityScore),
    },
  }
}

const tidied = (value: number | null): number | null => (value === null ? null : tidy(value))
const percentOf = (fraction: number | null | undefined): number | null =>
  fraction == null ? null : tidy(fraction * 100)
const balanceOf = ({ Balance }: Recovery['data']): number | null => plausible('percentage', percentOf(Balance))

/** The first balance from a moment on. */
const balanceAfter = (recovery: readonly Recovery[], epochMs: number): number | null =>
  recovery
    .filter((one) => one.epochMs >= epochMs)
    .map(({ data }) => balanceOf(data))
    .find((balance) => balance !== null) ?? null

/** Readings in order of time; one that is there twice counts once. */
function feltIn<D>(entries: readonly Noted<D>[], read: (data: D) => number | null) {
  const readings = entries.flatMap(({ epochMs, offsetMinutes, data }) => {
    const value = read(data)
    return value === null ? [] : [{ epochMs, offsetMinutes, value }]
  })
  return dedupeInstants(readings).map(({ epochMs, offsetMinutes, value }) => ({
    timestamp: formatTimestamp(epochMs, offsetMinutes),
    value,
  }))
}

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
  return counted.flatMap(({ epochMs, offsetMinutes, data }) => {
    const taken = plausible('steps', data.StepCount)
    if (taken === null) return []
    total += Math.round(taken)
    return [{ timestamp: formatTimestamp(epochMs + entryMs, offsetMinutes), steps: total }]
  })
}
