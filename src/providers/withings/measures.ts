import { z } from 'zod'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import type { MeasurementDataSample } from '../../schema/body.ts'
import { type Clock, epoch, identity } from './shapes.ts'

/** What was measured at once. */
export const group = z.object({
  grpid: identity,
  attrib: z.int().nullish(),
  date: epoch,
  modified: z.int().nullish(),
  category: z.int(),
  deviceid: identity.nullish(),
  measures: z.array(
    z.object({
      value: z.int(),
      type: z.int(),
      /** The power of ten that the value is to be multiplied by. */
      unit: z.int().min(-15).max(15),
      /** Where on the body; without it, all of it. */
      position: z.int().nullish(),
    }),
  ),
})
export type Group = z.output<typeof group>

/** A measure of the whole body by its number, in Withings' unit (kg, m, %, mmHg, °C); null without. */
export function measuredOf({ measures }: Pick<Group, 'measures'>, type: number): number | null {
  const found = measures.find((one) => one.type === type && (one.position ?? null) === null)
  if (found === undefined) return null
  // Division by a whole power of ten gives the nearest number there is; multiplying by 0.001 does not.
  return found.unit < 0 ? found.value / 10 ** -found.unit : found.value * 10 ** found.unit
}

const weighed = [1, 4, 5, 6, 8, 76, 77, 88, 170, 226]
/** A scale stores what it finds out in steps, some seconds apart. */
const togetherSeconds = 60

/** Weigh-ins: groups of one device within a minute that do not say the same thing twice are one. */
export function measurementsOf(groups: readonly Group[], clock: Clock): MeasurementDataSample[] {
  const weighIns: Group[] = []
  for (const one of groups) {
    const measures = one.measures.filter(({ type }) => weighed.includes(type))
    if (measures.length === 0) continue
    const known = weighIns.findLast(
      (other) =>
        other.deviceid === one.deviceid &&
        one.date - other.date <= togetherSeconds &&
        !other.measures.some(({ type }) => measures.some((measure) => measure.type === type)),
    )
    if (known === undefined) weighIns.push({ ...one, measures })
    else known.measures = [...known.measures, ...measures]
  }
  return weighIns.flatMap((one) => {
    const sample = sampleOf(one)
    return Object.values(sample).every((value) => value === null)
      ? []
      : [{ measurement_time: clock.stamp(one.date), ...sample }]
  })
}

function sampleOf(one: Group): Omit<MeasurementDataSample, 'measurement_time'> {
  const times = (type: number, factor: number) => {
    const value = measuredOf(one, type)
    return value === null ? null : tidy(value * factor)
  }
  const weight_kg = plausible('weight_kg', measuredOf(one, 1))
  const height_cm = plausible('height_cm', times(4, 100))
  const water = measuredOf(one, 77)
  return {
    weight_kg,
    height_cm,
    BMI: weight_kg === null || height_cm === null ? null : plausible('bmi', tidy(weight_kg / (height_cm / 100) ** 2)),
    bodyfat_percentage: plausible('bodyfat_percentage', measuredOf(one, 6)),
    lean_mass_g: times(5, 1000),
    muscle_mass_g: times(76, 1000),
    bone_mass_g: times(88, 1000),
    water_percentage:
      weight_kg === null || water === null ? null : plausible('percentage', tidy((water / weight_kg) * 100)),
    visceral_fat_level: measuredOf(one, 170),
    BMR: plausible('calories', measuredOf(one, 226)),
  }
}
