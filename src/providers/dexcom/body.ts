import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import type { Body, MeasurementDataSample } from '../../schema/body.ts'
import { resource } from '../resource.ts'
import { range } from '../shapes.ts'
import { fetchList, type List } from './client.ts'
import { byTime, clockOf, type Placed } from './clock.ts'
import { recordsOfDays, sorted } from './days.ts'
import { eachReadingOnce, glucoseOf } from './glucose.ts'
import { amountOf, type Egv, type Event, egvShape, entryShape, eventShape } from './shapes.ts'

/** Glucose of a day, by the sensor and by finger sticks, and insulin: `/egvs`, `/calibrations` and `/events`. */
export const body = (base: string) =>
  resource({
    raw: z.object({
      asked: range,
      egvs: z.array(egvShape),
      calibrations: z.array(entryShape),
      events: z.array(eventShape),
    }),
    // Half of what Dexcom gives at once: a day has 288 readings.
    windowDays: 14,
    historyDays: null,
    fetch: async (access, asked) => {
      const all = (list: List) => fetchList(access, base, list, asked)
      return { asked, egvs: await all('egvs'), calibrations: await all('calibrations'), events: await all('events') }
    },
    normalise: ({ asked, egvs, calibrations, events }, { zone }) => {
      const clock = clockOf([...egvs, ...calibrations, ...events], zone)
      const readings = clock.place(eachReadingOnce(egvs))
      const { kept, deleted } = sorted(clock.place(events), ['insulin', 'bloodGlucose'])
      const { insulin = [], bloodGlucose = [] } = Object.groupBy(kept, ({ eventType }) => eventType)
      const sticks = [...clock.place(calibrations), ...bloodGlucose].sort(byTime)
      return recordsOfDays({ clock, asked, kept: [...readings, ...sticks, ...insulin], deleted }, (on) =>
        knownOnly({
          glucose_data: glucoseOf(on(readings), on(sticks)),
          measurements_data: { measurements: on(insulin).flatMap(dosesOf) },
          device_data: deviceOf(on(readings).at(-1)),
        } satisfies Omit<Body, 'metadata'>),
      )
    },
  })

function dosesOf(event: Placed<Event>): MeasurementDataSample[] {
  const insulin_units = amountOf(event)
  if (insulin_units === null) return []
  return [{ measurement_time: event.timestamp, insulin_units, insulin_type: event.eventSubType }]
}

/** Sensors by the generation of their transmitters, where people call them otherwise. */
const names: ReadonlyMap<string, string> = new Map([
  ['g6+', 'Dexcom G6'],
  ['dexcomPro', 'Dexcom G6 Pro'],
])

/** What the last reading of a day came from; its number is a hash. */
function deviceOf(egv: Egv | undefined): Body['device_data'] {
  if (egv === undefined) return null
  const { transmitterGeneration: generation, transmitterId } = egv
  const isKnown = generation && generation !== 'unknown'
  return {
    manufacturer: 'Dexcom',
    name: isKnown ? (names.get(generation) ?? `Dexcom ${generation.toUpperCase()}`) : null,
    serial_number: transmitterId || null,
  }
}
