import { z } from 'zod'
import { sessionTimes } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import type { Activity } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { type Made, resource } from '../resource.ts'
import { fetchList } from './client.ts'
import { byStart, changedAtMs, newest, scoreOf, spanOf, type Workout, workoutShape } from './shapes.ts'
import { sportOf } from './sports.ts'

/** Workouts: `/v2/activity/workout`. */
export const activity = resource({
  raw: z.object({ workouts: z.array(workoutShape) }),
  // A page and a half for somebody who trains daily: the limit of calls is that of the whole app.
  windowDays: 28,
  historyDays: null,
  fetch: async (access, range) => ({ workouts: await fetchList(access, '/v2/activity/workout', range) }),
  normalise: ({ workouts }) =>
    newest(workouts, ({ id }) => id)
      .sort(byStart)
      .flatMap(madeOf),
})

function madeOf(workout: Workout): Made[] {
  const span = spanOf(workout)
  if (span === null) return []
  const { id, sport_name: sport } = workout
  const score = scoreOf(workout)
  const kcal = score?.calories_data.total_burned_calories
  const record: Activity = {
    metadata: {
      summary_id: id,
      ...sessionTimes(span.start, span.end),
      type: sportOf(sport),
      name: sport || null,
      upload_type: UploadType.AUTOMATIC,
    },
    calories_data: score?.calories_data,
    energy_data: { energy_kilojoules: kcal == null ? null : score?.kilojoule },
    distance_data: { summary: { ...score?.distance, elevation: score?.elevation } },
    heart_rate_data: { summary: { ...score?.pulse, hr_zone_data: zonesOf(score?.zone_durations) } },
    strain_data: { strain_level: score?.strain },
  }
  return [{ record: knownOnly(record), observedAtMs: changedAtMs(workout) }]
}

/** Time in each of WHOOP's zones; what bounds them it does not say. */
function zonesOf(durations: NonNullable<Workout['score']>['zone_durations']) {
  if (!durations) return null
  const { zone_zero_milli: zero, zone_one_milli: one, zone_two_milli: two, ...harder } = durations
  const { zone_three_milli: three, zone_four_milli: four, zone_five_milli: five } = harder
  return [zero, one, two, three, four, five].flatMap((ms, zone) => {
    const duration_seconds = plausible('duration_seconds', ms == null ? null : ms / 1000)
    return duration_seconds === null ? [] : [{ zone, duration_seconds }]
  })
}
