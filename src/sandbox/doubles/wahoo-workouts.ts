import { fitOfSession } from '../../generate/fit/recording.ts'
import { hasPower, type Point } from '../../generate/life/session.ts'
import { addDays, dayNumber, localDay } from '../../generate/local-day.ts'
import { meanOf, round, sumOf } from '../../generate/numbers.ts'
import { offsetOfZone } from '../../normalise/time.ts'
import { workoutTypes } from '../../providers/wahoo/sports.ts'
import { ActivityType } from '../../schema/enums.ts'
import { numberOf } from '../life/keys.ts'
import type { Life, LivedSession } from '../life/life.ts'

export const cdn = 'cdn.wahooligan.com'
const uploads = '/wahoo-cloud/production/uploads/workout_file/file'
/** For so long a workout is there without figures and without its file. */
export const workedOutAfterMs = 60_000
/** Number of Wahoo's maker in the FIT profile. */
const wahooFitness = 32

/** What is stretched or breathed at home is typed in by hand, and leaves no file. */
const isManual = ({ sport: { type } }: LivedSession): boolean =>
  type === ActivityType.STRETCHING || type === ActivityType.YOGA

const typeIdOf = ({ sport: { type } }: LivedSession): number =>
  workoutTypes.find(([, , one]) => one === type)?.[0] ?? 47

/** ISO 8601 as Wahoo writes it; whole seconds. */
const stamp = (epochMs: number): string => new Date(Math.floor(epochMs / 1000) * 1000).toISOString()

/** Decimals are texts, with one digit behind the point at least. */
const decimal = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : `${value}`)

/** The workouts of a person that are over, newest first: of thirteen months and what has gone of this one. */
export function doneBy(life: Life): LivedSession[] {
  const [year, month] = life.today.split('-').map(Number)
  const first = new Date(Date.UTC(year ?? 0, (month ?? 0) - 14)).toISOString().slice(0, 10)
  return life
    .days(first, life.today)
    .flatMap(({ sessions }) => sessions)
    .sort((a, b) => b.startMs - a.startMs)
}

/** A workout as Wahoo shows it, with its results. */
export function workoutOf(person: string, life: Life, session: LivedSession): object {
  return { ...bareWorkoutOf(session), workout_summary: summaryOf(person, life, session) }
}

/** A workout without its results, as it stands in a notification too. */
export function bareWorkoutOf(session: LivedSession) {
  const { number: id, sport, startMs, durationSeconds, changedAtMs, revision } = session
  return {
    id,
    starts: stamp(startMs),
    minutes: Math.floor(durationSeconds / 60),
    name: `${sport.name}${revision > 0 ? ` (corrected ${revision})` : ''}`,
    plan_id: null,
    plan_ids: [],
    route_id: null,
    workout_token: `ELEMNT ROAM 1C2D:${id % 1000}`,
    workout_type_id: typeIdOf(session),
    created_at: stamp(session.endMs),
    updated_at: stamp(changedAtMs),
  }
}

/** When what is planned for the next evening is to begin. */
export const plannedStartOf = (life: Life): number =>
  localDay(addDays(life.today, 1), life.zone).startMs + 17 * 3_600_000

/** What is planned for the next evening: it has no results. */
export function plannedOf(person: string, life: Life): object {
  const date = addDays(life.today, 1)
  const startMs = plannedStartOf(life)
  return {
    id: numberOf(person, { kind: 'day', dayNumber: dayNumber(date), index: 0 }),
    starts: stamp(startMs),
    minutes: 60,
    name: 'Planned intervals',
    plan_id: 5512,
    plan_ids: [5512],
    route_id: null,
    workout_token: 'plan-5512',
    workout_type_id: 61,
    workout_summary: null,
    created_at: stamp(startMs - 3 * 86_400_000),
    updated_at: stamp(startMs - 3 * 86_400_000),
  }
}

const figures = [
  ...(['ascent_accum', 'cadence_avg', 'calories_accum', 'distance_accum', 'duration_active_accum'] as const),
  ...(['duration_paused_accum', 'duration_total_accum', 'heart_rate_avg', 'power_bike_np_last'] as const),
  ...(['power_bike_tss_last', 'power_avg', 'speed_avg', 'work_accum'] as const),
]

