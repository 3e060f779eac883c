import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import type { Body } from '../../schema/body.ts'
import type { Access } from '../provider.ts'
import { type DayRange, resource } from '../resource.ts'
import { ask, askAll } from './client.ts'
import { afib, ecg, readingsOf } from './ecg.ts'
import { type Group, group, measuredOf, measurementsOf } from './measures.ts'
import { type Clock, clockOf, newest, range, secondsAround } from './shapes.ts'

/** Weight, height, composition, pressure, pulse, temperatures, oxygen, pulse wave, VO2 max, fibrillation, BMR. */
const types = '1,4,5,6,8,9,10,11,12,54,71,73,76,77,88,91,123,130,139,170,226'
/** Real measures; 2 are goals. */
const real = 1
/** May be somebody else's: the scale could not tell who stood on it. */
const ambiguous = 1

const signalled = z.object({ ecg: z.object({ signalid: z.int() }) })

/** What scales, cuffs, thermometers and ECGs measured on a day: `/measure` `getmeas`, `/v2/heart` `list` and `get`. */
export const body = resource({
  raw: z.object({
    range,
    timezone: z.string().nullish(),
    groups: z.array(group),
    ecgs: z.array(ecg),
  }),
  windowDays: 28,
  historyDays: null,
  fetch: fetchMeasures,
  normalise: ({ range: { first, last }, timezone, groups, ecgs }, { zone }) => {
    const clock = clockOf(timezone, zone)
    const taken = newest(groups, ({ grpid }) => grpid)
      .filter(({ category, attrib }) => category === real && attrib !== ambiguous)
      .sort((a, b) => a.date - b.date)
    const groupsByDate = Map.groupBy(taken, ({ date }) => clock.dateOf(date))
    const ecgsByDate = Map.groupBy(
      newest(ecgs, ({ timestamp, ecg }) => `${timestamp} ${ecg?.signalid}`).sort((a, b) => a.timestamp - b.timestamp),
      ({ timestamp }) => clock.dateOf(timestamp),
    )
    return [...new Set([...groupsByDate.keys(), ...ecgsByDate.keys()])]
      .filter((date) => date >= first && date <= last)
      .sort()
      .map((date) => recordOf(clock, date, groupsByDate.get(date) ?? [], readingsOf(ecgsByDate.get(date) ?? [], clock)))
      .map((record) => ({ record: knownOnly(record) }))
      .filter(({ record }) => Object.keys(record).length > 1)
  },
})

async function fetchMeasures(access: Access, days: DayRange) {
  const { from, to } = secondsAround(days)
  const span = { startdate: `${from}`, enddate: `${to}` }
  const measures = { action: 'getmeas', meastypes: types, category: `${real}`, ...span }
  const { items: groups, timezone } = await askAll(access, '/measure', measures, 'measuregrps')
  const { items: listed } = await askAll(access, '/v2/heart', { action: 'list', ...span }, 'series')
  const ecgs: unknown[] = []
  for (const item of listed) {
    const signalid = signalled.safeParse(item).data?.ecg.signalid
    if (signalid === undefined) continue
    const recording = await ask(access, '/v2/heart', { action: 'get', signalid: `${signalid}` })
    ecgs.push(Object.assign({}, item, { recording }))
  }
  return { range: days, timezone, groups, ecgs }
}

function recordOf(clock: Clock, date: string, groups: readonly Group[], ecgs: ReturnType<typeof readingsOf>): Body {
  /** Values of the first of some types that a group has. */
  const each = <T>(numbers: readonly number[], make: (value: number, timestamp: string, one: Group) => T | null): T[] =>
    groups.flatMap((one) => {
      const value = numbers.map((number) => measuredOf(one, number)).find((found) => found !== null) ?? null
      const made = value === null ? null : make(value, clock.stamp(one.date), one)
      return made === null ? [] : [made]
    })
  const celsius = (value: number, timestamp: string) => {
    const temperature_celsius = plausible('body_temperature_celsius', value)
    return temperature_celsius === null ? null : { timestamp, temperature_celsius }
  }
  const oxygenUptake = each([123], (value, timestamp) => {
    const vo2max_ml_per_min_per_kg = plausible('vo2max', value)
    return vo2max_ml_per_min_per_kg === null ? null : { timestamp, vo2max_ml_per_min_per_kg }
  })
  return {
    metadata: clock.dayOf(date),
    measurements_data: { measurements: measurementsOf(groups, clock) },
    blood_pressure_data: {
      blood_pressure_samples: each([10], (systolic, timestamp, one) => {
        const systolic_bp = plausible('systolic_bp', systolic)
        const diastolic_bp = plausible('diastolic_bp', measuredOf(one, 9))
        return systolic_bp === null || diastolic_bp === null ? null : { timestamp, systolic_bp, diastolic_bp }
      }),
    },
    heart_data: {
      heart_rate_data: {
        detailed: {
          hr_samples: each([11], (value, timestamp) => {
            const bpm = plausible('heart_rate_bpm', value)
            return bpm === null ? null : { timestamp, bpm }
          }),
        },
      },
      pulse_wave_velocity_samples: each([91], (value, timestamp) => ({
        timestamp,
        pulse_wave_velocity_meters_per_second: value,
      })),
      afib_classification_samples: each([130, 139], (value, timestamp) => {
        const afib_classification = afib.get(value)
        return afib_classification === undefined ? null : { timestamp, afib_classification }
      }),
      ecg_signal: ecgs,
    },
    hydration_data: {
      hydration_amount_samples: each([77], (value, timestamp) => ({ timestamp, hydration_kg: value })),
    },
    oxygen_data: {
      saturation_samples: each([54], (value, timestamp) => {
        const percentage = plausible('saturation_percentage', value)
        return percentage === null ? null : { timestamp, percentage }
      }),
      vo2_samples: oxygenUptake,
      vo2max_ml_per_min_per_kg: oxygenUptake.at(-1)?.vo2max_ml_per_min_per_kg,
    },
    temperature_data: {
      // A thermometer may give the same reading under both numbers.
      body_temperature_samples: each([71, 12], celsius),
      skin_temperature_samples: each([73], celsius),
    },
  }
}
