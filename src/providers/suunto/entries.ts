import { z } from 'zod'
import { dateOf } from '../../normalise/clock.ts'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { figures } from '../../normalise/possible.ts'
import { type Instant, parseInstant } from '../../normalise/time.ts'
import { figure, onceEach } from '../shapes.ts'

// What a watch notes all day and night, in Suunto's words: entries, each with its time on the person's clock.

const time = z.iso.datetime({ offset: true })

const entryOf = <D extends z.ZodType>(entryData: D) => z.object({ timestamp: time, entryData })

/** More than nothing: Suunto writes 0 for what it has no figure of. */
export const some = (value: number | null | undefined): number | null => value || null

/** Ten minutes of a day. Energy is in joules, saturation a fraction. */
export const activityEntry = entryOf(
  z.object({
    HR: figure,
    HRExt: z.object({ Min: figure, Max: figure }).nullish(),
    StepCount: figure,
    EnergyConsumption: figure,
    SpO2: figure,
    HRV: figure,
  }),
)

/** What is left of the body's resources, a fraction. */
export const recoveryEntry = entryOf(z.object({ Balance: figure }))

/** A night or nap, durations in seconds. */
export const sleepEntry = entryOf(
  z
    .object({
      SleepId: z.union([z.int(), z.string().min(1)]).nullish(),
      BedtimeStart: time.nullish(),
      BedtimeEnd: time.nullish(),
      IsNap: z.boolean().nullish(),
    })
    .and(
      figures({
        slept: {
          duration_deep_sleep_state_seconds: 'DeepSleepDuration',
          duration_light_sleep_state_seconds: 'LightSleepDuration',
          duration_REM_sleep_state_seconds: 'REMSleepDuration',
          sleep_latency_seconds: 'SleepOnsetLatencyDuration',
          wake_up_latency_seconds: 'WakeBeforeOffBedDuration',
        },
        pulse: { avg_hr_bpm: 'HRAvg', min_hr_bpm: 'HRMin', avg_hrv_rmssd: ['AvgHRV', some] },
        scores: { sleep: 'SleepQualityScore' },
      }),
    ),
)

/** An entry, and the instant and local day that it is of. */
export interface Noted<D> extends Instant {
  date: string
  data: D
}

const instantOf = (text: string, zone: string | null): Instant => parseInstant(text, zone ?? undefined)

/** Entries in order of time. */
export const notedIn = <D>(entries: readonly { timestamp: string; entryData: D }[], zone: string | null): Noted<D>[] =>
  entries
    .map(({ timestamp, entryData: data }) => ({ ...instantOf(timestamp, zone), data }))
    .map((one) => ({ ...one, date: dateOf(one) }))
    .sort((a, b) => a.epochMs - b.epochMs)

/** A night or nap that has a beginning and an end. */
export interface Night {
  id: string
  start: Instant
  end: Instant
  data: z.output<typeof sleepEntry>['entryData']
}

/**
 * Nights and naps in order of their beginning. A watch that syncs in the middle of one leaves it there again, longer: the
 * longest of a number is what the night became.
 */
export function nightsOf(entries: readonly z.output<typeof sleepEntry>[], zone: string | null): Night[] {
  const nights = entries.flatMap(({ entryData: data }): Night[] => {
    if (!data.BedtimeStart || !data.BedtimeEnd) return []
    const [start, end] = [instantOf(data.BedtimeStart, zone), instantOf(data.BedtimeEnd, zone)]
    const id = data.SleepId == null ? summaryId('SUUNTO', 'sleep', startMinute(start.epochMs)) : `${data.SleepId}`
    return end.epochMs > start.epochMs ? [{ id, start, end, data }] : []
  })
  return onceEach(
    nights,
    ({ id }) => id,
    (a, b) => lengthOf(a) - lengthOf(b),
  ).sort((a, b) => a.start.epochMs - b.start.epochMs || (a.id < b.id ? -1 : 1))
}

/** Milliseconds from going to bed to getting up. */
export const lengthOf = ({ start, end }: Pick<Night, 'start' | 'end'>): number => end.epochMs - start.epochMs
