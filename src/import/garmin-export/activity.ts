import { fillCalories } from '../../normalise/calories.ts'
import { plausible, type Rejections } from '../../normalise/plausible.ts'
import type { UnknownSports } from '../../normalise/sport-map.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { paceMinutesPerKm } from '../../normalise/units.ts'
import { ActivityType, UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { offsetInZone } from '../recording/offset.ts'
import { validCoordinates } from '../route.ts'
import { offsetBetween } from './daily.ts'
import type { Summarized } from './shapes.ts'
import { sportOf } from './sports.ts'

/** No workout is longer. */
const longestMs = 14 * 24 * 3_600_000

export interface Told {
  fallbackZone: string
  rejections: Rejections
  unknownSports: UnknownSports
  /** The export's unit of energy, in kilocalories. */
  kcalPerUnit: number
}

/** When a workout began. */
export const startOf = ({ beginTimestamp, startTimeGmt }: Summarized): number | null => beginTimestamp ?? startTimeGmt

/** Where the clock of the person stood as it began; null when the summary does not say. */
export const summaryOffset = ({ startTimeLocal, startTimeGmt, beginTimestamp }: Summarized): number | null =>
  offsetBetween(startTimeLocal, startTimeGmt ?? beginTimestamp)

/** A workout that its device recorded, with what only the summary knows: its number at Garmin and its name. */
export function titled(record: Activity, of: Summarized): Activity {
  const { metadata } = record
  const isNamed = metadata.type !== ActivityType.OTHER && metadata.type !== ActivityType.UNKNOWN
  return {
    ...record,
    metadata: {
      ...metadata,
      summary_id: of.activityId,
      name: of.name || (metadata.name ?? null),
      type: isNamed ? metadata.type : sportOf(wordOf(of)).type,
    },
  }
}

const wordOf = ({ activityType, sportType }: Summarized): string => activityType || sportType || 'other'

/** A workout of which the export has no recording, such as one that was typed in; null when it tells no time. */
export function summarizedActivity(of: Summarized, told: Told): { record: Activity; endMs: number } | null {
  const { rejections } = told
  const startMs = startOf(of)
  const lengthMs = of.elapsedDuration ?? of.duration
  if (startMs === null || lengthMs === null || lengthMs <= 0 || lengthMs > longestMs) return null
  const endMs = startMs + Math.round(lengthMs)
  const known = summaryOffset(of)
  const offset = known === null ? offsetInZone(startMs, told.fallbackZone) : { minutes: known, known: true }
  const check = (kind: Parameters<typeof plausible>[0], value: number | null): number | null => {
    const possible = plausible(kind, value, rejections)
    return possible === null ? null : tidy(possible)
  }
  const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor)
  const meters = (centimeters: number | null): number | null => check('altitude_meters', scaled(centimeters, 0.01))
  const distance = check('distance_meters', scaled(of.distance, 0.01))
  const seconds = check('duration_seconds', scaled(of.duration, 0.001))
  const speed = distance === null || seconds === null || distance <= 0 || seconds <= 0 ? null : tidy(distance / seconds)
  const { type, rawName } = sportOf(wordOf(of), told.unknownSports)
  const at = validCoordinates(of.startLatitude, of.startLongitude)
  const energy = (value: number | null): number | null => check('calories', scaled(value, told.kcalPerUnit))
  const record: Activity = {
    metadata: {
      summary_id: of.activityId,
      start_time: formatTimestamp(startMs, offset.minutes),
      end_time: formatTimestamp(endMs, offset.minutes),
      timestamp_localization: offset.known ? 1 : 0,
      type,
      name: of.name || rawName,
      upload_type: UploadType.UNKNOWN,
    },
    device_data: of.manufacturer ? { manufacturer: of.manufacturer } : null,
    active_durations_data: { activity_seconds: seconds },
    calories_data: fillCalories({
      total_burned_calories: energy(of.calories),
      BMR_calories: energy(of.bmrCalories === 0 ? null : of.bmrCalories),
    }),
    distance_data: {
      summary: {
        distance_meters: distance,
        steps: wholeOf(check('steps', of.steps)),
        elevation: {
          gain_actual_meters: amountOf(meters(of.elevationGain)),
          loss_actual_meters: amountOf(meters(of.elevationLoss)),
          min_meters: meters(of.minElevation),
          max_meters: meters(of.maxElevation),
        },
      },
    },
    movement_data: {
      avg_speed_meters_per_second: speed,
      avg_pace_minutes_per_kilometer: speed === null ? null : paceOf(speed),
      avg_cadence_rpm: check('cadence_rpm', of.avgDoubleCadence),
      max_cadence_rpm: check('cadence_rpm', of.maxDoubleCadence),
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: check('heart_rate_bpm', of.avgHr),
        max_hr_bpm: check('heart_rate_bpm', of.maxHr),
        min_hr_bpm: check('heart_rate_bpm', of.minHr),
        hr_zone_data: zonesOf(of).flatMap((spentMs, zone) => {
          const spent = check('duration_seconds', scaled(spentMs, 0.001))
          return spent === null ? [] : [{ zone, duration_seconds: spent }]
        }),
      },
    },
    power_data: {
      avg_watts: check('power_watts', of.avgPower),
      max_watts: check('power_watts', of.maxPower),
    },
    oxygen_data: { vo2max_ml_per_min_per_kg: check('vo2max', of.vO2MaxValue) },
    position_data: at === null ? null : { start_pos_lat_lng_deg: at },
  }
  return { record, endMs }
}

const zonesOf = (of: Summarized): (number | null)[] => [
  of.hrTimeInZone_0,
  of.hrTimeInZone_1,
  of.hrTimeInZone_2,
  of.hrTimeInZone_3,
  of.hrTimeInZone_4,
  of.hrTimeInZone_5,
  of.hrTimeInZone_6,
]

function paceOf(speed: number): number | null {
  const pace = paceMinutesPerKm(speed)
  return pace === null ? null : tidy(pace)
}
const amountOf = (value: number | null): number | null => (value !== null && value >= 0 ? value : null)
const wholeOf = (value: number | null): number | null => (value === null ? null : Math.round(value))
