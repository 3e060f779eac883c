import { z } from 'zod'
import type { Clock } from '../../normalise/clock.ts'
import { figures, namesIn, samplesBy } from '../../normalise/possible.ts'
import { cumulate, sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { seriesOf } from './client.ts'
import { between, type Device, isSame, named, type Span } from './shapes.ts'

/** What is no number is as good as missing (R10). Asked of each by itself: a day has thousands of these. */
const numberOrNone = z.number().nullish().catch(null)

/** What a tracker counted, and what it felt at an instant. */
const recorded = figures(
  {
    counted: {
      steps: 'steps',
      floors_climbed: 'elevation',
      distance_meters: 'distance',
      calories: 'calories',
      num_strokes: 'stroke',
      num_laps: 'pool_lap',
      duration_seconds: 'duration',
    },
    felt: { bpm: 'heart_rate', percentage: 'spo2_auto', hrv_rmssd: 'rmssd', hrv_sdnn: 'sdnn1' },
  },
  numberOrNone,
)

const entry = z
  .object({ deviceid: z.string().nullish(), model: z.string().nullish(), model_id: z.int().nullish() })
  .and(recorded)
type Entry = z.output<typeof entry>

/** What `getintradayactivity` answered, call by call: entries by the second since 1970 that they begin at. */
export const intraday = z.array(named(entry))
export type Intraday = z.output<typeof intraday>

/** What was recorded within some time, call by call. Throws `ProviderError`. */
export const intradayOf = seriesOf('/v2/measure', { action: 'getintradayactivity', data_fields: namesIn(recorded) })

/**
 * What was recorded within some time, as samples. Several trackers count the same steps: only those of one go together
 * (R8). What was felt counts, whichever tracker felt it.
 */
export function recordedIn(calls: Intraday | undefined, span: Span, tracker: Device, clock: Clock) {
  const entries = between(calls ?? [], span).map(({ epochMs, value }) => ({ ...value, epochMs }))
  const own = entries.filter((one) => isSame(tracker, one))
  const told = samplesBy(clock.stamp)
  const felt = <F extends keyof Entry['felt']>(name: F) => told(name, entries, ({ felt }) => felt[name])
  /** Running totals, each at the end of its interval. */
  const soFar = <F extends 'steps' | 'distance_meters' | 'floors_climbed'>(name: F) => {
    const amounts = own.flatMap(({ epochMs, counted: { duration_seconds, [name]: value } }) =>
      value === null ? [] : [{ endMs: epochMs + (duration_seconds ?? 0) * 1000, value }],
    )
    return told(name, cumulate(amounts.sort((a, b) => a.endMs - b.endMs)), ({ value }) => tidy(value))
  }
  const total = (name: 'num_strokes' | 'num_laps') => sum(own.map(({ counted }) => counted[name]))
  return {
    model: own.find(({ model }) => model)?.model ?? null,
    moved: {
      step_samples: soFar('steps'),
      distance_samples: soFar('distance_meters'),
      floors_climbed_samples: soFar('floors_climbed'),
    },
    // The energy of each interval, at its start.
    calorie_samples: told('calories', own, ({ counted }) => counted.calories),
    swum: { num_strokes: total('num_strokes'), num_laps: total('num_laps') },
    heart: { hr_samples: felt('bpm'), hrv_samples_rmssd: felt('hrv_rmssd'), hrv_samples_sdnn: felt('hrv_sdnn') },
    saturation_samples: felt('percentage'),
  }
}

/** What days and workouts say. Zones are as Withings calls them; what bounds them it does not say, nor that floors are whole. */
export const trackerFigures = {
  energy: { net_activity_calories: 'calories' },
  distance: { distance_meters: 'distance', steps: ['steps', Math.round], floors_climbed: ['elevation', Math.round] },
  pulse: { avg_hr_bpm: 'hr_average', min_hr_bpm: 'hr_min', max_hr_bpm: 'hr_max' },
  light: { duration_seconds: 'hr_zone_0' },
  moderate: { duration_seconds: 'hr_zone_1' },
  intense: { duration_seconds: 'hr_zone_2' },
  maximal: { duration_seconds: 'hr_zone_3' },
} as const
type Tracked = z.output<ReturnType<typeof figures<typeof trackerFigures>>>

/** Heart rate figures and zones. Without a heart rate the zones were not measured, whatever their zeros say (R9). */
export function heartSummary({ pulse, light, moderate, intense, maximal }: Tracked) {
  if (Object.values(pulse).every((bpm) => bpm === null)) return pulse
  const zones = Object.entries({ light, moderate, intense, maximal })
  const hr_zone_data = zones.map(([name, { duration_seconds }], zone) => ({ zone, name, duration_seconds }))
  return { ...pulse, hr_zone_data: hr_zone_data.filter(({ duration_seconds }) => duration_seconds !== null) }
}
