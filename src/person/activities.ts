import { groupDuplicates, type WorkoutRecord } from '../normalise/duplicates.ts'
import { parseInstant } from '../normalise/time.ts'
import { UploadType } from '../schema/enums.ts'
import type { Activity } from '../schema/records.ts'
import { isPhone, type Merged, type Sourced } from './sources.ts'

interface Workout extends WorkoutRecord {
  of: Sourced<'activity'>
}

/**
 * A person's workouts, each once (R7): of several records of one workout that of the most trusted source stands for all, of equals the
 * richest. `preferred` are the ids of the accounts that a priority names, the most trusted first. In order of the earliest start of each.
 */
export function mergeActivities(
  activities: readonly Sourced<'activity'>[],
  preferred: readonly string[],
): Merged<'activity'>[] {
  const workouts = activities.map(workoutOf)
  const grouped = new Set<Workout>()
  const groups = groupDuplicates(workouts, { priority: preferred }).map(({ primary, members }) => {
    for (const member of members) grouped.add(member)
    return [primary, ...members.filter((member) => member !== primary)]
  })
  const alone = workouts.filter((workout) => !grouped.has(workout)).map((workout) => [workout])
  return [...groups, ...alone]
    .toSorted((a, b) => startOf(a) - startOf(b))
    .flatMap((group) => (group[0] === undefined ? [] : [{ record: group[0].of.record, of: group.map(({ of }) => of) }]))
}

const startOf = (group: readonly Workout[]): number => Math.min(...group.map(({ startMs }) => startMs))

function workoutOf(of: Sourced<'activity'>): Workout {
  const { user, key, record } = of
  const { start_time, end_time, type, upload_type } = record.metadata
  return {
    of,
    id: `${user.userId} ${key}`,
    source: user.userId,
    startMs: parseInstant(start_time).epochMs,
    endMs: parseInstant(end_time).epochMs,
    type,
    hasGps: hasRoute(record),
    hasHeartRateSamples: (record.heart_rate_data?.detailed?.hr_samples ?? []).length > 0,
    isFromDevice: !isPhone(user) && upload_type !== UploadType.MANUAL,
    isCopy: upload_type === UploadType.THIRD_PARTY_UPLOAD,
  }
}

const hasRoute = ({ position_data, polyline_map_data }: Activity): boolean =>
  (position_data?.position_samples ?? []).length > 0 || Boolean(polyline_map_data?.summary_polyline)
