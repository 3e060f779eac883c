import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { type Instant, parseInstant, shiftDate } from '../../normalise/time.ts'
import type { Body } from '../../schema/body.ts'
import { resource } from '../resource.ts'
import {
  bodyTemperature,
  dateAt,
  ecgsOf,
  ecgTest,
  type Measured,
  oxygenOf,
  oxygenTest,
  temperaturesOf,
} from './biosensing.ts'
import { asking } from './client.ts'
import { type Clock, clockOf, stamp } from './clock.ts'
import { figure, isWithin, night, nightsNear, range, skinTemperature, witnessesOf } from './shapes.ts'

const physicalInfo = z.object({
  weight: figure,
  weight_source: z.string().nullish(),
  height: figure,
  vo2_max: figure,
  resting_heart_rate: figure,
  maximum_heart_rate: figure,
  modified: z.iso.datetime({ offset: true }).nullish(),
})

const raw = z.object({
  range,
  /** What the person's settings are now, and when Polar said so. */
  physical_info: z.object({ at: z.iso.datetime(), said: physicalInfo }).nullable(),
  body_temperatures: z.array(bodyTemperature).nullable(),
  skin_temperatures: z.array(skinTemperature).nullable(),
  ecgs: z.array(ecgTest).nullable(),
  oxygen_tests: z.array(oxygenTest).nullable(),
  /** For the clock, and for when a skin temperature was there. */
  nights: z.array(night).nullable(),
})
type Raw = z.output<typeof raw>

/** Temperatures, oxygen and ECGs of watches that measure them; and, on the day it was asked, what the person's settings say. */
export const body = resource({
  raw,
  windowDays: 14,
  historyDays: 365,
  fetch: async (access, days) => {
    const polar = asking(access)
    const nights = await nightsNear(polar, days)
    // Those are filed by UTC: a day more at both ends.
    const window = polar.window({ first: shiftDate(days.first, -1), last: shiftDate(days.last, 1) })
    const of = (kind: string) => (window === null ? null : polar.getAny(`/v3/users/biosensing/${kind}`, window))
    const told = {
      range: days,
      nights,
      body_temperatures: await of('bodytemperature'),
      skin_temperatures: await of('skintemperature'),
      ecgs: await of('ecg'),
      oxygen_tests: await of('spo2'),
    }
    // Wherever on earth it is today.
    const now = polar.answeredAt()?.slice(0, 10) ?? null
    const isNow = now !== null && isWithin({ first: shiftDate(days.first, -1), last: shiftDate(days.last, 1) }, now)
    const said = isNow ? await polar.get(z.unknown(), '/v3/users/physical-info') : null
    return { ...told, physical_info: said === null ? null : { at: polar.answeredAt(), said } }
  },
  normalise(told, { zone }) {
    const clock = clockOf(witnessesOf(told.nights), zone)
    const parts = [...settingsOf(told, clock), ...measuredOf(told, clock)].filter(({ date }) =>
      isWithin(told.range, date),
    )
    return [...new Set(parts.map(({ date }) => date))].sort().flatMap((date) => {
      const known = knownOnly(recordOf(parts.filter((part) => part.date === date)))
      return Object.keys(known).length === 0 ? [] : [{ record: { metadata: clock.metadataOf(date), ...known } }]
    })
  },
})

/** Something that is known of a day. */
interface Part extends Measured {
  settings?: z.output<typeof physicalInfo> & { changedAt: Instant | null }
}

/** The settings stand on the day on which they were asked for. */
function settingsOf({ physical_info: info }: Raw, clock: Clock): Part[] {
  if (info === null) return []
  const date = dateAt(clock.of(parseInstant(info.at).epochMs))
  const changedAt = info.said.modified ? clock.of(parseInstant(info.said.modified).epochMs) : null
  return [{ date, settings: { ...info.said, changedAt } }]
}

function measuredOf(told: Raw, clock: Clock): Measured[] {
  const nights = new Map((told.nights ?? []).map((one) => [one.date, parseInstant(one.sleep_end_time)]))
  return [
    ...temperaturesOf(told.body_temperatures ?? [], clock),
    ...(told.skin_temperatures ?? []).flatMap((one): Measured[] => {
      const celsius = plausible('body_temperature_celsius', one.sleep_time_skin_temperature_celsius)
      const woken = nights.get(one.sleep_date)
      if (celsius === null) return []
      const skinTemperature = { ...(woken && { timestamp: stamp(woken) }), temperature_celsius: celsius }
      return [{ date: one.sleep_date, skinTemperature }]
    }),
    ...ecgsOf(told.ecgs ?? [], clock),
    ...oxygenOf(told.oxygen_tests ?? [], clock),
  ]
}

function recordOf(parts: readonly Part[]): Omit<Body, 'metadata'> {
  const settings = parts.find((part) => part.settings !== undefined)?.settings
  const date = parts[0]?.date
  const isOfToday = settings?.changedAt && dateAt(settings.changedAt) === date
  const vo2max = plausible('vo2max', settings?.vo2_max)
  return {
    measurements_data: {
      measurements: [
        knownOnly({
          // One that nobody said is Polar's own idea of a person.
          weight_kg: settings?.weight_source === 'SOURCE_DEFAULT' ? null : plausible('weight_kg', settings?.weight),
          height_cm: plausible('height_cm', settings?.height),
        }),
      ]
        .filter((one) => Object.keys(one).length > 0)
        .map((one) => ({
          ...one,
          measurement_time: isOfToday && settings?.changedAt ? stamp(settings.changedAt) : null,
        })),
    },
    heart_data: {
      heart_rate_data: {
        summary: {
          resting_hr_bpm: plausible('heart_rate_bpm', settings?.resting_heart_rate),
          user_max_hr_bpm: plausible('heart_rate_bpm', settings?.maximum_heart_rate),
        },
      },
      ecg_signal: parts.flatMap(({ ecg }) => ecg ?? []).sort(byTime((one) => one.start_timestamp)),
    },
    oxygen_data: {
      vo2max_ml_per_min_per_kg: vo2max,
      saturation_samples: parts.flatMap(({ oxygen }) => oxygen ?? []).sort(byTime((one) => one.timestamp)),
    },
    temperature_data: {
      body_temperature_samples: parts
        .flatMap(({ bodyTemperature }) => bodyTemperature ?? [])
        .sort(byTime((one) => one.timestamp)),
      skin_temperature_samples: parts
        .flatMap(({ skinTemperature }) => skinTemperature ?? [])
        .sort(byTime((one) => one.timestamp)),
    },
  }
}

const byTime =
  <T>(of: (one: T) => string | null | undefined) =>
  (one: T, other: T): number =>
    (of(one) ?? '').localeCompare(of(other) ?? '')
