import { plausible } from '../../normalise/plausible.ts'
import { mean } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { mmolToMgPerDl, strictNumber } from '../../normalise/units.ts'
import type { GlucoseData, GlucoseDataSample } from '../../schema/body.ts'
import { GlucoseFlag, TrendArrow } from '../../schema/enums.ts'
import type { Placed } from './clock.ts'
import type { Egv } from './shapes.ts'

/** The least and the most that a sensor tells, mg/dL. */
const lowest = 40
const highest = 400
/** What stands for less and for more: 39 and 401 mg/dL, 2.2 and 22.3 mmol/L. */
const mostMark = 402
const leastMark = 39

/** The range that is aimed at, 70 to 180 mg/dL: international consensus on time in range (Battelino and others, 2019). */
const isInRange = (mgPerDl: number): boolean => mgPerDl >= 70 && mgPerDl <= 180

const arrows: ReadonlyMap<string, TrendArrow> = new Map<string, TrendArrow>([
  ['doubleUp', TrendArrow.RISING_QUICKLY],
  ['singleUp', TrendArrow.RISING_QUICKLY],
  ['fortyFiveUp', TrendArrow.RISING],
  ['flat', TrendArrow.FLAT],
  ['fortyFiveDown', TrendArrow.FALLING],
  ['singleDown', TrendArrow.FALLING_QUICKLY],
  ['doubleDown', TrendArrow.FALLING_QUICKLY],
])

interface Measured {
  value?: number | string | null | undefined
  unit?: string | null | undefined
}

/** Null in a unit that nobody knows. */
function mgPerDlOf({ value, unit }: Measured): number | null {
  const level = strictNumber(value)
  switch (unit) {
    case 'mg/dL':
      return level
    case 'mmol/L':
      return level === null ? null : tidy(mmolToMgPerDl(level))
    default:
      return null
  }
}

/**
 * What a sensor read, mg/dL. Beyond what it can tell it says `low` or `high`, with a mark in place of a value or with none:
 * that is the least or the most. Anything else outside is no reading.
 */
function levelOf(egv: Egv): number | null {
  const level = mgPerDlOf(egv)
  if (level !== null && level >= lowest && level <= highest) return level
  if (egv.status === 'low' || (level !== null && level < lowest && level >= leastMark)) return lowest
  if (egv.status === 'high' || (level !== null && level > highest && level <= mostMark)) return highest
  return null
}

function flagOf(mgPerDl: number): GlucoseFlag {
  if (isInRange(mgPerDl)) return GlucoseFlag.NORMAL
  return mgPerDl < 70 ? GlucoseFlag.LOW : GlucoseFlag.HIGH
}

/**
 * A reading once, where a phone and a receiver tell of the same one of a transmitter, by its ticks: as the phone does, whose
 * clock is right.
 */
export function eachReadingOnce(egvs: readonly Egv[]): Egv[] {
  const isReceiver = ({ displayDevice }: Egv) => Number(displayDevice === 'receiver')
  const keyOf = ({ recordId, transmitterId, transmitterTicks }: Egv) =>
    transmitterId && transmitterTicks ? `${transmitterId} ${transmitterTicks}` : recordId
  // Of those with one key the last counts.
  const inOrder = egvs.toSorted((a, b) => isReceiver(b) - isReceiver(a) || a.recordId.localeCompare(b.recordId))
  return [...new Map(inOrder.map((egv) => [keyOf(egv), egv])).values()]
}

/** What a sensor and finger sticks said on a day, in the order of time. */
export function glucoseOf(egvs: readonly Placed<Egv>[], sticks: readonly Placed<Measured>[]): GlucoseData {
  const sensed = egvs.flatMap((egv) => {
    const level = levelOf(egv)
    return level === null
      ? []
      : [sampleOf(egv, level, egv.trend ? (arrows.get(egv.trend) ?? TrendArrow.UNKNOWN) : null)]
  })
  const pricked = eachStickOnce(
    sticks.flatMap((stick) => {
      const level = plausible('glucose_mg_per_dl', mgPerDlOf(stick))
      return level === null ? [] : [sampleOf(stick, level)]
    }),
  )
  const sensedMean = mean(sensed.map((one) => one.blood_glucose_mg_per_dL))
  const prickedMean = tidied(mean(pricked.map((one) => one.blood_glucose_mg_per_dL)))
  const inRange = sensed.filter((one) => isInRange(one.blood_glucose_mg_per_dL)).length
  return {
    detailed_blood_glucose_samples: sensed,
    blood_glucose_samples: pricked,
    day_avg_detailed_blood_glucose_mg_per_dL: tidied(sensedMean),
    day_avg_blood_glucose_mg_per_dL: prickedMean,
    day_avg_blood_glucose_mg_per_dl: prickedMean,
    // Glucose management indicator. Source: Bergenstal and others (2018).
    gmi: sensedMean === null ? null : tidy(3.31 + 0.02392 * sensedMean),
    time_in_range: sensedMean === null ? null : tidy((100 * inRange) / sensed.length),
    sensor_usage: sensedMean === null ? null : sensed.length,
  }
}

type Sample = GlucoseDataSample & { blood_glucose_mg_per_dL: number }

const sampleOf = (
  { timestamp }: { timestamp: string },
  level: number,
  trend_arrow: TrendArrow | null = null,
): Sample => ({
  timestamp,
  blood_glucose_mg_per_dL: level,
  glucose_level_flag: flagOf(level),
  trend_arrow,
})

/** A finger stick that was entered as an event may calibrate the sensor as well. */
const eachStickOnce = (sticks: readonly Sample[]): Sample[] => [
  ...new Map(sticks.map((one) => [`${one.timestamp} ${one.blood_glucose_mg_per_dL}`, one])).values(),
]

const tidied = (value: number | null): number | null => (value === null ? null : tidy(value))
