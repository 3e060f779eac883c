import { setTimeout as sleep } from 'node:timers/promises'
import { hashOf } from '../authorize.ts'
import { lifeOf } from '../life/life.ts'
import { endGrace } from '../store.ts'
import type { Double, DoubleAdmission, DoubleAnswer, DoubleRequest } from './double.ts'
import { countAdmission } from './limit-store.ts'
import { grantView, type TokenHub } from './tokens.ts'

const usualWaitSeconds = 30
const usualDelaySeconds = 15

const broken: DoubleAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"data":[{"id":',
}

/** Judges a call at a double: `DoubleFrame.admit`. A caller who hangs up while a slow answer is waited for ends it. */
export async function admitAt(
  hub: TokenHub,
  double: Double,
  request: DoubleRequest,
  asked: { isData: boolean; token: string | undefined; hungUp: AbortSignal },
): Promise<DoubleAdmission> {
  const nowMs = hub.clock.now()
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '') ?? []
  const token = asked.token ?? bearer
  const counted =
    token === undefined
      ? null
      : await countAdmission(hub.db, double, {
          accessHash: hashOf(token),
          at: new Date(nowMs),
          isData: asked.isData,
        })
  if (counted === null)
    return { grant: null, answer: double.refuse('unauthorized', { retryAfterSeconds: usualWaitSeconds, usage: [] }) }
  const { call, usage, deeds, hasGrace } = counted
  const grant = grantView(double, call)
  const over = usage.filter(({ used, limit }) => used > limit.calls)
  const refuse = (why: Parameters<Double['refuse']>[0], retryAfterSeconds: number): DoubleAdmission => ({
    grant: null,
    answer: double.refuse(why, { retryAfterSeconds: Math.ceil(retryAfterSeconds), usage }),
  })
  if (over.length > 0) return refuse('rate_limited', Math.max(...over.map(({ resetSeconds }) => resetSeconds)))
  const seconds = call.fault_seconds ?? usualWaitSeconds
  switch (call.fault) {
    case 'rate_limited':
    case 'unavailable':
    case 'unauthorized':
    case 'not_ready':
      return refuse(call.fault, seconds)
    case 'malformed':
      return { grant: null, answer: broken }
    case 'slow':
      await sleep((call.fault_seconds ?? usualDelaySeconds) * 1000, undefined, { signal: asked.hungUp })
      break
    default:
  }
  // Who uses the new token has got it: the old one is not needed any more.
  if (hasGrace) await endGrace(hub.db, call.id)
  return { grant, usage, life: lifeOf(grant.person, deeds, nowMs), deeds }
}
