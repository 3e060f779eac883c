import { fillCalories } from '../../normalise/calories.ts'
import { plausible, type Rejections } from '../../normalise/plausible.ts'
import { cumulate, max, min, sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { dayMetadataOfZone, formatTimestamp } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily, HeartRateData } from '../../schema/records.ts'
import { type ArchiveClock, offsetAt } from './clock.ts'
import type { Day, HeartMinute, Reading } from './day.ts'

const minuteMs = 60_000
const zoneNames = ['BELOW_ZONES', 'FAT_BURN', 'CARDIO', 'PEAK']
/** Fitbit's floor is ten feet of climb. */
const feetPerFloor = 10

/** The movement, energy and heart of a date; null when the archive has none of it. */
export function dailyOf(day: Day, clock: ArchiveClock, rejections: Rejections): Daily | null {
  const { steps, centimeters, kcal, feet, heart, figures } = day
  const { sedentaryMinutes, lightMinutes, moderateMinutes, vigorousMinutes, zoneMinutes } = figures
  const lists = [steps, centimeters, kcal, feet, heart]
  if (lists.every((list) => list.length === 0) && Object.keys(figures).length === 0) return null
  const stamp = stampOn(clock)
  const floors = total(feet)
  const walked = totals(steps)
  const gone = totals(centimeters)
  return {
    metadata: { ...dayMetadataOfZone(day.date, clock.zone), upload_type: UploadType.AUTOMATIC },
    distance_data: {
      steps: rounded(plausible('steps', total(steps), rejections)),
      distance_meters: plausible('distance_meters', metersOf(total(centimeters)), rejections),
      floors_climbed: floors === null ? null : Math.round(floors / feetPerFloor),
      detailed: {
        step_samples: walked.map(({ epochMs, value }) => ({ timestamp: stamp(epochMs), steps: value })),
        distance_samples: gone.map(({ epochMs, value }) => ({
          timestamp: stamp(epochMs),
          distance_meters: metersOf(value),
        })),
      },
    },
    // Every minute of the day burns something, at rest too: the sum is the total, and nothing tells the two apart.
    calories_data: fillCalories({ total_burned_calories: plausible('calories', tidied(total(kcal)), rejections) }),
    active_durations_data: {
      activity_seconds: seconds(sum([lightMinutes, moderateMinutes, vigorousMinutes])),
      inactivity_seconds: seconds(sedentaryMinutes),
      low_intensity_seconds: seconds(lightMinutes),
      moderate_intensity_seconds: seconds(moderateMinutes),
      vigorous_intensity_seconds: seconds(vigorousMinutes),
    },
    heart_rate_data: {
      summary: {
        ...ratesOf(heart),
        resting_hr_bpm: figures.restingRate ?? null,
        avg_hrv_rmssd: figures.nightRmssd ?? null,
        hr_zone_data: (zoneMinutes ?? []).map((spent, zone) => ({
          zone,
          name: zoneNames[zone] ?? null,
          duration_seconds: spent * 60,
        })),
      },
      detailed: { hr_samples: rateSamples(heart, stamp) },
    },
    oxygen_data: {
      avg_saturation_percentage: figures.saturation ?? null,
      vo2max_ml_per_min_per_kg: figures.vo2max ?? null,
    },
  }
}

/** When the last of a date was measured; null when only figures of the whole day are known. */
export const lastMsOf = ({ steps, centimeters, kcal, heart }: Day): number | null =>
  max([steps, centimeters, kcal, heart].map((list) => list.at(-1)?.[0]))

/** A timestamp in the zone of the archive. */
export const stampOn =
  (clock: ArchiveClock) =>
  (epochMs: number): string =>
    formatTimestamp(epochMs, offsetAt(clock, epochMs))

/** Mean, highest and lowest of the rates of some minutes. */
export function ratesOf(heart: readonly HeartMinute[]): NonNullable<HeartRateData['summary']> {
  const count = heart.reduce((all, minute) => all + minute[2], 0)
  return {
    avg_hr_bpm: count === 0 ? null : tidy(heart.reduce((all, minute) => all + minute[1], 0) / count),
    max_hr_bpm: max(heart.map((minute) => minute[4])),
    min_hr_bpm: min(heart.map((minute) => minute[3])),
  }
}

/** The mean rate of each minute. */
export const rateSamples = (heart: readonly HeartMinute[], stamp: (epochMs: number) => string) =>
  heart.map(([timeMs, all, count]) => ({ timestamp: stamp(timeMs), bpm: tidy(all / count) }))

const total = (readings: readonly Reading[]): number | null => sum(readings.map(([, value]) => value))

/** The running total at the end of each minute. */
const totals = (readings: readonly Reading[]) =>
  cumulate(readings.map(([timeMs, value]) => ({ endMs: timeMs + minuteMs, value })))

const tidied = (value: number | null): number | null => (value === null ? null : tidy(value))
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value))
const metersOf = (centimeters: number | null): number | null => (centimeters === null ? null : tidy(centimeters / 100))
const seconds = (minutes: number | null | undefined): number | null =>
  minutes === null || minutes === undefined ? null : minutes * 60
