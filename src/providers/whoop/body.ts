import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { tidy } from '../../normalise/tidy.ts'
import { type Instant, parseInstant } from '../../normalise/time.ts'
import type { Body } from '../../schema/body.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { type DayRange, type Made, resource } from '../resource.ts'
import { fetchList, fetchObject, timed, whereAllowed } from './client.ts'
import { type Day, dayOf } from './day.ts'
import {
  changedAtMs,
  instantOf,
  measurementShape,
  newest,
  recoveryShape,
  type Sleep,
  scoreOf,
  sleepShape,
  timestampOf,
} from './shapes.ts'

const date = z.iso.date()
const raw = z.object({
  asked: z.object({ first: date, last: date }),
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
  fetch: async (access, range) => {
    const asking = timed(access)
    const sleeps = await whereAllowed(fetchList(asking, '/v2/activity/sleep', range, 1))
    const recoveries = await whereAllowed(fetchList(asking, '/v2/recovery', range, 1))
    const at = asking.answeredAt()
    const measurement = at !== null && reaches(range, at) ? await fetchMeasurement(asking) : null
    return { asked: range, measured: measurement === null ? null : { at, measurement }, sleeps, recoveries }
  },
  normalise: (told, { zone }) => {
    const parts = [...temperaturesOf(told, zone), ...measuredOf(told, zone)].filter(
      ({ day }) => day.date >= told.asked.first && day.date <= told.asked.last,
    )
    const dates = [...new Set(parts.map(({ day }) => day.date))].sort()
    return dates.flatMap((one) => madeOf(parts.filter(({ day }) => day.date === one)))
  },
})

/** Whether an instant lies in some days, or a day off: it is another day elsewhere. */
const reaches = ({ first, last }: DayRange, at: string): boolean =>
  Date.parse(at) >= Date.parse(first) - dayMs && Date.parse(at) < Date.parse(last) + 2 * dayMs

/** Null for a person who never said: WHOOP answers 404 then. */
const fetchMeasurement = (access: Access): Promise<unknown> =>
  fetchObject(access, '/v2/user/measurement/body').catch((error: unknown) => {
    if (error instanceof ProviderError && error.failure === 'refused') return null
    throw error
  })

/** What there is of a day, from one source. */
interface Part {
  day: Day
  changedAtMs: number
  temperature?: { timestamp: string; temperature_celsius: number }
  measurement?: z.output<typeof measurementShape>
}

/** Each recovery's skin temperature, at the end of its night. */
function temperaturesOf({ sleeps, recoveries }: Raw, zone: string | null): Part[] {
  const nights = new Map(newest(sleeps, ({ id }) => id).map((night) => [night.id, night]))
  return newest(recoveries, ({ sleep_id }) => sleep_id).flatMap((recovery) => {
    const end = endOf(nights.get(recovery.sleep_id))
    const celsius = plausible('body_temperature_celsius', scoreOf(recovery)?.skin_temp_celsius)
    if (end === null || celsius === null) return []
    const temperature = { timestamp: timestampOf(end), temperature_celsius: celsius }
    return [{ day: dayOf(end, zone), changedAtMs: changedAtMs(recovery), temperature }]
  })
}

/** Height, weight and highest pulse, where the person was when they were asked for: by the nearest night, else by the zone (R1). */
function measuredOf({ measured, sleeps }: Raw, zone: string | null): Part[] {
  if (measured === null) return []
  const { epochMs } = parseInstant(measured.at)
  const sameProvider = sleeps.flatMap((night) => {
    const end = endOf(night)
    return end === null ? [] : [{ ...end, source: 'record' as const }]
  })
  const { offsetMinutes, timestampLocalization } = chooseOffset(epochMs, { sameProvider, userZone: zone })
  const at = { epochMs, offsetMinutes, offsetKnown: timestampLocalization === 1 }
  return [{ day: dayOf(at, zone), changedAtMs: epochMs, measurement: measured.measurement }]
}

const endOf = (night: Sleep | undefined): Instant | null =>
  night?.end ? instantOf(night.end, night.timezone_offset) : null

function madeOf(parts: readonly Part[]): Made[] {
  const [first] = parts
  const measurement = parts.find((part) => part.measurement !== undefined)?.measurement
  const known = knownOnly({
    temperature_data: {
      skin_temperature_samples: parts
        .flatMap(({ temperature }) => temperature ?? [])
        .sort((a, b) => a.timestamp.localeCompare(b.timestamp)),
    },
    measurements_data: {
      measurements: [
        {
          weight_kg: plausible('weight_kg', measurement?.weight_kilogram),
          height_cm: plausible(
            'height_cm',
            measurement?.height_meter == null ? null : tidy(measurement.height_meter * 100),
          ),
        },
      ],
    },
    heart_data: {
      heart_rate_data: {
        summary: { user_max_hr_bpm: plausible('heart_rate_bpm', measurement?.max_heart_rate) },
      },
    },
  } satisfies Omit<Body, 'metadata'>)
  if (first === undefined || Object.keys(known).length === 0) return []
  const observedAtMs = Math.max(...parts.map((part) => part.changedAtMs))
  return [{ record: { metadata: first.day.metadata, ...known }, observedAtMs }]
}
