import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { parseInstant, shiftDate } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import type { Access } from '../provider.ts'
import { type DayRange, resource } from '../resource.ts'
import { askAll } from './client.ts'
import { heartFields, heartSummary } from './heart.ts'
import { countedBy, entriesOf, feltIn, type Intraday, intraday, intradayOf } from './intraday.ts'
import { type Clock, clockOf, countOf, figuresOf, floorsOf, identity, range, secondsAround } from './shapes.ts'

const fields = [
  ...([
    'steps',
    'distance',
    'elevation',
    'soft',
    'moderate',
    'intense',
    'active',
    'calories',
    'totalcalories',
  ] as const),
  ...heartFields,
]

/** Data of another maker, passed on through a phone. */
const foreignBrand = 18

const dated = z.object({ date: z.iso.date(), timezone: z.string().nullish() })
/** A tracker's day; its figures are read by their names. */
const row = z.looseObject({
  ...dated.shape,
  deviceid: identity.nullish(),
  brand: z.int().nullish(),
  is_tracker: z.boolean().nullish(),
  modified: z.int().nullish(),
  model: z.string().nullish(),
  modelid: z.int().nullish(),
})
type Row = z.output<typeof row>

/** Days: `/v2/measure` `getactivity`, and what lies below their sums, `getintradayactivity`. */
export const daily = resource({
  raw: z.object({ range, activities: z.array(row), intraday: z.record(z.string(), intraday) }),
  windowDays: 28,
  historyDays: null,
  fetch: fetchDays,
  normalise: ({ range: { first, last }, activities, intraday: below }, { zone }) =>
    [...Map.groupBy(activities, ({ date }) => date)]
      .filter(([date]) => date >= first && date <= last)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, rows]) => ({ record: knownOnly(recordOf(standing(rows), below[date], zone)) }))
      // That a tracker exists is no news of a day.
      .filter(({ record }) => Object.keys(record).some((key) => key !== 'metadata' && key !== 'device_data')),
})

async function fetchDays(access: Access, days: DayRange) {
  const form = {
    action: 'getactivity',
    startdateymd: shiftDate(days.first, -1),
    enddateymd: shiftDate(days.last, 1),
    data_fields: fields.join(','),
  }
  const { items, isRecent } = await askAll(access, '/v2/measure', form, 'activities')
  const zones = new Map(
    items.flatMap((item) => {
      const { date, timezone } = dated.safeParse(item).data ?? {}
      return date === undefined || date < days.first || date > days.last ? [] : [[date, timezone] as const]
    }),
  )
  const below: Record<string, unknown[]> = {}
  for (const [date, timezone] of zones) {
    const span = timezone ? spanOf(date, clockOf(timezone, null)) : secondsAround({ first: date, last: date })
    if (isRecent(span.to)) below[date] = await intradayOf(access, span)
  }
  return { range: days, activities: items, intraday: below }
}

/** A local day in seconds since 1970: 23, 24 or 25 hours (R2). */
function spanOf(date: string, clock: Clock): { from: number; to: number } {
  const { start_time, end_time } = clock.dayOf(date)
  return { from: parseInstant(start_time).epochMs / 1000, to: parseInstant(end_time).epochMs / 1000 }
}

/**
 * The row that stands for a day. Each tracker has its own, and they count the same steps: nothing is added (R8). Withings'
 * own go before those of other makers, worn trackers before phones, more steps before fewer.
 */
function standing(rows: readonly Row[]): Row {
  const rank = (one: Row): (number | string)[] => [
    one.brand === foreignBrand ? 1 : 0,
    one.is_tracker === true ? 0 : 1,
    -(figuresOf(one)('steps') ?? 0),
    -(one.modified ?? 0),
    one.deviceid ?? '',
  ]
  return rows.reduce((best, row) => {
    const [ours, theirs] = [rank(best), rank(row)]
    const at = ours.findIndex((value, index) => value !== theirs[index])
    return at !== -1 && (theirs[at] ?? 0) < (ours[at] ?? 0) ? row : best
  })
}

function recordOf(row: Row, below: Intraday | undefined, zone: string | null): Daily {
  const clock = clockOf(row.timezone, zone)
  const { from, to } = spanOf(row.date, clock)
  const entries = entriesOf(below, from, to)
  const counted = countedBy({ deviceid: row.deviceid, modelId: row.modelid }, entries, clock)
  const felt = feltIn(entries, clock)
  const of = figuresOf<(typeof fields)[number]>(row)
  const seconds = (name: 'active' | 'soft' | 'moderate' | 'intense') => plausible('duration_seconds', of(name))
  const isForeign = row.brand === foreignBrand
  return clearUnworn({
    metadata: {
      ...clock.dayOf(row.date),
      upload_type: isForeign ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC,
    },
    active_durations_data: {
      activity_seconds: seconds('active'),
      low_intensity_seconds: seconds('soft'),
      moderate_intensity_seconds: seconds('moderate'),
      vigorous_intensity_seconds: seconds('intense'),
    },
    calories_data: fillCalories({
      net_activity_calories: plausible('calories', of('calories')),
      total_burned_calories: plausible('calories', of('totalcalories')),
      calorie_samples: counted.calorie_samples,
    }),
    distance_data: {
      steps: plausible('steps', countOf(of('steps'))),
      distance_meters: plausible('distance_meters', of('distance')),
      floors_climbed: floorsOf(of('elevation')),
      swimming: { num_strokes: countOf(counted.strokes), num_laps: countOf(counted.laps) },
      detailed: counted.detailed,
    },
    heart_rate_data: { summary: heartSummary(of), detailed: felt.heart },
    oxygen_data: { saturation_samples: felt.saturation },
    device_data: { name: row.model || null, manufacturer: row.model && !isForeign ? 'Withings' : null },
  })
}
