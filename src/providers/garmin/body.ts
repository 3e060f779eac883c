import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { figures, samples } from '../../normalise/possible.ts'
import type { Instant } from '../../normalise/time.ts'
import { resource } from '../resource.ts'
import { dayRecords, listed } from '../shapes.ts'
import { broughtInPieces } from './client.ts'
import { dayClock, measured, ofDay, onDay } from './shapes.ts'

const kilograms = (grams: number) => grams / 1000
const mass = (grams: number) => (plausible('weight_kg', kilograms(grams)) === null ? null : grams)

const composition = figures({
  told: {
    weight_kg: ['weightInGrams', kilograms],
    bodyfat_percentage: 'bodyFatInPercent',
    BMI: 'bodyMassIndex',
    water_percentage: 'bodyWaterInPercent',
    muscle_mass_g: ['muscleMassInGrams', mass],
    bone_mass_g: ['boneMassInGrams', mass],
  },
})
const pressure = figures({
  told: { systolic_bp: 'systolic', diastolic_bp: 'diastolic' },
  pulse: { bpm: 'pulse' },
})

/** What scales and cuffs measured, or people typed in, by day. */
export const body = resource({
  raw: z.object({
    bodyComps: listed(ofDay.and(measured).and(composition)),
    bloodPressures: listed(ofDay.and(measured).and(pressure)),
  }),
  ...broughtInPieces('body', 'HEALTH_EXPORT'),
  normalise({ bodyComps, bloodPressures }, { zone }) {
    const dates = [...bodyComps, ...bloodPressures].flatMap((one) => one.date ?? [])
    return dayRecords(dates, (date) => {
      const [weighed, pressed] = [inOrder(onDay(bodyComps, date)), inOrder(onDay(bloodPressures, date))]
      const witnesses = [...weighed, ...pressed].map(({ at }) => at)
      const { clock, metadata } = dayClock(date, witnesses, zone)
      const timeOf = ({ at }: { at: Instant }) => clock.stamp(at.epochMs)
      const pulses = pressed.map((one) => ({ timestamp: timeOf(one), value: one.pulse.bpm }))
      return {
        metadata,
        measurements_data: {
          measurements: telling(weighed).map((one) => ({ measurement_time: timeOf(one), ...one.told })),
        },
        blood_pressure_data: {
          blood_pressure_samples: telling(pressed).map((one) => ({ timestamp: timeOf(one), ...one.told })),
        },
        heart_data: { heart_rate_data: { detailed: { hr_samples: samples('bpm', pulses) } } },
      }
    })
  },
})

const inOrder = <T extends { at: Instant }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => a.at.epochMs - b.at.epochMs)

/** Those that say something. */
const telling = <T extends { told: object }>(list: readonly T[]): T[] =>
  list.filter(({ told }) => Object.keys(knownOnly(told)).length > 0)
