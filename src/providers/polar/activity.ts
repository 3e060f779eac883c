import { z } from 'zod'
import { type Clock, clockOf, sessionTimes } from '../../normalise/clock.ts'
import { figures, possible } from '../../normalise/possible.ts'
import type { Activity } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { figure, isWithin, listed, range, recordsInOrder } from '../shapes.ts'
import { asking } from './client.ts'
import { positionsOf, routePoint, series, seriesOf } from './series.ts'
import { begun, duration, witnessesOf } from './shapes.ts'
import { sportOf } from './sports.ts'

const exercise = z
  .object({
    id: z.string().min(1),
    device: z.string().nullish(),
    device_id: z.string().nullish(),
    duration,
    heart_rate: figures({ pulse: { avg_hr_bpm: 'average', max_hr_bpm: 'maximum' } }).nullish(),
    training_load: figure,
    training_load_pro: z.object({ 'cardio-load': figure }).nullish(),
    sport: z.string().nullish(),
    detailed_sport_info: z.string().nullish(),
    heart_rate_zones: listed(z.object({ index: z.int().min(1), 'in-zone': duration.nullish() })),
    samples: listed(series),
    route: listed(routePoint),
  })
  .and(begun)
  .and(figures({ burned: { total_burned_calories: 'calories' }, covered: { distance_meters: 'distance' } }))
type Exercise = z.output<typeof exercise>

const list = z.array(z.looseObject({ id: z.string().min(1), start_time: z.string() }))

/** Workouts with their samples and routes: `/v3/exercises`. */
export const activity = resource({
  raw: z.object({ range, exercises: z.array(exercise) }),
  windowDays: 7,
  // Polar lists what was uploaded in the last 30 days; of days a little younger than that it lists all.
  historyDays: 28,
  isWhole: true,
  fetch: async (access, days) => {
    const polar = asking(access)
    const exercises: unknown[] = []
    // One by one: a list with the samples and routes of 30 days would be tens of megabytes.
    for (const { id, start_time } of (await polar.get(list, '/v3/exercises')) ?? []) {
      if (!isWithin(days, start_time.slice(0, 10))) continue
      const query = { samples: 'true', zones: 'true', route: 'true' }
      const one = await polar.get(z.unknown(), `/v3/exercises/${encodeURIComponent(id)}`, query)
      // Deleted meanwhile.
      if (one !== null) exercises.push(one)
    }
    return { range: days, exercises }
  },
  normalise({ range: days, exercises }, { zone }) {
    const clock = clockOf(witnessesOf([], exercises), zone)
    const asked = exercises.filter(({ start_time }) => isWithin(days, start_time.slice(0, 10)))
    return recordsInOrder(asked.sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((one) => recordOf(one, clock)))
  },
})

/** The record of a workout; none of one that is not known to have lasted. */
function recordOf(one: Exercise, clock: Clock): Activity[] {
  const start = one.start ?? clock.at(one.start_time)
  if (one.duration === null) return []
  const { type, name } = sportOf(one.sport, one.detailed_sport_info)
  const told = seriesOf(one.samples, start)
  return [
    {
      metadata: {
        summary_id: one.id,
        ...sessionTimes(start, { ...start, epochMs: start.epochMs + one.duration * 1000 }),
        type,
        name,
        upload_type: UploadType.AUTOMATIC,
      },
      device_data: { name: one.device || null, serial_number: one.device_id || null },
      calories_data: one.burned,
      distance_data: {
        summary: one.covered,
        detailed: { distance_samples: told.distance, elevation_samples: told.elevation },
      },
      heart_rate_data: {
        summary: { ...one.heart_rate?.pulse, hr_zone_data: zonesOf(one) },
        detailed: { hr_samples: told.heartRate },
      },
      movement_data: { speed_samples: told.speed, cadence_samples: told.cadence },
      power_data: { power_samples: told.power },
      position_data: positionsOf(one.route, start),
      // Training impulse, on a scale of Polar's own.
      strain_data: { strain_level: one.training_load ?? one.training_load_pro?.['cardio-load'] },
    },
  ]
}

/** Polar counts zones from 1, Terra from 0. */
const zonesOf = ({ heart_rate_zones: zones }: Exercise) =>
  zones
    .map(({ index, 'in-zone': seconds }) => ({ zone: index - 1, ...possible({ duration_seconds: seconds }) }))
    .filter(({ duration_seconds }) => duration_seconds !== null)
    .sort((a, b) => a.zone - b.zone)
