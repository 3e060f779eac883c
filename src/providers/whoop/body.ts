import { z } from 'zod'
import { clockOf, stampOf } from '../../normalise/clock.ts'
import { figures } from '../../normalise/possible.ts'
import { parseInstant, shiftDate } from '../../normalise/time.ts'
import type { Body } from '../../schema/body.ts'
import { unlessRefused, whereAllowed } from '../provider-error.ts'
import { type DayRange, type Made, resource } from '../resource.ts'
import { isWithin, knownDays, range } from '../shapes.ts'
import { timed } from '../timed.ts'
import { fetchList, fetchObject } from './client.ts'
import { type Day, dayOf } from './day.ts'
import { changedAtMs, newest, recoveryShape, scoreOf, sleepShape, spanOf } from './shapes.ts'

const measurementShape = figures({
  measurement: { height_cm: ['height_meter', (meters) => meters * 100], weight_kg: 'weight_kilogram' },
  pulse: { user_max_hr_bpm: 'max_heart_rate' },
})

const raw = z.object({
  asked: range,
  /** Height and weight as they are now, and when WHOOP answered so: they have no time of their own. */
  measured: z.object({ at: z.iso.datetime(), measurement: measurementShape }).nullable(),
  sleeps: z.array(sleepShape),
  recoveries: z.array(recoveryShape),
})
type Raw = z.output<typeof raw>

/**
 * Skin temperatures of the nights, and height and weight on the day on which they were asked for: `/v2/recovery`,
 * `/v2/activity/sleep` and `/v2/user/measurement/body`.
 */
export const body = resource({
  raw,
  // With what lies around it and a nap now and then, a page of each.
  windowDays: 20,
  historyDays: null,
  fetch: async (access, asked) => {
    const asking = timed(access)
    const sleeps = await whereAllowed(fetchList(asking, '/v2/activity/sleep', asked, 1))
    const recoveries = await whereAllowed(fetchList(asking, '/v2/recovery', asked, 1))
    const at = asking.answeredAt()
    // Nothing for a person who never said: WHOOP answers 404 then.
    const measurement =
      at !== null && reaches(asked, at) ? await unlessRefused(fetchObject(asking, '/v2/user/measurement/body')) : null
    return { asked, measured: measurement === null ? null : { at, measurement }, sleeps, recoveries }
  },
  normalise: (told, { zone }) => {
    const parts = [...temperaturesOf(told, zone), ...measuredOf(told, zone)]
    const byDate = Map.groupBy(parts, ({ day }) => day.date)
    const dates = [...byDate.keys()].filter((date) => isWithin(told.asked, date)).sort()
    return dates.flatMap((date) => madeOf(byDate.get(date) ?? []))
  },
})

/** Whether an instant lies in some days, or a day off: it is another day elsewhere. */
const reaches = ({ first, last }: DayRange, at: string): boolean =>
  isWithin({ first: shiftDate(first, -1), last: shiftDate(last, 1) }, at.slice(0, 10))

/** What there is of a day, from one source. */
interface Part {
  day: Day
  changedAtMs: number
  temperature?: { timestamp: string; temperature_celsius: number }
  measurement?: z.output<typeof measurementShape>
}

/** Each recovery's skin temperature, at the end of its night. */
function temperaturesOf({ sleeps, recoveries }: Raw, zone: string | null): Part[] {
  const ends = new Map(newest(sleeps, ({ id }) => id).map((night) => [night.id, spanOf(night)?.end]))
  return newest(recoveries, ({ sleep_id }) => sleep_id).flatMap((recovery) => {
    const end = ends.get(recovery.sleep_id)
    const temperature_celsius = scoreOf(recovery)?.skin.temperature_celsius
    if (end === undefined || temperature_celsius == null) return []
    const temperature = { timestamp: stampOf(end), temperature_celsius }
    return [{ day: dayOf(end, zone), changedAtMs: changedAtMs(recovery), temperature }]
  })
}

/** Height, weight and highest pulse, where the person was when they were asked for: by the nearest night, else by the zone (R1). */
function measuredOf({ measured, sleeps }: Raw, zone: string | null): Part[] {
  if (measured === null) return []
  const { epochMs } = parseInstant(measured.at)
  const ends = sleeps.flatMap((night) => spanOf(night) ?? []).map(({ end }) => end)
  return [
    { day: dayOf(clockOf(ends, zone).of(epochMs), zone), changedAtMs: epochMs, measurement: measured.measurement },
  ]
}

function madeOf([first, ...others]: readonly Part[]): Made[] {
  if (first === undefined) return []
  const parts = [first, ...others]
  const measured = parts.find(({ measurement }) => measurement !== undefined)?.measurement
  const skin_temperature_samples = parts
    .flatMap(({ temperature }) => temperature ?? [])
    .sort((a, b) => a.timestamp.localeCompare(b.timestamp))
  const record: Body = {
    metadata: first.day.metadata,
    temperature_data: { skin_temperature_samples },
    measurements_data: { measurements: measured && [measured.measurement] },
    heart_data: { heart_rate_data: { summary: measured?.pulse } },
  }
  const observedAtMs = Math.max(...parts.map((part) => part.changedAtMs))
  return knownDays([record]).map((made) => ({ ...made, observedAtMs }))
}
