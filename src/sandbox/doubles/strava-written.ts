import { z } from 'zod'
import { parseInstant } from '../../normalise/time.ts'
import { sports } from '../../providers/strava/sports.ts'
import type { Life } from '../life/life.ts'
import type { DoubleAnswer, DoubleFrame, DoubleGrant, DoubleRequest, WrittenItem } from './double.ts'
import { formOf } from './double.ts'
import { clockOf, zoneLabel } from './strava-activities.ts'
import { badRequest } from './strava-faults.ts'

const flag = z.enum(['0', '1']).default('0')
const typedIn = z.object({
  name: z.string().min(1),
  sport_type: z.string().refine((word) => sports.has(word)),
  start_date_local: z.iso.datetime({ offset: true }),
  elapsed_time: z.coerce.number().int().min(1),
  distance: z.coerce.number().min(0).default(0),
  trainer: flag,
  commute: flag,
})

const kind = 'activity'

/** Takes an activity that is typed in by hand. */
export async function createActivity(
  request: DoubleRequest,
  { account, person }: DoubleGrant,
  life: Life,
  frame: DoubleFrame,
): Promise<DoubleAnswer> {
  const read = typedIn.safeParse(Object.fromEntries(formOf(request)))
  if (!read.success) return badRequest('Activity', String(read.error.issues[0]?.path[0] ?? ''))
  const { data } = read
  const item = await frame.keepWritten(person, kind, data.start_date_local.slice(0, 10), data)
  return { status: 201, body: detailOfWritten(account, life, item) }
}

/** What apps typed in for a person. */
export const writtenActivities = (frame: DoubleFrame, { person }: DoubleGrant): Promise<WrittenItem[]> =>
  frame.writtenOf(person, kind)

/** When it began: the clock on the wall, by the zone of the person. */
export const startOfWritten = ({ zone }: Life, { detail }: WrittenItem): number =>
  parseInstant(typedIn.parse(detail).start_date_local.slice(0, 19), zone).epochMs

/** An activity that was typed in, as the list has it. */
export function summaryOfWritten(account: string, life: Life, item: WrittenItem) {
  const { name, sport_type: sport, elapsed_time: seconds, distance, ...flags } = typedIn.parse(item.detail)
  const startMs = startOfWritten(life, item)
  return {
    resource_state: 2,
    athlete: { id: Number(account), resource_state: 1 },
    id: item.number,
    name,
    distance,
    moving_time: seconds,
    elapsed_time: seconds,
    total_elevation_gain: 0,
    type: sport,
    sport_type: sport,
    ...clockOf(life.zone, startMs),
    timezone: zoneLabel(life.zone, startMs),
    map: { id: `a${item.number}`, summary_polyline: '', resource_state: 2 },
    trainer: flags.trainer === '1',
    commute: flags.commute === '1',
    manual: true,
    private: false,
    visibility: 'followers_only',
    flagged: false,
    gear_id: null,
    start_latlng: [],
    end_latlng: [],
    average_speed: distance / seconds,
    max_speed: 0,
    has_heartrate: false,
    external_id: null,
    upload_id: null,
    device_name: null,
    kudos_count: 0,
  }
}

/** The same with its details: nobody told what it burned. */
export const detailOfWritten = (account: string, life: Life, item: WrittenItem) => ({
  ...summaryOfWritten(account, life, item),
  resource_state: 3,
  calories: 0,
  description: null,
  laps: [],
  segment_efforts: [],
})
