import { z } from 'zod'
import type { Clock } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import { figures, namesIn, possible } from '../../normalise/possible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { scaled } from '../../normalise/units.ts'
import type { MeasurementDataSample } from '../../schema/body.ts'
import { identity, instant } from './shapes.ts'

const grams = (kg: number): number => kg * 1000

/** By the numbers of Withings' measures, in its units (kg, m, %, mmHg, °C). */
const measured = figures({
  weighed: {
    weight_kg: '1',
    height_cm: ['4', (meters) => meters * 100],
    bodyfat_percentage: '6',
    lean_mass_g: ['5', grams],
    muscle_mass_g: ['76', grams],
    bone_mass_g: ['88', grams],
    hydration_kg: '77',
    visceral_fat_level: '170',
    BMR: '226',
  },
  pressure: { systolic_bp: '10', diastolic_bp: '9' },
  taken: {
    bpm: '11',
    percentage: '54',
    // A thermometer may give the same reading under both numbers.
    temperature_celsius: { anyOf: ['71', '12'] },
    hydration_kg: '77',
    pulse_wave_velocity_meters_per_second: '91',
    vo2max_ml_per_min_per_kg: '123',
  },
  skin: { temperature_celsius: '73' },
})
/** 130 and 139 are atrial fibrillation, as two kinds of device find it. */
export const measureTypes = `${namesIn(measured)},130,139`

// `unit` is the power of ten that the value is to be multiplied by; `position` where on the body, without it all of it.
const measure = z.object({ value: z.int(), type: z.int(), unit: z.int().min(-15).max(15), position: z.int().nullish() })

/** What was measured at once. */
export const group = z
  .object({
    grpid: identity,
    attrib: z.int().nullish(),
    date: instant,
    modified: instant.nullish(),
    category: z.int(),
    deviceid: identity.nullish(),
    measures: z.array(measure),
  })
  .transform(({ measures, date: epochMs, ...one }) => {
    const values = measures.flatMap(({ type, value, unit, position }): [string, number][] =>
      position == null ? [[`${type}`, scaled(value, unit)]] : [],
    )
    // Of two of one type the first counts.
    const byType: Readonly<Record<string, number>> = Object.fromEntries(values.reverse())
    return { ...one, epochMs, ...measured.parse(byType), afib: byType['130'] ?? byType['139'] }
  })
export type Group = z.output<typeof group>

/** A scale stores what it finds out in steps, some seconds apart. */
const togetherMs = 60_000

/** Weigh-ins: groups of one device within a minute that do not say the same thing twice are one. */
export function measurementsOf(groups: readonly Group[], clock: Clock): MeasurementDataSample[] {
  const weighIns: Group[] = []
  for (const one of groups) {
    const told = knownOnly(one.weighed)
    const known = weighIns.findLast(
      (other) =>
        other.deviceid === one.deviceid &&
        one.epochMs - other.epochMs <= togetherMs &&
        !Object.keys(knownOnly(other.weighed)).some((name) => name in told),
    )
    if (known === undefined) weighIns.push({ ...one })
    else known.weighed = { ...known.weighed, ...told }
  }
  return weighIns.flatMap(({ epochMs, weighed: { hydration_kg: water, ...weighed } }) => {
    const { weight_kg: weight, height_cm: height } = weighed
    const derived = possible({
      BMI: weight === null || height === null ? null : tidy(weight / (height / 100) ** 2),
      water_percentage: weight === null || water === null ? null : tidy((water / weight) * 100),
    })
    const sample = { ...weighed, ...derived }
    const isEmpty = Object.values(sample).every((value) => value === null)
    return isEmpty ? [] : [{ measurement_time: clock.stamp(epochMs), ...sample }]
  })
}
