import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { readSport } from '../../normalise/sport-map.ts'
import { blankWorkout } from '../days/documents.ts'
import { nameOf } from '../days/sources.ts'
import { exerciseTypes } from './exercise-types.ts'
import { momentOf, offsetOf, positive } from './fields.ts'
import { placeOf, type ReadInput, wait } from './readings.ts'
import { workoutFiles } from './tables.ts'

/** What `count` counts, in Samsung's `COUNT_TYPE`. */
const strides = '30001'
const strokes = '30002'

/** Reads the workouts; their samples and routes stand in files of their own. */
export async function readWorkouts(input: ReadInput): Promise<void> {
  const { archive, collector, pending, zone } = input
  for await (const row of archive.rows('exercise')) {
    const place = placeOf(row, input)
    if (place === null) continue
    const { startMs, offsetMinutes } = place
    const of = (kind: PlausibleKind, column: string): number | null =>
      plausible(kind, positive(row(column)), collector.problems.rejections)
    const durationMs = positive(row('duration'))
    const endMs = momentOf(row('end_time')) ?? startMs + (durationMs ?? 0)
    const sport = readSport(exerciseTypes, row('exercise_type').replace(/\.0$/, '') || '0', collector.problems.sports)
    const name = nameOf(row('title')) ?? nameOf(row('exercise_custom_type'))
    const [calorie, total] = [of('calories', 'calorie'), of('calories', 'total_calorie')]
    const counted = row('count_type').replace(/\.0$/, '')
    const owner = collector.open({
      ...blankWorkout,
      id: row('datauuid') || `${startMs}`,
      startMs,
      endMs,
      startOffset: offsetMinutes,
      endOffset: offsetOf(row('time_offset'), endMs, zone),
      source: place.source,
      isManual: false,
      type: sport.type,
      name: name ?? sport.rawName,
      activeSeconds: durationMs === null ? null : durationMs / 1000,
      meters: of('distance_meters', 'distance'),
      // Where both are told, the first is without what the body burns at rest; alone it is all of it (R11).
      totalKcal: total ?? calorie,
      activeKcal: total !== null && calorie !== null && calorie <= total ? calorie : null,
      avgHeartRate: of('heart_rate_bpm', 'mean_heart_rate'),
      maxHeartRate: of('heart_rate_bpm', 'max_heart_rate'),
      minHeartRate: of('heart_rate_bpm', 'min_heart_rate'),
      avgSpeed: of('speed_meters_per_second', 'mean_speed'),
      maxSpeed: of('speed_meters_per_second', 'max_speed'),
      avgCadence: of('cadence_rpm', 'mean_cadence'),
      maxCadence: of('cadence_rpm', 'max_cadence'),
      steps: counted === strides ? of('steps', 'count') : null,
      strokes: counted === strokes ? of('steps', 'count') : null,
      climbMeters: of('altitude_meters', 'altitude_gain'),
      descentMeters: of('altitude_meters', 'altitude_loss'),
      vo2max: of('vo2max', 'vo2_max'),
    })
    if (owner === null) continue
    for (const { column, fields } of workoutFiles) wait(pending, row(column), { fields, owner })
  }
}
