import { plausible } from '../../normalise/plausible.ts'
import { possible, samples } from '../../normalise/possible.ts'
import { cumulate, sum } from '../../normalise/samples.ts'
import { OxygenSaturationType, UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { knownDays } from '../shapes.ts'
import { amountOf, type Day, figureOf, heartRateData, ofDays, partOf } from './metrics.ts'

/** Days by the person's clock, as far as they have gone. */
export const daily = ofDays((days) => knownDays(days.map(recordOf)))

function recordOf(day: Day): Daily {
  const { date, clock, one, readings } = day
  const heart = heartRateData(readings(one('hr')), readings(one('hrv')), {
    resting: [one('night_rhr'), one('sleep_rhr')],
    variability: [one('hrv')],
  })
  return {
    metadata: { ...clock.metadataOf(date), upload_type: UploadType.AUTOMATIC },
    ...movedOf(day, heart.summary?.avg_hr_bpm != null),
    heart_rate_data: heart,
    oxygen_data: {
      avg_saturation_percentage: amountOf('saturation_percentage', one('spo2')),
      saturation_samples: samples('percentage', readings(one('spo2'))).map((sample) => ({
        ...sample,
        type: OxygenSaturationType.BLOOD,
      })),
      vo2max_ml_per_min_per_kg: amountOf('vo2max', one('vo2_max')),
    },
    scores: {
      activity: amountOf('percentage', one('movement_index')),
      recovery: amountOf('percentage', one('recovery_index')),
      sleep: amountOf('percentage', one('sleep_score'), partOf(one('sleep'), 'sleep_score')),
    },
  }
}

/** Steps and time on the move. Of a day without a step and without a pulse nobody measured that there were none (R9). */
function movedOf({ one, readings, clock }: Day, hasPulse: boolean): Partial<Daily> {
  const buckets = readings(one('steps')).filter(({ value }) => plausible('steps', value) !== null)
  // In older answers there is only the mean of the buckets.
  const steps = figureOf(one('steps'), 'total') ?? sum(buckets.map(({ value }) => value))
  if (!steps && !hasPulse) return {}
  const minutes = figureOf(one('active_minutes'), 'value')
  const walked = buckets.filter(({ value }) => value > 0).map(({ epochMs, value }) => ({ endMs: epochMs, value }))
  const step_samples = cumulate(walked).map(({ epochMs, value }) => ({ timestamp: clock.stamp(epochMs), steps: value }))
  return {
    distance_data: { ...possible({ steps: steps === null ? null : Math.round(steps) }), detailed: { step_samples } },
    active_durations_data: possible({ activity_seconds: minutes === null ? null : minutes * 60 }),
  }
}
