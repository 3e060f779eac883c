import { z } from 'zod'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { plausible } from '../../normalise/plausible.ts'
import { type Instant, localDate, parseInstant } from '../../normalise/time.ts'

// What a watch notes all day and night, in Suunto's words: entries, each with its time on the person's clock.

export const figure = z.number().nullish()
const time = z.iso.datetime({ offset: true })

const entryOf = <D extends z.ZodType>(entryData: D) => z.object({ timestamp: time, entryData })

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
  z.object({
    SleepId: z.union([z.int(), z.string().min(1)]).nullish(),
    BedtimeStart: time.nullish(),
    BedtimeEnd: time.nullish(),
    IsNap: z.boolean().nullish(),
    DeepSleepDuration: figure,
    LightSleepDuration: figure,
    REMSleepDuration: figure,
    SleepOnsetLatencyDuration: figure,
    WakeBeforeOffBedDuration: figure,
    HRAvg: figure,
    HRMin: figure,
    AvgHRV: figure,
    SleepQualityScore: figure,
  }),
)

/** An entry, and the instant and local day that it is of. */
export interface Noted<D> extends Instant {
  date: string
  data: D
}

const instantOf = (text: string, zone: string | null): Instant => parseInstant(text, zone ?? undefined)
export const dateOf = ({ epochMs, offsetMinutes }: Instant): string => localDate(epochMs, offsetMinutes)

/** Entries in order of time. */
export const notedIn = <D>(entries: readonly { timestamp: string; entryData: D }[], zone: string | null): Noted<D>[] =>
  entries
    .map(({ timestamp, entryData }) => {
      const at = instantOf(timestamp, zone)
      return { ...at, date: dateOf(at), data: entryData }
    })
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
  const byId = new Map<string, Night>()
  for (const { entryData: data } of entries) {
    if (!data.BedtimeStart || !data.BedtimeEnd) continue
    const [start, end] = [instantOf(data.BedtimeStart, zone), instantOf(data.BedtimeEnd, zone)]
    if (end.epochMs <= start.epochMs) continue
    const id = data.SleepId == null ? summaryId('SUUNTO', 'sleep', startMinute(start.epochMs)) : `${data.SleepId}`
    const night = { id, start, end, data }
    const known = byId.get(id)
    if (known === undefined || lengthOf(known) <= lengthOf(night)) byId.set(id, night)
  }
  return [...byId.values()].sort((a, b) => a.start.epochMs - b.start.epochMs || (a.id < b.id ? -1 : 1))
}

/** Milliseconds from going to bed to getting up. */
export const lengthOf = ({ start, end }: Pick<Night, 'start' | 'end'>): number => end.epochMs - start.epochMs

/** Suunto writes 0 where there were no beats to tell it from. */
export const hrvOf = (milliseconds: number | null | undefined): number | null =>
  milliseconds ? plausible('hrv_ms', milliseconds) : null
