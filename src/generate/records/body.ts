import { OxygenSaturationType } from '../../schema/enums.ts'
import type {
  Body,
  MeasurementDataSample,
  MeasurementsData,
  OxygenData,
  TemperatureData,
} from '../../schema/records.ts'
import { filled, known } from '../filled.ts'
import { type Condition, conditionOn } from '../life/condition.ts'
import { nightBefore } from '../life/day-plan.ts'
import { dayMetadataOf, type LocalDay, minuteMs, stamp } from '../local-day.ts'
import { clamp, meanOf, round } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { deviceOf, type Scene } from '../scene.ts'
import { glucoseOf, ketonesOf } from './blood.ts'
import { bloodPressureOf, heartOf } from './body-heart.ts'

/** What was measured on the body in a day. */
export function body(scene: Scene, day: LocalDay): Body {
  const condition = conditionOn(scene.person, day)
  const wakeMs = nightBefore(scene.person, day).endMs
  return known<Body>({
    metadata: dayMetadataOf(day),
    device_data: deviceOf(scene, wakeMs, /^(?!.*Sleep)/),
    measurements_data: measurementsOf(scene, day, condition),
    blood_pressure_data: bloodPressureOf(scene, day, condition),
    heart_data: heartOf(scene, day, condition),
    glucose_data: glucoseOf(scene, day),
    ketone_data: ketonesOf(scene, day),
    oxygen_data: oxygenOf(scene, day, condition),
    temperature_data: temperatureOf(scene, day, condition),
    hydration_data: hydrationOf(scene, day, condition),
  })
}

const weighingTime = (scene: Scene, day: LocalDay): number => nightBefore(scene.person, day).endMs + 14 * minuteMs

/** Water is about 73 % of what is not fat. */
const waterKg = (weightKg: number, fatPercentage: number): number => 0.73 * weightKg * (1 - fatPercentage / 100)

function measurementsOf(scene: Scene, day: LocalDay, condition: Condition): MeasurementsData | undefined {
  const { can, person } = scene
  if (!can.weight) return undefined
  const weight_kg = round(condition.weightKg, 2)
  const bodyfat_percentage = round(condition.bodyfatPercentage, 1)
  const lean = Math.round(weight_kg * 10 * (100 - bodyfat_percentage))
  const bone = Math.round(weight_kg * (person.sex === 'male' ? 44 : 40))
  const composition: MeasurementDataSample = {
    bodyfat_percentage,
    // Fat and lean mass sum to the weight; bone is part of the lean mass.
    lean_mass_g: lean,
    bone_mass_g: bone,
    muscle_mass_g: lean - bone,
    water_percentage: round((100 * waterKg(weight_kg, bodyfat_percentage)) / weight_kg, 1),
    BMR: Math.round(condition.bmr),
    visceral_fat_level: round(clamp((bodyfat_percentage - 6) / 3, 1, 20), 1),
  }
  const bmi = can.height || can.body_composition ? round(weight_kg / (person.heightCm / 100) ** 2, 1) : undefined
  const height_cm = can.height ? person.heightCm : undefined
  const parts = can.body_composition ? composition : {}
  return known<MeasurementsData>({
    measurements: [
      known({
        measurement_time: stamp(person.zone, weighingTime(scene, day)),
        weight_kg,
        height_cm,
        BMI: bmi,
        ...parts,
      }),
    ],
    day_avg_weight_kg: weight_kg,
    day_avg_height_cm: height_cm,
    day_avg_bmi: bmi,
    day_avg_bodyfat_percentage: parts.bodyfat_percentage,
    day_avg_lean_mass_g: parts.lean_mass_g,
    day_avg_bone_mass_g: parts.bone_mass_g,
    day_avg_muscle_mass_g: parts.muscle_mass_g,
    day_avg_water_percentage: parts.water_percentage,
    day_avg_bmr: parts.BMR,
    day_avg_visceral_fat_level: parts.visceral_fat_level,
  })
}

function oxygenOf(scene: Scene, day: LocalDay, condition: Condition): OxygenData | undefined {
  const { can, person } = scene
  if (!can.spo2_spot) return undefined
  const random = randomStream(person.seed, 'spot-oxygen', day.date)
  const at = stamp(person.zone, weighingTime(scene, day) + 5 * minuteMs)
  const percentage = random.integer(95, 99)
  const vo2max = can.vo2max ? round(condition.vo2max, 1) : undefined
  return known<OxygenData>({
    avg_saturation_percentage: percentage,
    saturation_samples: [{ timestamp: at, percentage, type: OxygenSaturationType.BLOOD }],
    vo2max_ml_per_min_per_kg: vo2max,
    day_avg_vo2max_ml_per_min_per_kg: vo2max,
  })
}

function temperatureOf(scene: Scene, day: LocalDay, condition: Condition): TemperatureData | undefined {
  const { can, person } = scene
  const random = randomStream(person.seed, 'temperature', day.date)
  const night = nightBefore(person, day)
  const skin = [0.25, 0.5, 0.75].map((share) => ({
    timestamp: stamp(
      person.zone,
      night.startMs + Math.round((share * (night.endMs - night.startMs)) / minuteMs) * minuteMs,
    ),
    temperature_celsius: round(34.4 + 0.3 * condition.load + random.normal(0, 0.25), 2),
  }))
  const inner = [
    {
      timestamp: stamp(person.zone, weighingTime(scene, day) + 2 * minuteMs),
      temperature_celsius: round(36.5 + random.normal(0, 0.15), 1),
    },
  ]
  return filled<TemperatureData>({
    skin_temperature_samples: can.skin_temperature ? skin : undefined,
    day_avg_skin_temperature_celsius: can.skin_temperature
      ? round(
          meanOf(skin, (s) => s.temperature_celsius),
          2,
        )
      : undefined,
    body_temperature_samples: can.body_temperature ? inner : undefined,
    day_avg_body_temperature_celsius: can.body_temperature ? inner[0]?.temperature_celsius : undefined,
  })
}

function hydrationOf(scene: Scene, day: LocalDay, condition: Condition): Body['hydration_data'] {
  const { can, person } = scene
  if (!can.body_composition) return undefined
  const hydration_kg = round(waterKg(round(condition.weightKg, 2), round(condition.bodyfatPercentage, 1)), 2)
  return {
    hydration_amount_samples: [{ timestamp: stamp(person.zone, weighingTime(scene, day)), hydration_kg }],
    day_avg_hydration_kg: hydration_kg,
  }
}
