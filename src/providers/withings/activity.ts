import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { shiftDate } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import type { Access } from '../provider.ts'
import { type DayRange, type Made, resource } from '../resource.ts'
import { askAll } from './client.ts'
import { heartFields, heartSummary } from './heart.ts'
import { countedBy, entriesOf, feltIn, type Intraday, intraday, intradayOf } from './intraday.ts'
import { clockOf, countOf, epoch, figuresOf, floorsOf, identity, isWithin, newest, range, told } from './shapes.ts'
import { sportOf } from './sports.ts'

const fields = [
  ...(['calories', 'distance', 'steps', 'elevation', 'manual_calories', 'manual_distance', 'pause_duration'] as const),
  ...(['pool_laps', 'pool_length', 'strokes', 'spo2_average'] as const),
  ...heartFields,
]

const spanned = z.object({ id: identity, timezone: z.string().nullish(), startdate: epoch, enddate: epoch })
const workout = spanned.extend({
  category: z.int(),
  model: z.int().nullish(),
  attrib: z.int().nullish(),
  deviceid: identity.nullish(),
  modified: z.int().nullish(),
  data: told,
})
type Workout = z.output<typeof workout>

/** Entered by the person, now or when the account was made. */
const manual: ReadonlySet<number> = new Set([2, 4])
/** From here on models are trackers of other makers, which pass their data on. */
const firstForeignModel = 1051

/** Workouts: `/v2/measure` `getworkouts`, each with what was recorded meanwhile, `getintradayactivity`. */
export const activity = resource({
  raw: z.object({ range, workouts: z.array(workout), intraday: z.record(z.string(), intraday) }),
  windowDays: 28,
  historyDays: null,
  // Withings tells that something changed, and not that something is gone.
  isWhole: true,
  fetch: fetchWorkouts,
  normalise: ({ range: days, workouts, intraday: meanwhile }, { zone }) =>
    newest(workouts, ({ id }) => id)
      .filter((one) => isWithin(days, clockOf(one.timezone, zone), one.startdate))
      .sort((a, b) => a.startdate - b.startdate)
      .map((one) => madeOf(one, meanwhile[one.id], zone)),
})

async function fetchWorkouts(access: Access, days: DayRange) {
  const form = {
    action: 'getworkouts',
    // By which of its ends a workout over midnight is found, Withings does not say.
    startdateymd: shiftDate(days.first, -1),
    enddateymd: shiftDate(days.last, 1),
    data_fields: fields.join(','),
  }
  const { items, isRecent } = await askAll(access, '/v2/measure', form, 'series')
  const meanwhile: Record<string, unknown[]> = {}
  for (const item of items) {
    const { id, timezone, startdate: from, enddate } = spanned.safeParse(item).data ?? {}
    if (id === undefined || from === undefined || enddate === undefined) continue
    if (isRecent(enddate) && isWithin(days, clockOf(timezone, null), from))
      meanwhile[id] = await intradayOf(access, { from, to: enddate + 1 })
  }
  return { range: days, workouts: items, intraday: meanwhile }
}

function madeOf(one: Workout, meanwhile: Intraday | undefined, zone: string | null): Made {
  const { id, startdate, enddate, modified } = one
  const of = figuresOf<(typeof fields)[number]>(one.data)
  const clock = clockOf(one.timezone, zone)
  const entries = entriesOf(meanwhile, startdate, enddate + 1)
  const counted = countedBy({ deviceid: one.deviceid, modelId: one.model }, entries, clock)
  const felt = feltIn(entries, clock)
  const { type, name } = sportOf(one.category)
  const pause = of('pause_duration')
  const record: Activity = {
    metadata: {
      summary_id: id,
      start_time: clock.stamp(startdate),
      end_time: clock.stamp(enddate),
      timestamp_localization: clock.isLocal,
      type,
      name,
      upload_type: uploadOf(one),
    },
    active_durations_data: {
      activity_seconds: pause === null ? null : plausible('duration_seconds', enddate - startdate - pause),
    },
    calories_data: {
      // Of what a person typed in, 0 stands for nothing.
      net_activity_calories: plausible('calories', of('calories') ?? (of('manual_calories') || null)),
      calorie_samples: counted.calorie_samples,
    },
    distance_data: {
      summary: {
        distance_meters: plausible('distance_meters', of('distance') ?? (of('manual_distance') || null)),
        steps: plausible('steps', countOf(of('steps'))),
        floors_climbed: floorsOf(of('elevation')),
        swimming: {
          num_laps: countOf(of('pool_laps')),
          num_strokes: countOf(of('strokes')),
          pool_length_meters: countOf(of('pool_length')),
        },
      },
      detailed: counted.detailed,
    },
    heart_rate_data: { summary: heartSummary(of), detailed: felt.heart },
    oxygen_data: {
      avg_saturation_percentage: plausible('saturation_percentage', of('spo2_average')),
      saturation_samples: felt.saturation,
    },
    device_data: { name: counted.model },
  }
  return { record: knownOnly(record), ...(typeof modified === 'number' ? { observedAtMs: modified * 1000 } : {}) }
}

function uploadOf({ attrib, model }: Workout): UploadType {
  if (manual.has(attrib ?? 0)) return UploadType.MANUAL
  return (model ?? 0) >= firstForeignModel ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC
}
