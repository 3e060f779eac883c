import { GlucoseFlag, KetoneSampleType, TrendArrow } from '../../schema/enums.ts'
import type { GlucoseData, GlucoseDataSample, KetoneData } from '../../schema/records.ts'
import { filled } from '../filled.ts'
import { nightBefore } from '../life/day-plan.ts'
import { glucoseOn } from '../life/glucose.ts'
import { mealsOn } from '../life/meals.ts'
import { type LocalDay, minuteMs, stamp } from '../local-day.ts'
import { meanOf, round } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { type Scene, ticks } from '../scene.ts'

const sensorMinutes = 5

/** Glucose of a day: a sensor's reading every five minutes, or a finger stick before and after eating. */
export function glucoseOf(scene: Scene, day: LocalDay): GlucoseData | undefined {
  const { can } = scene
  const sensed = can.glucose_continuous ? sensorSamples(scene, day) : undefined
  const pricked = can.glucose_spot ? fingerSticks(scene, day) : undefined
  const sensedMean = sensed && meanOf(sensed, ({ blood_glucose_mg_per_dL }) => blood_glucose_mg_per_dL)
  const prickedMean =
    pricked &&
    round(
      meanOf(pricked, ({ blood_glucose_mg_per_dL }) => blood_glucose_mg_per_dL),
      1,
    )
  return filled<GlucoseData>({
    detailed_blood_glucose_samples: sensed,
    blood_glucose_samples: pricked,
    day_avg_detailed_blood_glucose_mg_per_dL: sensedMean && round(sensedMean, 1),
    day_avg_blood_glucose_mg_per_dL: prickedMean,
    day_avg_blood_glucose_mg_per_dl: prickedMean,
    // Glucose management indicator. Source: Bergenstal and others (2018).
    gmi: sensedMean && round(3.31 + 0.02392 * sensedMean, 2),
    time_in_range: sensed && round((100 * sensed.filter(inRange).length) / sensed.length, 1),
    sensor_usage: sensed?.length,
  })
}

type Reading = GlucoseDataSample & { blood_glucose_mg_per_dL: number }

/** The consensus range, 70 to 180 mg/dL. */
const inRange = ({ blood_glucose_mg_per_dL: level }: Reading): boolean => level >= 70 && level <= 180

function flagOf(level: number): GlucoseFlag {
  if (level < 70) return GlucoseFlag.LOW
  return level > 180 ? GlucoseFlag.HIGH : GlucoseFlag.NORMAL
}

/** Arrows as sensors show them: one step for more than 1 mg/dL a minute, two for more than 2. */
function arrowOf(perMinute: number): TrendArrow {
  if (perMinute > 2) return TrendArrow.RISING_QUICKLY
  if (perMinute > 1) return TrendArrow.RISING
  if (perMinute < -2) return TrendArrow.FALLING_QUICKLY
  return perMinute < -1 ? TrendArrow.FALLING : TrendArrow.FLAT
}

function sensorSamples(scene: Scene, day: LocalDay): Reading[] {
  const random = randomStream(scene.person.seed, 'sensor', day.date)
  const levelAt = glucoseOn(scene.person, day)
  const all = ticks(day, sensorMinutes)
  // Now and then the phone is out of reach for a while.
  const gapFrom = random.chance(0.2) ? random.integer(30, all.length - 30) : all.length
  const gapTo = gapFrom + random.integer(4, 14)
  const lagMs = random.integer(0, 4) * minuteMs
  return all.flatMap((tick, index) => {
    if (index >= gapFrom && index < gapTo) return []
    const at = tick + lagMs
    const level = Math.round(levelAt(at))
    return [
      {
        timestamp: stamp(scene.person.zone, at),
        blood_glucose_mg_per_dL: level,
        glucose_level_flag: flagOf(level),
        trend_arrow: arrowOf((levelAt(at) - levelAt(at - 10 * minuteMs)) / 10),
      },
    ]
  })
}

function fingerSticks(scene: Scene, day: LocalDay): Reading[] {
  const random = randomStream(scene.person.seed, 'finger-stick', day.date)
  const levelAt = glucoseOn(scene.person, day)
  const lunch = mealsOn(scene.person, day).find(({ kind }) => kind === 'lunch')
  const waking = nightBefore(scene.person, day).endMs + 12 * minuteMs
  const times = lunch === undefined ? [waking] : [waking, lunch.epochMs + random.integer(85, 125) * minuteMs]
  return times.map((at) => {
    const level = Math.round(levelAt(at) + random.normal(0, 3))
    return {
      timestamp: stamp(scene.person.zone, at),
      blood_glucose_mg_per_dL: level,
      glucose_level_flag: flagOf(level),
    }
  })
}

/** Of beta-hydroxybutyrate: 1 mmol/L is 10.41 mg/dL. */
const ketoneMgPerMmol = 10.41

/** Blood ketones on waking and before dinner. Who meters ketones is mostly in ketosis, from 0.5 mmol/L. */
export function ketonesOf(scene: Scene, day: LocalDay): KetoneData | undefined {
  if (!scene.can.ketones) return undefined
  const { person } = scene
  const random = randomStream(person.seed, 'ketones', day.date)
  const usual = person.ketogenic ? 1.5 : 0.4
  const dinner = mealsOn(person, day).find(({ kind }) => kind === 'dinner')
  const waking = nightBefore(person, day).endMs + 15 * minuteMs
  const times = dinner === undefined ? [waking] : [waking, dinner.epochMs - 30 * minuteMs]
  const samples = times.map((at, index) => ({
    timestamp: stamp(person.zone, at),
    ketone_mg_per_dL: round(usual * (index === 0 ? 0.8 : 1.15) * random.between(0.75, 1.3) * ketoneMgPerMmol, 1),
    sample_type: KetoneSampleType.BLOOD,
  }))
  return {
    ketone_samples: samples,
    day_avg_ketone_mg_per_dL: round(
      meanOf(samples, ({ ketone_mg_per_dL }) => ketone_mg_per_dL),
      1,
    ),
  }
}
