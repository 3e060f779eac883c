import { addDays, minuteMs } from '../../generate/local-day.ts'
import { TellusError } from '../../lib/errors.ts'
import { newId } from '../../lib/ids.ts'
import { insertDeed, selectDeeds } from '../life/deed-store.ts'
import type { Deed } from '../life/deeds.ts'
import { keyOf } from '../life/keys.ts'
import { lifeOf } from '../life/life.ts'
import { dateFor } from '../person.ts'
import type { PushHub } from '../push.ts'
import { sportNamed, workoutTypes } from '../sports.ts'
import { tellItems } from '../sync.ts'
import { type GrantState, noteSynced } from '../sync-store.ts'
import type { Double } from './double.ts'

/** Workouts of a day that were not planned have these places in it. */
const firstPlace = 50
const mostADay = 50
/** How far back the last night or session is looked for. */
const lookBackDays = 60

/**
 * The provider looks at a night or session again and finds more, or the person deletes it: the one of a local day, or the
 * one that began at a moment, to the minute; the last one where neither is said.
 */
export interface Change {
  action: 'correct' | 'delete'
  type: 'sleep' | 'activity'
  date: string | null
  startMs: number | null
}

/** A device at a double syncs now, maybe with a workout that it has just recorded; gives whether that was told. */
export async function syncDouble(
  hub: PushHub,
  double: Double,
  grant: GrantState,
  workout: { type: string; minutes: number; endedMinutesAgo: number } | null,
): Promise<boolean> {
  if (workout !== null) await record(hub, double, grant.person.toLowerCase(), workout)
  return tellNow(hub, double, grant)
}

async function tellNow(hub: PushHub, double: Double, grant: GrantState): Promise<boolean> {
  const nowMs = hub.clock.now()
  const isTold = await tellItems(hub, double, grant, nowMs)
  await noteSynced(hub.db, grant.id, new Date(nowMs))
  return isTold
}

async function record(
  hub: PushHub,
  double: Double,
  person: string,
  workout: { type: string; minutes: number; endedMinutesAgo: number },
): Promise<void> {
  if (sportNamed(workout.type) === null)
    throw new TellusError('bad_request', `invalid activity.type: expected one of ${workoutTypes.join(', ')}`)
  const nowMs = hub.clock.now()
  const ended = nowMs - workout.endedMinutesAgo * minuteMs
  const endMs = ended - (ended % 1000)
  const startMs = endMs - workout.minutes * minuteMs
  const date = dateFor(person, startMs)
  const before = await selectDeeds(hub.db, double.provider, person)
  const count = before.filter((deed) => deed.kind === 'workout' && deed.key.startsWith(`session ${date} `)).length
  if (count >= mostADay) throw new TellusError('conflict', `${person} has recorded enough workouts on ${date}`)
  const key = keyOf('session', date, firstPlace + count)
  const deed: Deed = { kind: 'workout', atMs: nowMs, key, sport: workout.type, startMs, endMs }
  await insertDeed(hub.db, newId(nowMs), double.provider, person, deed)
}

/** Corrects or deletes, and has the double tell of it. Throws `conflict` where there is nothing that was meant. */
export async function change(hub: PushHub, double: Double, grant: GrantState, order: Change): Promise<boolean> {
  const nowMs = hub.clock.now()
  const person = grant.person.toLowerCase()
  const life = lifeOf(person, await selectDeeds(hub.db, double.provider, person), nowMs)
  const { type, date, startMs } = order
  const days = date === null ? life.days(addDays(life.today, -lookBackDays), life.today) : life.days(date, date)
  const found = days
    .flatMap((day): { key: string; startMs: number }[] => (type === 'sleep' ? day.nights : day.sessions))
    .findLast((one) => startMs === null || Math.abs(one.startMs - startMs) < minuteMs)
  if (found === undefined) {
    const began = startMs === null ? '' : ` that began at ${new Date(startMs).toISOString()}`
    const when = date === null ? `in the last ${lookBackDays} days` : `on ${date}`
    throw new TellusError('conflict', `${person} has no ${type}${began} ${when}`)
  }
  const kind = order.action === 'correct' ? 'corrected' : 'deleted'
  await insertDeed(hub.db, newId(nowMs), double.provider, person, { kind, atMs: nowMs, key: found.key })
  return tellNow(hub, double, grant)
}
