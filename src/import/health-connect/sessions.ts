import { readSport } from '../../normalise/sport-map.ts'
import { SleepLevel } from '../../schema/enums.ts'
import type { Collector, Owner } from '../days/collector.ts'
import { blankWorkout } from '../days/documents.ts'
import { nameOf } from '../days/sources.ts'
import type { Database, DatabaseRow } from './database.ts'
import { exerciseTypes } from './exercise-types.ts'
import { Category, type Sources } from './sources.ts'

/** What nights and workouts need beside the database. */
export interface SessionInput {
  db: Database
  collector: Collector
  sources: Sources
  /** Minutes east of UTC of a stored offset in seconds, or of the person's zone where none is stored. */
  offsetAt(seconds: number | null, epochMs: number): number
  /** Hears when a row was last changed, and lets the event loop have its turn now and then. */
  seen(lastModifiedMs: number | null): Promise<void> | void
}

const spanColumns = {
  row_id: 'number',
  uuid: 'hex',
  app_info_id: 'number',
  device_info_id: 'number',
  recording_method: 'number',
  last_modified_time: 'number',
  start_time: 'number',
  end_time: 'number',
  start_zone_offset: 'number',
  end_zone_offset: 'number',
} as const

/** AOSP `Metadata.RECORDING_METHOD_MANUAL_ENTRY`. */
export const manualEntry = 3

/** What nights and workouts have in common; null when the row is none. */
function spanOf(row: DatabaseRow<typeof spanColumns>, category: Category, input: SessionInput) {
  const { start_time: startMs, end_time: endMs } = row
  if (startMs === null || endMs === null) {
    input.collector.problems.badTimes++
    return null
  }
  return {
    // The platform's own id; a row without one is known by its times.
    id: row.uuid ?? `${startMs} ${endMs}`,
    startMs,
    endMs,
    startOffset: input.offsetAt(row.start_zone_offset, startMs),
    endOffset: input.offsetAt(row.end_zone_offset ?? row.start_zone_offset, endMs),
    source: input.sources.numberOf(category, row.app_info_id, row.device_info_id),
    isManual: row.recording_method === manualEntry,
  }
}

/** AOSP `StageType`: as the schema's levels, but awake in bed is awake. */
export const stageLevel = (stage: number): number => (stage === 7 ? SleepLevel.AWAKE : stage)

/** Nights with their stages. */
export async function readNights(input: SessionInput): Promise<void> {
  const { db, collector } = input
  const owners = new Map<number, Owner>()
  for (const row of db.rows('sleep_session_record_table', spanColumns)) {
    await input.seen(row.last_modified_time)
    const span = spanOf(row, Category.SLEEP, input)
    if (span === null) continue
    const owner = collector.open({ kind: 'night', ...span, score: null, efficiency: null })
    if (owner !== null && row.row_id !== null) owners.set(row.row_id, owner)
  }
  const columns = {
    parent_key: 'number',
    stage_start_time: 'number',
    stage_end_time: 'number',
    stage_type: 'number',
  } as const
  for (const row of db.rows('sleep_stages_table', columns)) {
    await input.seen(null)
    const { stage_start_time: startMs, stage_end_time: endMs, stage_type: stage } = row
    const owner = owners.get(row.parent_key ?? Number.NaN)
    if (owner === undefined) collector.problems.strays++
    else if (startMs === null || endMs === null || stage === null) collector.problems.badTimes++
    else collector.addTo(owner, 'stage', startMs, stageLevel(stage), endMs)
  }
}

/** Workouts with their laps and routes. What else was measured meanwhile is found by its time. */
export async function readWorkouts(input: SessionInput): Promise<void> {
  const { db, collector } = input
  const owners = new Map<number, Owner>()
  const columns = { ...spanColumns, exercise_type: 'number', title: 'text' } as const
  for (const row of db.rows('exercise_session_record_table', columns)) {
    await input.seen(row.last_modified_time)
    const span = spanOf(row, Category.ACTIVITY, input)
    if (span === null) continue
    const sport = readSport(exerciseTypes, `${row.exercise_type ?? 0}`, collector.problems.sports)
    const owner = collector.open({
      ...blankWorkout,
      ...span,
      type: sport.type,
      name: nameOf(row.title) ?? sport.rawName,
    })
    if (owner !== null && row.row_id !== null) owners.set(row.row_id, owner)
  }
  await readLaps(input, owners)
  await readRoutes(input, owners)
}

async function readLaps({ db, collector, seen }: SessionInput, owners: ReadonlyMap<number, Owner>): Promise<void> {
  const columns = {
    parent_key: 'number',
    lap_start_time: 'number',
    lap_end_time: 'number',
    lap_length: 'number',
  } as const
  for (const row of db.rows('exercise_laps_table', columns)) {
    await seen(null)
    const owner = owners.get(row.parent_key ?? Number.NaN)
    if (owner === undefined) collector.problems.strays++
    else if (row.lap_start_time === null || row.lap_end_time === null) collector.problems.badTimes++
    else collector.addTo(owner, 'lap', row.lap_start_time, row.lap_length ?? 0, row.lap_end_time)
  }
}

async function readRoutes({ db, collector, seen }: SessionInput, owners: ReadonlyMap<number, Owner>): Promise<void> {
  const columns = {
    parent_key: 'number',
    timestamp_millis: 'number',
    latitude: 'number',
    longitude: 'number',
    altitude: 'number',
  } as const
  for (const row of db.rows('exercise_route_table', columns)) {
    await seen(null)
    const { timestamp_millis: atMs, latitude, longitude, altitude } = row
    const owner = owners.get(row.parent_key ?? Number.NaN)
    if (owner === undefined) collector.problems.strays++
    else if (atMs === null || latitude === null || longitude === null) collector.problems.badTimes++
    else {
      collector.addTo(owner, 'latitude', atMs, latitude)
      collector.addTo(owner, 'longitude', atMs, longitude)
      if (altitude !== null) collector.addTo(owner, 'altitude', atMs, altitude)
    }
  }
}
