import { type EventBody, VERSION } from '../schema/events.ts'
import { type ProviderSlug, providers } from '../schema/providers.ts'
import type { DataType, RecordOf, TerraUser } from '../schema/records.ts'
import { withoutSamples } from '../schema/samples.ts'
import type { PersonOptions } from './life/person.ts'
import { checkedDate, type LocalDay, localDays } from './local-day.ts'
import { activities } from './records/activity.ts'
import { athlete } from './records/athlete.ts'
import { body } from './records/body.ts'
import { daily } from './records/daily.ts'
import { healthObservations } from './records/health-observation.ts'
import { hormone } from './records/hormone.ts'
import { menstruation } from './records/menstruation.ts'
import { nutrition } from './records/nutrition.ts'
import { plannedWorkout } from './records/planned-workout.ts'
import { sleeps } from './records/sleep.ts'
import { type Scene, sceneOf } from './scene.ts'

export interface GenerateArguments<T extends DataType> {
  provider: ProviderSlug
  type: T
  /** How many local days, counted back from `endDate`; 1 to 31. */
  days?: number | undefined
  /** Chooses the person and everything they do; by default it follows from provider, type and days. */
  seed?: string | number | undefined
  withSamples?: boolean | undefined
  /** Goes into the payload as it is; the records do not depend on it. */
  user: TerraUser
  /** IANA name or `±HH:MM` of the person's clock; by default that of the city the seed chooses. */
  zone?: string | undefined
  /** `YYYY-MM-DD`, the local date of the last day. */
  endDate: string
}

/**
 * Whether a provider has this data type at all. Where it has not, `generatePayload` gives an event with `data: []`, or
 * an empty `athlete`.
 */
export function offers(provider: ProviderSlug, type: DataType): boolean {
  const { types, pushes } = providers[provider]
  switch (type) {
    case 'hormone':
    case 'health_observation':
    case 'planned_workout':
      return pushes[type]
    default:
      return types[type]
  }
}

type RecordMakers = { [T in DataType]: (scene: Scene, day: LocalDay) => RecordOf[T][] }

const makers: RecordMakers = {
  activity: activities,
  sleep: sleeps,
  daily: (scene, day) => [daily(scene, day)],
  body: (scene, day) => [body(scene, day)],
  nutrition: (scene, day) => [nutrition(scene, day)],
  menstruation: (scene, day) => [menstruation(scene, day)],
  athlete: (scene, day) => [athlete(scene, day)],
  hormone: (scene, day) => [hormone(scene, day)],
  health_observation: healthObservations,
  planned_workout: (scene, day) => [plannedWorkout(scene, day)],
}

/** Data that tells of a cycle belongs to a woman, whatever the seed would have drawn. */
function personOptions(provider: ProviderSlug, type: DataType, zone: string | undefined): PersonOptions {
  const cyclic = type === 'menstruation' || type === 'hormone' || provider === 'CLUE' || provider === 'MIRA'
  return { zone, sex: cyclic ? 'female' : undefined }
}

/** The records alone, oldest first; of an athlete one, whatever the days. */
export function generateRecords<T extends DataType>(args: Omit<GenerateArguments<T>, 'user'>): RecordOf[T][] {
  const { provider, type, days = 1, zone, endDate, withSamples = true } = args
  if (!offers(provider, type)) return []
  const seed = `${args.seed ?? `${provider} ${type} ${days}`}`
  const scene = sceneOf(provider, seed, personOptions(provider, type, zone))
  const range = localDays(checkedDate(endDate), type === 'athlete' ? 1 : days, scene.person.zone)
  const make: (scene: Scene, day: LocalDay) => RecordOf[T][] = makers[type]
  const records = range.flatMap((day) => make(scene, day))
  return withSamples ? records : records.map((record) => withoutSamples(type, record))
}

/**
 * A believable event body of one data type as this provider would fill it: what it does not measure stays out. Pure:
 * the same arguments give the same bytes, and with a seed given the record of a date is the same in any range that
 * holds it. Throws `TellusError` for a zone or date that does not exist.
 */
export function generatePayload<T extends DataType>(args: GenerateArguments<T>): EventBody<T> {
  const { type, user } = args
  const records = generateRecords(args)
  const envelope = { type, user, version: VERSION }
  const event = type === 'athlete' ? { ...envelope, athlete: records[0] ?? {} } : { ...envelope, data: records }
  // The checker cannot follow that `records` and the event belong to the same T; a test validates every pair.
  return event as unknown as EventBody<T>
}
