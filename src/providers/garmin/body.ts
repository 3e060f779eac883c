import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import type { Body } from '../../schema/body.ts'
import { resource } from '../resource.ts'
import { type Clock, clockOf, dayOf, type Told } from './clock.ts'
import { broughtInPieces } from './history.ts'
import { dated, dayOf as dateOf } from './kinds.ts'
import { figure, listed } from './samples.ts'

const measured = dated.extend({ measurementTimeInSeconds: z.number(), measurementTimeOffsetInSeconds: figure })

const composition = measured.extend({
  weightInGrams: figure,
  bodyFatInPercent: figure,
  bodyMassIndex: figure,
  bodyWaterInPercent: figure,
  muscleMassInGrams: figure,
  boneMassInGrams: figure,
})
const pressure = measured.extend({ systolic: figure, diastolic: figure, pulse: figure })

const raw = z.object({
  bodyComps: listed(composition),
  bloodPressures: listed(pressure),
})

/** What scales and cuffs measured, or people typed in, by day. */
export const body = resource({
  raw,
  ...broughtInPieces('body', 'HEALTH_EXPORT'),
  normalise({ bodyComps, bloodPressures }, { zone }) {
    const inOrder = <T extends z.output<typeof measured>>(list: readonly T[]): T[] =>
      list.toSorted((a, b) => a.measurementTimeInSeconds - b.measurementTimeInSeconds)
    const [scales, cuffs] = [inOrder(bodyComps), inOrder(bloodPressures)]
    const dates = [...new Set([...scales, ...cuffs].flatMap((one) => dateOf(one) ?? []))].sort()
    return dates.flatMap((date) => {
      const isOfDay = (one: z.output<typeof measured>) => dateOf(one) === date
      const [weighed, pressed] = [scales.filter(isOfDay), cuffs.filter(isOfDay)]
      const told = [...weighed, ...pressed].map(toldOf)
      const known = knownOnly(recordOf(weighed, pressed, clockOf(told, zone)))
      return Object.keys(known).length === 0 ? [] : [{ record: { metadata: dayOf(date, told, null, zone), ...known } }]
    })
  },
})

const toldOf = (one: z.output<typeof measured>): Told => ({
  seconds: one.measurementTimeInSeconds,
  offsetSeconds: one.measurementTimeOffsetInSeconds,
})

function recordOf(
  weighed: readonly z.output<typeof composition>[],
  pressed: readonly z.output<typeof pressure>[],
  clock: Clock,
): Omit<Body, 'metadata'> {
  const at = (one: z.output<typeof measured>) => clock.stamp(one.measurementTimeInSeconds)
  const kilograms = (grams: number | null | undefined) => (grams == null ? null : tidy(grams / 1000))
  const mass = (grams: number | null | undefined) => (plausible('weight_kg', kilograms(grams)) === null ? null : grams)
  return {
    measurements_data: {
      measurements: withFigures(weighed, (one) => ({
        weight_kg: plausible('weight_kg', kilograms(one.weightInGrams)),
        bodyfat_percentage: plausible('bodyfat_percentage', one.bodyFatInPercent),
        BMI: plausible('bmi', one.bodyMassIndex),
        water_percentage: plausible('percentage', one.bodyWaterInPercent),
        muscle_mass_g: mass(one.muscleMassInGrams),
        bone_mass_g: mass(one.boneMassInGrams),
      })).map(({ one, figures }) => ({ measurement_time: at(one), ...figures })),
    },
    blood_pressure_data: {
      blood_pressure_samples: withFigures(pressed, (one) => ({
        systolic_bp: plausible('systolic_bp', one.systolic),
        diastolic_bp: plausible('diastolic_bp', one.diastolic),
      })).map(({ one, figures }) => ({ timestamp: at(one), ...figures })),
    },
    heart_data: {
      heart_rate_data: {
        detailed: {
          hr_samples: withFigures(pressed, (one) => ({ bpm: plausible('heart_rate_bpm', one.pulse) })).map(
            ({ one, figures }) => ({ timestamp: at(one), ...figures }),
          ),
        },
      },
    },
  }
}

/** What says something, with what it says. */
const withFigures = <T, F extends object>(list: readonly T[], figuresOf: (one: T) => F): { one: T; figures: F }[] =>
  list
    .map((one) => ({ one, figures: figuresOf(one) }))
    .filter(({ figures }) => Object.keys(knownOnly(figures)).length > 0)