/** The results of a workout: there at once, and filled a minute later. */
export function summaryOf(person: string, life: Life, session: LivedSession): object {
  const { number, startMs, changedAtMs, revision } = session
  const isPending = revision === 0 && life.nowMs < changedAtMs + workedOutAfterMs
  const manual = isManual(session)
  const said = isPending ? {} : figuresOf(life, session)
  return {
    id: number + 1,
    name: bareWorkoutOf(session).name,
    started_at: stamp(startMs),
    ...Object.fromEntries(figures.map((name) => [name, said[name] ?? null])),
    time_zone: life.zone,
    manual,
    edited: false,
    fitness_app_id: 4,
    file: { url: isPending || manual ? null : fileAddressOf(person, session) },
    created_at: stamp(session.endMs),
    updated_at: stamp(isPending ? changedAtMs : changedAtMs + (revision === 0 ? workedOutAfterMs : 0)),
  }
}

/** Figures of a workout: a sensor that was not there says 0. */
function figuresOf({ person }: Life, session: LivedSession): Partial<Record<(typeof figures)[number], string>> {
  const { points, durationSeconds, sport, position, stepSeconds } = session
  const moving = points.slice(1)
  const legs = sport.motion === 'run' || sport.motion === 'walk' ? 2 : 1
  const mean = (read: (point: Point) => number): number => Math.round(meanOf(moving, read))
  const powered = hasPower(sport.motion)
  // Normalised power by Coggan, over samples instead of means of 30 seconds; the threshold is guessed from the weight.
  const normalized = meanOf(moving, ({ watts }) => watts ** 4) ** 0.25
  const intensity = normalized / (3 * person.weightKg)
  const climbs = points.map(({ elevation }, index) => elevation - (points[index - 1]?.elevation ?? elevation))
  const meters = points.at(-1)?.meters ?? 0
  return {
    ascent_accum: decimal(position === null ? 0 : Math.round(sumOf(climbs, (climb) => Math.max(0, climb)))),
    cadence_avg: decimal(meters === 0 ? 0 : Math.round(mean(({ cadence }) => cadence) / legs)),
    calories_accum: decimal(Math.round(points.at(-1)?.grossKcal ?? 0)),
    distance_accum: decimal(meters),
    duration_active_accum: decimal(durationSeconds),
    duration_paused_accum: decimal(0),
    duration_total_accum: decimal(durationSeconds),
    heart_rate_avg: decimal(isManual(session) ? 0 : Math.round(meanOf(points, ({ bpm }) => bpm))),
    power_avg: decimal(powered ? mean(({ watts }) => watts) : 0),
    ...(powered
      ? {
          power_bike_np_last: decimal(Math.round(normalized)),
          power_bike_tss_last: decimal(round((durationSeconds / 3600) * intensity ** 2 * 100, 1)),
        }
      : {}),
    speed_avg: decimal(round(meters / durationSeconds, 2)),
    work_accum: decimal(powered ? sumOf(moving, ({ watts }) => watts * stepSeconds) : 0),
  }
}

/** Where the file of a workout lies: at another address after each correction. */
function fileAddressOf(person: string, { key, date, revision }: LivedSession): string {
  const name = Buffer.from([person, key, revision].join('\n')).toString('base64url')
  return `https://${cdn}${uploads}/${name}/${date}-ELEMNT_ROAM_1C2D.fit`
}

/** Whose file lies at a path, and of which workout as it was; null where none does. */
export function fileAt(path: string): { person: string; key: string; revision: number } | null {
  const name = path.startsWith(`${uploads}/`) ? path.slice(uploads.length + 1).split('/')[0] : undefined
  const [person, key, revision] = Buffer.from(name ?? '', 'base64url')
    .toString('utf8')
    .split('\n')
  return person && key ? { person, key, revision: Number(revision) } : null
}

/** What the device recorded of a workout. */
export const recordingOf = (life: Life, session: LivedSession): Buffer =>
  fitOfSession(session, offsetOfZone(life.zone, session.startMs), {
    manufacturer: wahooFitness,
    productName: 'ELEMNT ROAM',
    serialNumber: 1_130_163_200,
  })
