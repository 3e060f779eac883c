import { plausible } from '../../normalise/plausible.ts'
import { mean } from '../../normalise/samples.ts'
import { tidied } from '../../normalise/tidy.ts'
import { mmolToMgPerDl, strictNumber } from '../../normalise/units.ts'
import type { GlucoseData } from '../../schema/body.ts'
import { GlucoseFlag, TrendArrow } from '../../schema/enums.ts'
import { onceEach } from '../shapes.ts'
import type { Placed } from './clock.ts'
import type { Egv, Entry } from './shapes.ts'

/** The least and the most that a sensor tells, mg/dL. */
const lowest = 40
const highest = 400
/** What stands for less and for more: 39 and 401 mg/dL, 2.2 and 22.3 mmol/L. */
const mostMark = 402
const leastMark = 39

/** The range that is aimed at, mg/dL: international consensus on time in range (Battelino and others, 2019). */
const target = { least: 70, most: 180 }

const arrows: ReadonlyMap<string, TrendArrow> = new Map<string, TrendArrow>([
  ['doubleUp', TrendArrow.RISING_QUICKLY],
  ['singleUp', TrendArrow.RISING_QUICKLY],
  ['fortyFiveUp', TrendArrow.RISING],
  ['flat', TrendArrow.FLAT],
  ['fortyFiveDown', TrendArrow.FALLING],
  ['singleDown', TrendArrow.FALLING_QUICKLY],
  ['doubleDown', TrendArrow.FALLING_QUICKLY],
])

/** Null in a unit that nobody knows. */
function mgPerDlOf({ value, unit }: Pick<Entry, 'value' | 'unit'>): number | null {
  const level = strictNumber(value)
  if (unit === 'mmol/L') return tidied(level, mmolToMgPerDl)
  return unit === 'mg/dL' ? level : null
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
  if (mgPerDl < target.least) return GlucoseFlag.LOW
  return mgPerDl > target.most ? GlucoseFlag.HIGH : GlucoseFlag.NORMAL
}

/**
 * A reading once, where a phone and a receiver tell of the same one of a transmitter, by its ticks: as the phone does, whose
 * clock is right.
 */
export function eachReadingOnce(egvs: readonly Egv[]): Egv[] {
  const isReceiver = ({ displayDevice }: Egv) => Number(displayDevice === 'receiver')
  const keyOf = ({ recordId, transmitterId, transmitterTicks }: Egv) =>
    transmitterId && transmitterTicks ? `${transmitterId} ${transmitterTicks}` : recordId
  return onceEach(egvs, keyOf, (a, b) => isReceiver(b) - isReceiver(a) || a.recordId.localeCompare(b.recordId))
}

/** A reading as the schema has it; nothing where nothing was read. */
function samplesOf({ timestamp, trend }: { timestamp: string; trend?: Egv['trend'] }, level: number | null) {
  if (level === null) return []
  const trend_arrow = trend ? (arrows.get(trend) ?? TrendArrow.UNKNOWN) : null
  return [{ timestamp, blood_glucose_mg_per_dL: level, glucose_level_flag: flagOf(level), trend_arrow }]
}

/** What a sensor and finger sticks said on a day, in the order of time. */
export function glucoseOf(egvs: readonly Placed<Egv>[], sticks: readonly Placed<Entry>[]): GlucoseData {
  const sensed = egvs.flatMap((egv) => samplesOf(egv, levelOf(egv)))
  // A finger stick that was entered as an event may calibrate the sensor as well.
  const pricked = onceEach(
    sticks.flatMap((stick) => samplesOf(stick, plausible('glucose_mg_per_dl', mgPerDlOf(stick)))),
    (one) => `${one.timestamp} ${one.blood_glucose_mg_per_dL}`,
  )
  const sensedMean = mean(sensed.map((one) => one.blood_glucose_mg_per_dL))
  const prickedMean = tidied(mean(pricked.map((one) => one.blood_glucose_mg_per_dL)))
  const inRange = sensed.filter((one) => one.glucose_level_flag === GlucoseFlag.NORMAL).length
  return {
    detailed_blood_glucose_samples: sensed,
    blood_glucose_samples: pricked,
    day_avg_detailed_blood_glucose_mg_per_dL: tidied(sensedMean),
    day_avg_blood_glucose_mg_per_dL: prickedMean,
    day_avg_blood_glucose_mg_per_dl: prickedMean,
    // Glucose management indicator. Source: Bergenstal and others (2018).
    gmi: tidied(sensedMean, (average) => 3.31 + 0.02392 * average),
    time_in_range: tidied(sensed.length === 0 ? null : (100 * inRange) / sensed.length),
    sensor_usage: sensed.length || null,
  }
}
