import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import type { Posted } from '../providers/sandbox/notification.ts'
import type { SandboxFault, SandboxNoticeFault } from '../schema/management/sandbox.ts'
import type { DataType } from '../schema/records.ts'
import { hashOf } from './authorize.ts'
import { setFault, setNoticeFault } from './call-store.ts'
import { type Change, change, syncDouble } from './doubles/orders.ts'
import { doubleOf } from './doubles/registry.ts'
import { grantView } from './doubles/tokens.ts'
import { isDayType } from './growing.ts'
import { houseOf } from './house.ts'
import { accountOf, dateFor, typesOf } from './person.ts'
import { type PushHub, pushNews, pushNotice } from './push.ts'
import { workoutTypes } from './sports.ts'
import { dataNotice, type News, newsOf } from './sync.ts'
import {
  expireAccess,
  type GrantState,
  noteSynced,
  revokeGrants,
  selectState,
  selectStateOfTokens,
  setScopes,
} from './sync-store.ts'
import { workoutOf } from './workout.ts'
import { keepRecord } from './written.ts'

/** What is to happen on the provider's side, to a person or to what is asked about them. */
export type Order =
  /** The device syncs now; `workout` is what it has just recorded. */
  | { action: 'sync'; workout: { type: string; minutes: number; endedMinutesAgo: number } | null }
  /** The person takes their consent back; `isTold` with a notification. */
  | { action: 'revoke'; isTold: boolean }
  | { action: 'scopes'; scopes: readonly string[]; isTold: boolean }
  | Change
  /** The access token ends. */
  | { action: 'expire' }
  /** Something goes wrong from now on; what is undefined stays as it is, null is nothing. */
  | {
      action: 'fault'
      fault: SandboxFault | null | undefined
      calls: number | null
      seconds: number | null
      notices: SandboxNoticeFault | null | undefined
    }

/** Whom an order is about. */
export interface Target {
  grant: GrantState
  /** Every grant of the same account that the caller may touch, that one included. */
  grantIds: readonly string[]
  /** Others, whom the caller may not touch, have the account too: a notification about the account would reach them. */
  isShared: boolean
}

/** The grant that a client's tokens belong to, revoked or not; null where the sandbox knows none. */
export const grantOfTokens = (hub: Pick<Hub, 'db'>, tokens: readonly string[]): Promise<GrantState | null> =>
  selectStateOfTokens(hub.db, tokens.map(hashOf))

/**
 * Does what was ordered; gives how the grant stands then, and whether a notification of it went out. Throws `conflict` for
 * a consent that was taken back and for a workout that the person does not let be read, `bad_request` for a kind of
 * workout that there is none of.
 */
export async function carryOut(
  hub: PushHub,
  target: Target,
  order: Order,
): Promise<{ grant: GrantState; isTold: boolean }> {
  const { grant } = target
  if (grant.revoked_at !== null)
    throw new TellusError('conflict', `${grant.person} has taken access back at the sandbox: connect anew`)
  const isTold = await act(hub, target, order)
  // By its id: what was told may have made the client forget its tokens already.
  return { grant: (await selectState(hub.db, grant.id)) ?? grant, isTold }
}

