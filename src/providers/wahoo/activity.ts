import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { mergeSuperset } from '../../normalise/merge.ts'
import { plausible } from '../../normalise/plausible.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, localDate, parseInstant } from '../../normalise/time.ts'
import { paceMinutesPerKm } from '../../normalise/units.ts'
import type { Activity, TSSSample } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { type FitSession, fitText, sessionsOfFit } from '../fit.ts'
import { type Made, resource } from '../resource.ts'
import { fetchWorkouts } from './client.ts'
import { type Summary, type Workout, workoutShape } from './shapes.ts'
import { isOnFoot, sportOf } from './sports.ts'

const date = z.iso.date()
const told = z.object({ workout: workoutShape, fit: fitText.nullable() })
type Told = z.output<typeof told>

/** Above it are the numbers of other makers' apps. */
const lastOwnApp = 1000

/** Workouts: `/v1/workouts`, and the FIT file of each. */
export const activity = resource({
  raw: z.object({ range: z.object({ first: date, last: date }), workouts: z.array(told) }),
  // Four weeks of somebody who trains daily are some ten megabytes of files.
  windowDays: 28,
  historyDays: null,
  // Wahoo does not say that something is gone.
  isWhole: true,
  fetch: async (access, range) => ({ range, workouts: await fetchWorkouts(access, range) }),
  normalise: ({ range: { first, last }, workouts }, { zone }) =>
    newestOf(workouts)
      .flatMap((one) => takenPlaceOf(one, zone) ?? [])
      .filter(({ startMs, offsetMinutes }) => {
        const day = localDate(startMs, offsetMinutes)
        return day >= first && day <= last
      })
      .sort((a, b) => a.startMs - b.startMs || a.workout.id - b.workout.id)
      .map(madeOf),
})

/** Each once, as it was changed last: a list that grows while its pages are read says some twice. */
const newestOf = (workouts: readonly Told[]): Told[] => [
  ...new Map(
    [...workouts].sort((a, b) => changedAtMs(a.workout) - changedAtMs(b.workout)).map((one) => [one.workout.id, one]),
  ).values(),
]

/** When it or its results were changed last; 0 where nobody says. */
const changedAtMs = ({ updated_at, workout_summary: summary }: Workout): number =>
  Math.max(0, ...[updated_at, summary?.updated_at].map((text) => (text ? parseInstant(text).epochMs : 0)))

/** A workout that was done, with when and on what clock. */
interface TakenPlace {
  workout: Workout
  summary: Summary
  session: FitSession | null
  startMs: number
  endMs: number
  offsetMinutes: number
  timestampLocalization: 0 | 1
}

/**
 * Null for a workout that is only planned, and for one of which nothing is known yet but that it was done: Wahoo tells of it
 * again. Of a file with several sessions it is not known which part of the workout each is: then the summary counts alone.
 */
function takenPlaceOf({ workout, fit }: Told, zone: string | null): TakenPlace | null {
  const summary = workout.workout_summary
  if (!summary) return null
  const [only = null, ...others] = fit === null ? [] : sessionsOfFit(fit)
  const session = others.length === 0 ? only : null
  const seconds = plausible('duration_seconds', summary.duration_total_accum)
  if (session === null && seconds === null) return null
  const startMs = session?.startMs ?? parseInstant(summary.started_at ?? workout.starts).epochMs
  const isRecorded = session !== null && (session.isWhole || seconds === null)
  const endMs = isRecorded ? session.endMs : startMs + (seconds ?? 0) * 1000
  const placed = chooseOffset(startMs, { recordZone: summary.time_zone ?? null })
  const { offsetMinutes, timestampLocalization } =
    placed.source === 'record_zone'
      ? placed
      : chooseOffset(startMs, { recordOffsetMinutes: session?.offsetMinutes ?? null, userZone: zone })
  return { workout, summary, session, startMs, endMs, offsetMinutes, timestampLocalization }
}

function madeOf(one: TakenPlace): Made {
  const { workout, summary, session, startMs, endMs, offsetMinutes, timestampLocalization } = one
  const { type, rawName } = sportOf(workout.workout_type_id)
  const metadata: Activity['metadata'] = {
    summary_id: `${workout.id}`,
    start_time: formatTimestamp(startMs, offsetMinutes),
    end_time: formatTimestamp(endMs, offsetMinutes),
    timestamp_localization: timestampLocalization,
    type,
    name: summary.name || workout.name || rawName,
    upload_type: uploadTypeOf(summary),
  }
  const told: Activity = { metadata, ...figuresOf(summary, isOnFoot(type)) }
  const recorded = session?.activity({ minutes: offsetMinutes, known: timestampLocalization === 1 }) ?? null
  // The file says more, and first; but for what the person has changed since, and one that breaks off.
  const unite = <T extends object>(said: T, read: T): T =>
    session?.isWhole && !summary.edited ? mergeSuperset(said, read) : mergeSuperset(read, said)
  const whole = recorded === null ? told : unite(told, recorded)
  const stress = unite(stressOf(summary), recorded?.TSS_data?.TSS_samples?.[0] ?? {})
  const TSS_data =
    Object.keys(knownOnly(stress)).length === 0 ? null : { TSS_samples: [{ ...stress, method: 'wahoo' }] }
  const observedAtMs = changedAtMs(workout)
  return {
    record: knownOnly({ ...whole, metadata, TSS_data }),
    ...(observedAtMs === 0 ? {} : { observedAtMs }),
  }
}

function uploadTypeOf({ manual, fitness_app_id: app }: Summary): UploadType {
  if (manual) return UploadType.MANUAL
  return (app ?? 0) > lastOwnApp ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC
}

/** More than nothing: Wahoo writes 0 where there was no sensor. */
const some = (value: number | null): number | null => (value === 0 ? null : value)

/** What the summary says, as far as it can be. */
function figuresOf(summary: Summary, onFoot: boolean): Omit<Activity, 'metadata'> {
  const speed = plausible('speed_meters_per_second', some(summary.speed_avg))
  const joules = some(summary.work_accum)
  return {
    active_durations_data: {
      activity_seconds: plausible('duration_seconds', summary.duration_active_accum),
      rest_seconds: plausible('duration_seconds', summary.duration_paused_accum),
    },
    calories_data: { total_burned_calories: plausible('calories', some(summary.calories_accum)) },
    distance_data: {
      summary: {
        distance_meters: plausible('distance_meters', some(summary.distance_accum)),
        elevation: { gain_actual_meters: plausible('distance_meters', some(summary.ascent_accum)) },
      },
    },
    heart_rate_data: { summary: { avg_hr_bpm: plausible('heart_rate_bpm', summary.heart_rate_avg) } },
    movement_data: {
      avg_speed_meters_per_second: speed,
      avg_pace_minutes_per_kilometer: speed === null ? null : paceMinutesPerKm(speed),
      avg_cadence_rpm: onFoot ? null : plausible('cadence_rpm', some(summary.cadence_avg)),
    },
    power_data: { avg_watts: plausible('power_watts', some(summary.power_avg)) },
    // What the muscles did, and no energy that was burned.
    work_data: { work_kilojoules: plausible('calories', joules === null ? null : tidy(joules / 1000)) },
  }
}

/** Wahoo's training stress score of a ride with a power meter. */
const stressOf = (summary: Summary): TSSSample => ({
  actual: some(summary.power_bike_tss_last),
  normalized_power_watts: plausible('power_watts', some(summary.power_bike_np_last)),
})
