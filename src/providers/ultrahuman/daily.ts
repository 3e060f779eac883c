import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { cumulate, sum } from '../../normalise/samples.ts'
import { OxygenSaturationType, UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { metricsOf } from './client.ts'
import { heartRateData } from './heart.ts'
import { amountOf, answers, daysOf, figureOf, partOf, type Told } from './metrics.ts'

/** Days by the person's clock, as far as they have gone: `/user_data/metrics`. */
export const daily = resource({
  raw: answers,
  // Each day is a call.
  windowDays: 7,
  historyDays: null,
  fetch: metricsOf,
  normalise: (told, { zone }) =>
    daysOf(told, zone)
      .map((day): Daily => {
        const rates = day.readings(day.one('hr')['values'], 'heart_rate_bpm')
        return {
          metadata: { ...day.clock.metadata, upload_type: UploadType.AUTOMATIC },
          ...movedOf(day, rates.length > 0),
          heart_rate_data: heartRateData(rates, day.readings(day.one('hrv')['values'], 'hrv_ms'), {
            resting:
              amountOf(day.one('night_rhr'), 'heart_rate_bpm') ?? amountOf(day.one('sleep_rhr'), 'heart_rate_bpm'),
            variability: amountOf(day.one('hrv'), 'hrv_ms'),
          }),
          oxygen_data: {
            avg_saturation_percentage: amountOf(day.one('spo2'), 'saturation_percentage'),
            saturation_samples: day
              .readings(day.one('spo2')['values'], 'saturation_percentage')
              .map(({ timestamp, value }) => ({ timestamp, percentage: value, type: OxygenSaturationType.BLOOD })),
            vo2max_ml_per_min_per_kg: amountOf(day.one('vo2_max'), 'vo2max'),
          },
          scores: {
            activity: amountOf(day.one('movement_index'), 'percentage'),
            recovery: amountOf(day.one('recovery_index'), 'percentage'),
            sleep:
              amountOf(day.one('sleep_score'), 'percentage') ??
              amountOf(partOf(day.one('sleep')['sleep_score']), 'percentage'),
          },
        }
      })
      .map((record) => ({ record: knownOnly(record) }))
      .filter(({ record }) => Object.keys(record).length > 1),
})

/** Steps and time on the move. Of a day without a step and without a pulse nobody measured that there were none (R9). */
function movedOf(day: Told, hasPulse: boolean): Partial<Daily> {
  const buckets = day.readings(day.one('steps')['values'], 'steps')
  // In older answers there is only the mean of the buckets.
  const steps = figureOf(day.one('steps'), 'total') ?? sum(buckets.map(({ value }) => value))
  if (!steps && !hasPulse) return {}
  const minutes = figureOf(day.one('active_minutes'), 'value')
  const walked = buckets.filter(({ value }) => value > 0).map(({ epochMs, value }) => ({ endMs: epochMs, value }))
  return {
    distance_data: {
      steps: plausible('steps', steps === null ? null : Math.round(steps)),
      detailed: {
        step_samples: cumulate(walked).map(({ epochMs, value }) => ({
          timestamp: day.clock.stamp(epochMs),
          steps: value,
        })),
      },
    },
    active_durations_data: {
      activity_seconds: plausible('duration_seconds', minutes === null ? null : minutes * 60),
    },
  }
}