async function act(hub: PushHub, target: Target, order: Order): Promise<boolean> {
  const { grant, grantIds, isShared } = target
  const now = new Date(hub.clock.now())
  const double = doubleOf(grant.provider)
  switch (order.action) {
    case 'sync':
      return double === null ? syncNow(hub, grant, order.workout) : syncDouble(hub, double, grant, order.workout)
    case 'revoke': {
      await revokeGrants(hub.db, grantIds, now)
      if (!order.isTold) return false
      if (double === null) return tell(hub, target, { event: 'revoked', account: accountOf(grant.person) })
      return !isShared && pushNews(hub, double.provider, { kind: 'revoked', grant: grantView(double, grant) }, grant)
    }
    case 'scopes': {
      const scopes = allowedAt(grant.provider, order.scopes)
      await setScopes(hub.db, grantIds, scopes)
      // No real provider tells of it: Tellus finds out.
      if (double !== null || !order.isTold) return false
      return tell(hub, target, { event: 'scopes', account: accountOf(grant.person), scopes })
    }
    case 'correct':
    case 'delete':
      if (double === null)
        throw new TellusError(
          'conflict',
          'SANDBOX itself neither corrects nor deletes: connect a person with one of the doubles of real providers',
        )
      return change(hub, double, grant, order)
    case 'expire':
      if (double?.rotation.kind === 'none')
        throw new TellusError('conflict', `${grant.provider} gives tokens that do not end, and none to renew them with`)
      await expireAccess(hub.db, grant.id, now)
      return false
    case 'fault': {
      const { fault, calls, seconds, notices } = order
      if (fault !== undefined) await setFault(hub.db, grant.id, { fault, calls, seconds })
      if (notices !== undefined) await setNoticeFault(hub.db, grant.id, notices)
      return false
    }
  }
}

/** The scopes of a provider that were named, in its order. Throws `bad_request` for one that it has not. */
function allowedAt(provider: string, named: readonly string[]): string[] {
  const known = houseOf(provider)?.scopes.map(({ name }) => name) ?? []
  const unknown = named.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new TellusError('bad_request', `invalid scopes: expected some of ${known.join(', ')}`)
  return known.filter((name) => named.includes(name))
}

/** A notification is about an account: where others have it too, they must not be told what was done to one. */
const tell = async (hub: PushHub, { grant, isShared }: Target, posted: Posted): Promise<boolean> =>
  !isShared && pushNotice(hub, posted, grant)

async function syncNow(
  hub: PushHub,
  grant: GrantState,
  workout: Extract<Order, { action: 'sync' }>['workout'],
): Promise<boolean> {
  const nowMs = hub.clock.now()
  const { person, scopes } = grant
  const recorded = workout === null ? null : await record(hub, grant, { ...workout, nowMs })
  const growing = typesOf(scopes).filter(isDayType)
  const today = dateFor(person, nowMs)
  const news = [
    newsOf(person, scopes, grant.synced_at.getTime(), nowMs),
    recorded === null ? null : newsFor(['activity'], recorded),
    // A device that is asked to sync says so, though a quarter of an hour may not be over.
    growing.length === 0 ? null : newsFor(growing, today),
  ].reduce(joined)
  const isTold = news !== null && (await pushNotice(hub, dataNotice(person, news), grant))
  await noteSynced(hub.db, grant.id, new Date(nowMs))
  return isTold
}

/** Keeps a workout as a record that was written; gives its day. */
async function record(
  hub: PushHub,
  { person, scopes }: GrantState,
  workout: { type: string; minutes: number; endedMinutesAgo: number; nowMs: number },
): Promise<string> {
  if (!typesOf(scopes).includes('activity'))
    throw new TellusError('conflict', `${person} does not share activities: a workout would not be seen`)
  const { type, minutes, nowMs, endedMinutesAgo } = workout
  const made = workoutOf(person, { type, minutes, endMs: nowMs - endedMinutesAgo * 60_000 })
  if (made === null)
    throw new TellusError('bad_request', `invalid activity.type: expected one of ${workoutTypes.join(', ')}`)
  const kept = await keepRecord(hub, { person, type: 'activity' }, made)
  if ('refused' in kept) throw new Error(`The sandbox did not take a workout of its own: ${kept.refused}.`)
  return kept.day
}

const newsFor = (types: DataType[], day: string): News => ({ types, first: day, last: day })

function joined(one: News | null, other: News | null): News | null {
  if (one === null || other === null) return one ?? other
  const [first = one.first] = [one.first, other.first].sort()
  const last = [one.last, other.last].sort().at(-1) ?? one.last
  return { types: [...new Set([...one.types, ...other.types])], first, last }
}
