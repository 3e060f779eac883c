import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import type { Clock } from '../../normalise/clock.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { figures, namesIn, possible } from '../../normalise/possible.ts'
import { parseInstant } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { type DayRange, resource } from '../resource.ts'
import { isWithin, knownDays, onceEach, range } from '../shapes.ts'
import { askBelow, type Listed } from './client.ts'
import { around, clockIn, identity, numbers, type Span } from './shapes.ts'
import { heartSummary, type Intraday, intraday, intradayOf, recordedIn, trackerFigures } from './trackers.ts'

const dayFigures = figures({
  durations: {
    activity_seconds: 'active',
    low_intensity_seconds: 'soft',
    moderate_intensity_seconds: 'moderate',
    vigorous_intensity_seconds: 'intense',
  },
  total: { total_burned_calories: 'totalcalories' },
  ...trackerFigures,
})

/** Data of another maker, passed on through a phone. */
const foreignBrand = 18

const dated = z.object({ date: z.iso.date(), timezone: z.string().nullish() })
/** A tracker's day. */
const row = dated
  .extend({
    deviceid: identity.nullish(),
    brand: z.int().nullish(),
    is_tracker: z.boolean().nullish(),
    modified: z.int().nullish(),
    model: z.string().nullish(),
    modelid: z.int().nullish(),
  })
  .and(numbers.pipe(dayFigures))
type Row = z.output<typeof row>

/** Days: `/v2/measure` `getactivity`, and what lies below their sums, `getintradayactivity`. */
export const daily = resource({
  raw: z.object({ range, activities: z.array(row), intraday: z.record(z.string(), intraday) }),
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => {
    const list = { path: '/v2/measure', action: 'getactivity', data_fields: namesIn(dayFigures), name: 'activities' }
    const { items, below } = await askBelow(access, list, days, (item) => wantedOf(item, days), intradayOf)
    return { range: days, activities: items, intraday: below }
  },
  normalise: ({ range: days, activities, intraday: below }, { zone }) =>
    knownDays(
      onceEach(activities, ({ date }) => date, byTrust)
        .filter(({ date }) => isWithin(days, date))
        .map((row) => recordOf(row, below[row.date], zone)),
    ),
})

function wantedOf(item: unknown, days: DayRange): Listed | null {
  const { date, timezone } = dated.safeParse(item).data ?? {}
  if (date === undefined || !isWithin(days, date)) return null
  return { key: date, time: timezone ? spanOf(date, clockIn(timezone, null)) : around({ first: date, last: date }) }
}

/** A local day: 23, 24 or 25 hours (R2). */
function spanOf(date: string, clock: Clock): Span {
  const { start_time, end_time } = clock.metadataOf(date)
  return { from: parseInstant(start_time).epochMs, to: parseInstant(end_time).epochMs }
}

/**
 * By date, the row that stands for it last. Each tracker has its own, and they count the same steps: nothing is added (R8).
 * Withings' own count more than those of other makers, worn trackers more than phones, more steps more than fewer.
 */
const byTrust = (a: Row, b: Row): number =>
  a.date.localeCompare(b.date) ||
  Number(b.brand === foreignBrand) - Number(a.brand === foreignBrand) ||
  Number(a.is_tracker === true) - Number(b.is_tracker === true) ||
  (a.distance.steps ?? 0) - (b.distance.steps ?? 0) ||
  (a.modified ?? 0) - (b.modified ?? 0) ||
  (b.deviceid ?? '').localeCompare(a.deviceid ?? '')

function recordOf(row: Row, below: Intraday | undefined, zone: string | null): Daily {
  const clock = clockIn(row.timezone, zone)
  const tracker = { deviceid: row.deviceid, model_id: row.modelid }
  const recorded = recordedIn(below, spanOf(row.date, clock), tracker, clock)
  const isForeign = row.brand === foreignBrand
  return clearUnworn({
    metadata: {
      ...clock.metadataOf(row.date),
      upload_type: isForeign ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC,
    },
    active_durations_data: row.durations,
    calories_data: fillCalories({ ...row.energy, ...row.total, calorie_samples: recorded.calorie_samples }),
    distance_data: { ...row.distance, swimming: possible(recorded.swum), detailed: recorded.moved },
    heart_rate_data: { summary: heartSummary(row), detailed: recorded.heart },
    oxygen_data: { saturation_samples: recorded.saturation_samples },
    device_data: { name: row.model || null, manufacturer: row.model && !isForeign ? 'Withings' : null },
  })
}
