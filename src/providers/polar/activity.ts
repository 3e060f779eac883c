import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import type { Instant } from '../../normalise/time.ts'
import { isoDurationSeconds } from '../../normalise/units.ts'
import type { Activity } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { asking } from './client.ts'
import { clockOf, stamp } from './clock.ts'
import { positionsOf, routePoint, series, seriesOf } from './series.ts'
import { beginningOf, begun, figure, isWithin, localTime, range, witnessesOf } from './shapes.ts'
import { sportOf } from './sports.ts'

const exercise = begun.extend({
  id: z.string().min(1),
  device: z.string().nullish(),
  device_id: z.string().nullish(),
  duration: z.string(),
  calories: figure,
  distance: figure,
  heart_rate: z.object({ average: figure, maximum: figure }).nullish(),
  training_load: figure,
  training_load_pro: z.object({ 'cardio-load': figure }).nullish(),
  sport: z.string().nullish(),
  detailed_sport_info: z.string().nullish(),
  heart_rate_zones: z.array(z.object({ index: z.int().min(1), 'in-zone': z.string().nullish() })).nullish(),
  samples: z.array(series).nullish(),
  route: z.array(routePoint).nullish(),
})
type Exercise = z.output<typeof exercise>

const listed = z.array(z.looseObject({ id: z.string().min(1), start_time: z.string() }))

/** Workouts with their samples and routes: `/v3/exercises`. */
export const activity = resource({
  raw: z.object({ range, exercises: z.array(exercise) }),
  windowDays: 7,
  // Polar lists what was uploaded in the last 30 days; of days a little younger than that it lists all.
  historyDays: 28,
  isWhole: true,
  fetch: async (access, days) => {
    const polar = asking(access)
    const list = (await polar.get(listed, '/v3/exercises')) ?? []
    const exercises: unknown[] = []
    // One by one: a list with the samples and routes of 30 days would be tens of megabytes.
    for (const { id, start_time } of list) {
      if (!isWithin(days, start_time.slice(0, 10))) continue
      const query = { samples: 'true', zones: 'true', route: 'true' }
      const one = await polar.get(z.unknown(), `/v3/exercises/${encodeURIComponent(id)}`, query)
      // Deleted meanwhile.
      if (one !== null) exercises.push(one)
    }
    return { range: days, exercises }
  },
  normalise({ range: days, exercises }, { zone }) {
    const clock = clockOf(witnessesOf(null, exercises), zone)
    return exercises
      .filter(({ start_time }) => isWithin(days, start_time.slice(0, 10)))
      .map((one) => ({ one, start: beginningOf(one) ?? clock.at(localTime(one.start_time)) }))
      .sort((a, b) => a.start.epochMs - b.start.epochMs || (a.one.id < b.one.id ? -1 : 1))
      .flatMap(({ one, start }) => recordOf(one, start))
      .map((record) => ({ record: knownOnly(record) }))
  },
})

function recordOf(one: Exercise, start: Instant): Activity[] {
  const seconds = isoDurationSeconds(one.duration)
  if (seconds === null) return []
  const { type, name } = sportOf(one.sport, one.detailed_sport_info)
  const told = seriesOf(one.samples ?? [], start)
  return [
    {
      metadata: {
        summary_id: one.id,
        start_time: stamp(start),
        end_time: stamp({ ...start, epochMs: start.epochMs + seconds * 1000 }),
        timestamp_localization: start.offsetKnown ? 1 : 0,
        type,
        name,
        upload_type: UploadType.AUTOMATIC,
      },
      device_data: { name: one.device || null, serial_number: one.device_id || null },
      calories_data: { total_burned_calories: plausible('calories', one.calories) },
      distance_data: {
        summary: { distance_meters: plausible('distance_meters', one.distance) },
        detailed: { distance_samples: told.distance, elevation_samples: told.elevation },
      },
      heart_rate_data: {
        summary: {
          avg_hr_bpm: plausible('heart_rate_bpm', one.heart_rate?.average),
          max_hr_bpm: plausible('heart_rate_bpm', one.heart_rate?.maximum),
          hr_zone_data: zonesOf(one),
        },
        detailed: { hr_samples: told.heartRate },
      },
      movement_data: { speed_samples: told.speed, cadence_samples: told.cadence },
      power_data: { power_samples: told.power },
      position_data: positionsOf(one.route ?? [], start),
      // Training impulse, on a scale of Polar's own.
      strain_data: { strain_level: one.training_load ?? one.training_load_pro?.['cardio-load'] },
    },
  ]
}

/** Polar counts zones from 1, Terra from 0. */
const zonesOf = ({ heart_rate_zones: zones }: Exercise) =>
  (zones ?? [])
    .flatMap(({ index, 'in-zone': time }) => {
      const duration_seconds = plausible('duration_seconds', isoDurationSeconds(time ?? ''))
      return duration_seconds === null ? [] : [{ zone: index - 1, duration_seconds }]
    })
    .sort((a, b) => a.zone - b.zone)
