import { z } from 'zod'
import type { Sql } from '../../db/sql.ts'
import type { Task } from '../../jobs/jobs.ts'
import { messageOf } from '../../lib/errors.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import type { DayRange } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import { findUser } from '../../users/find.ts'
import type { User } from '../../users/user.ts'
import { type Came, type Fetched, type FetchHub, fetchDays } from '../fetch/fetch.ts'
import { Overtaken, oweBackfill } from './backfill.ts'
import { afterWindow, nextWindow, oldestReached, type Places, placesSchema, windowsLeft, withLess } from './plan.ts'
import { announce, sendSome } from './send.ts'
import {
  type BackfillRow,
  endBackfill,
  lockAt,
  noteFailure,
  noteWait,
  noteWindow,
  selectBackfill,
  startBackfilling,
} from './store.ts'

const payloadSchema = z.object({ backfillId: z.string() })

const mostFailures = 8
/** Seconds before the next try after each failure. */
const pausesSeconds = [10, 60, 120, 300, 600, 1800, 3600]
/** So often in a row a provider may ask to wait. */
const mostWaits = 100
const longestWaitSeconds = 15 * 60

/** All days: what is fetched is not pushed window by window, but all of it at the end. */
const quietBefore = '9999-12-31'

/**
 * The background job of a backfill, a step at a time: a window fetched, with the note of it and the next step owed in the
 * same commit; then some of the events sent. Interrupted at any point it goes on with the step that was not committed.
 */
export const backfillStep =
  (hub: FetchHub): Task =>
  async (payload, { signal }) => {
    const row = await startBackfilling(hub.db, payloadSchema.parse(payload).backfillId)
    if (row === null) return
    try {
      await step(hub, row, signal)
    } catch (error) {
      if (error instanceof Overtaken) return
      if (signal.aborted) throw error
      await tryAgain(hub, row, messageOf(error))
    }
  }

async function step(hub: FetchHub, row: BackfillRow, signal: AbortSignal): Promise<void> {
  const user = await findUser(hub, row.environment_id, row.user_id)
  const provider = findProvider(user?.provider ?? '')
  if (user === null || provider?.kind !== 'cloud') return
  if (!user.active) return fail(hub, row, `The user is not connected to ${provider.label} any more.`)
  if (row.payloads_total !== null) return sendSome(hub, row, user)
  const places = placesSchema.parse(row.places)
  const next = nextWindow(places)
  if (next === null) return announce(hub, row, user)
  await fetchNext(hub, row, { user, provider, places, ...next }, signal)
}

interface Next {
  user: User
  provider: CloudProvider
  places: Places
  type: DataType
  window: DayRange
}

async function fetchNext(hub: FetchHub, row: BackfillRow, next: Next, signal: AbortSignal): Promise<void> {
  const { user, provider, places, type, window } = next
  let isNoted = false
  const alongside = async (sql: Sql, came: Came): Promise<void> => {
    await noteStep(sql, row, next, came)
    isNoted = true
  }
  const options = { signal, purpose: 'backfill', isPart: true, quietBefore, alongside } as const
  const fetched = await fetchDays(hub, user, provider, type, [window], options)
  if (fetched.kind === 'later') return putOff(hub, row, next, fetched)
  if (fetched.kind === 'failed') {
    const now = await findUser(hub, row.environment_id, row.user_id)
    return now?.active === false ? fail(hub, row, `${fetched.message}.`) : tryAgain(hub, row, fetched.message)
  }
  if (fetched.kind === 'gone') {
    // The person has connected anew meanwhile, under another id to which the backfill belongs now.
    const now = await selectBackfill(hub.db, row.environment_id, row.id)
    if (now !== null) await oweBackfill(hub.db, row)
  }
  if (fetched.kind === 'gone' || isNoted) return
  // Nothing was fetched, for the person does not allow the type (any more): there is nothing of it.
  const without = { ...places, [type]: { ...places[type], next: null } }
  await hub.db.transaction((sql) => noteStep(sql, row, { ...next, places: placesSchema.parse(without) }, null))
}

/** Notes a step and owes the next one, in the caller's transaction; `came` is null where a type was passed over. */
async function noteStep(sql: Sql, row: BackfillRow, next: Next, came: Came | null): Promise<void> {
  if (!(await lockAt(sql, row))) throw new Overtaken()
  const { provider, type, window } = next
  const place = next.places[type]
  const places =
    place === undefined || came === null
      ? next.places
      : { ...next.places, [type]: afterWindow(place, window, came.found, provider.resources[type]?.windowDays ?? 1) }
  await noteWindow(sql, row.id, {
    places,
    windows: came === null ? 0 : 1,
    records: came?.saved ?? 0,
    windowsLeft: windowsLeft(places),
    oldestDay: oldestReached(places, row.last_day),
  })
  await oweBackfill(sql, row)
}

/**
 * Comes back when the provider said. At a limit half of the window is tried, and the longer it lasts the later: a window of
 * many calls needs a bucket that has filled, and half of that is for others.
 */
async function putOff(
  hub: FetchHub,
  row: BackfillRow,
  { places, type }: Next,
  { why, retryAfterSeconds }: Extract<Fetched, { kind: 'later' }>,
): Promise<void> {
  if (row.waits + 1 >= mostWaits) return fail(hub, row, `The provider asked to wait ${mostWaits} times in a row.`)
  const place = places[type]
  const isLimited = why === 'rate_limited' && place !== undefined
  const seconds = isLimited
    ? Math.max(retryAfterSeconds, Math.min(longestWaitSeconds, 2 ** Math.min(row.waits, 10) * retryAfterSeconds))
    : retryAfterSeconds
  const smaller: Places = isLimited ? { ...places, [type]: withLess(place) } : places
  await hub.db.transaction(async (sql) => {
    const until = new Date(hub.clock.now() + seconds * 1000)
    await noteWait(sql, row.id, { places: smaller, until, windowsLeft: windowsLeft(smaller) })
    await oweBackfill(sql, row, seconds)
  })
}

async function tryAgain(hub: FetchHub, row: BackfillRow, message: string): Promise<void> {
  const failures = row.failures + 1
  hub.log.warn({ userId: row.user_id, backfill: row.id, failures, error: message }, 'a step of a backfill failed')
  if (failures >= mostFailures) return fail(hub, row, `It failed ${failures} times in a row, last with: ${message}.`)
  const seconds = pausesSeconds[row.failures] ?? 3600
  await hub.db.transaction(async (sql) => {
    await noteFailure(sql, row.id, new Date(hub.clock.now() + seconds * 1000))
    await oweBackfill(sql, row, seconds)
  })
}

async function fail(hub: FetchHub, row: BackfillRow, error: string): Promise<void> {
  const at = new Date(hub.clock.now())
  const ended = await hub.db.transaction((sql) => endBackfill(sql, row.id, { status: 'failed', error, at }))
  if (ended !== null) hub.log.warn({ userId: row.user_id, backfill: row.id, error }, 'a backfill ended without its end')
}
