import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Destination } from '../destinations/types.ts'
import { allowedBy, type Breaker, closedBreaker, delivered, refused, started, unanswered } from './breaker.ts'
import { fullBucket, refilled, tokenInMs } from './bucket.ts'
import { Lane } from './lane.ts'
import type { Claimed } from './types.ts'

const destination = (fields: Partial<Destination> = {}): Destination => ({
  id: 'd',
  environmentId: 'e',
  kind: 'webhook',
  name: 'd',
  url: 'http://d',
  inboxId: null,
  eventTypes: null,
  enabled: true,
  disabledAt: null,
  disabledReason: null,
  mode: 'push',
  view: 'all',
  timeoutMs: 8000,
  headers: {},
  secret: 's',
  previousSecret: null,
  previousExpiresAt: null,
  retry: 'terra',
  maxInFlight: 8,
  rateLimitPerSecond: null,
  minIntervalSeconds: null,
  standardWebhooks: false,
  disableOnGone: true,
  failingSince: null,
  failingAttempts: 0,
  warnedPercent: 0,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...fields,
})

const row = (n: number, isFirst = true): Claimed => ({
  id: `${n}`,
  eventId: 'e',
  destinationId: 'd',
  attempt: 1,
  attemptsBefore: 0,
  isFirst,
  trigger: null,
})

/** Starts all that may start now. */
const takeAll = (lane: Lane, nowMs = 0, restAllowed = true): Claimed[] => {
  const all: Claimed[] = []
  for (;;) {
    const taken = lane.take(nowMs, 1, restAllowed)
    if (typeof taken === 'string') return all
    all.push(taken)
  }
}

const failTimes = (times: number, nowMs = 0): Breaker => {
  let breaker = closedBreaker
  for (let i = 0; i < times; i++) breaker = unanswered(breaker, nowMs)
  return breaker
}

test('the breaker opens after ten failures in a row, not before, and an answer resets the count', () => {
  assert.equal(failTimes(9).state, 'closed')
  assert.equal(failTimes(10).state, 'open')
  assert.equal(unanswered(delivered(failTimes(9), 8, 0), 0).state, 'closed')
})

test('an open breaker lets nothing through, then one probe, and pauses twice as long after a failed one', () => {
  const open = failTimes(10, 0)
  assert.ok(open.state === 'open')
  assert.equal(allowedBy(open, open.untilMs - 1), 0)
  assert.equal(allowedBy(open, open.untilMs), 1)
  const again = unanswered(started(open), open.untilMs)
  assert.ok(again.state === 'open')
  assert.equal(again.pauseMs, open.pauseMs * 2)
})

test('the breaker opens when nearly all of a minute is refused, and not for a few errors or an old minute', () => {
  const refuse = (times: number, breaker: Breaker, atMs: number): Breaker => {
    let after = breaker
    for (let i = 0; i < times; i++) after = refused(after, atMs)
    return after
  }
  assert.equal(refuse(49, closedBreaker, 0).state, 'closed')
  assert.equal(refuse(50, closedBreaker, 0).state, 'open')
  let mixed = closedBreaker
  for (let i = 0; i < 200; i++) mixed = i % 4 === 0 ? delivered(mixed, 32, 0) : refused(mixed, 0)
  assert.equal(mixed.state, 'closed', 'three of four refused is not yet nearly all')
  assert.equal(refuse(1, refuse(49, closedBreaker, 0), 60_001).state, 'closed')
})

test('a probe that is refused pauses twice as long, and a ramp that meets refusals steps back', () => {
  const open = failTimes(10)
  const probed = refused(started(open), 5_000)
  assert.ok(probed.state === 'open' && probed.pauseMs === 10_000)
  const ramping: Breaker = { state: 'ramping', allowed: 4 }
  assert.deepEqual(refused(ramping, 0), { state: 'ramping', allowed: 2 })
  assert.equal(refused({ state: 'ramping', allowed: 1 }, 0).state, 'open')
})

test('the pauses of a breaker end at ten minutes', () => {
  let breaker = failTimes(10)
  for (let i = 0; i < 20; i++) breaker = unanswered(started(breaker), 0)
  assert.ok(breaker.state === 'open' && breaker.pauseMs === 600_000)
})

test('after a probe that succeeds the load doubles up to the cap', () => {
  let breaker = delivered(started(failTimes(10)), 8, 0)
  const allowed: number[] = []
  while (breaker.state === 'ramping') {
    allowed.push(allowedBy(breaker, 0))
    breaker = delivered(breaker, 8, 0)
  }
  assert.deepEqual(allowed, [1, 2, 4])
  assert.equal(allowedBy(breaker, 0), Number.POSITIVE_INFINITY)
})

test('a bucket never gives more than its rate over any time', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 }),
      (rate, steps) => {
        let bucket = fullBucket(rate, 0)
        let nowMs = 0
        let given = 0
        for (const step of steps) {
          nowMs += step
          bucket = refilled(bucket, rate, nowMs)
          while (bucket.tokens >= 1) {
            bucket.tokens--
            given++
          }
        }
        assert.ok(given <= Math.max(1, rate) + (rate * nowMs) / 1000 + 1e-6)
      },
    ),
  )
})

test('says when the next token is there', () => {
  assert.equal(tokenInMs({ tokens: 0, atMs: 0 }, 2), 500)
  assert.equal(tokenInMs({ tokens: 1, atMs: 0 }, 2), 0)
  assert.ok(refilled({ tokens: 0, atMs: 0 }, 2, 500).tokens >= 1)
})

test('a lane starts no more at once than the destination allows', () => {
  const lane = new Lane(destination({ maxInFlight: 3 }), 0)
  for (let i = 0; i < 10; i++) lane.add(row(i))
  assert.equal(takeAll(lane).length, 3)
  assert.equal(lane.waiting, 7)
})

test('retries take at most half of the slots, so that a first attempt can start at once', () => {
  const lane = new Lane(destination({ maxInFlight: 8 }), 0)
  for (let i = 0; i < 20; i++) lane.add(row(i, false))
  assert.equal(takeAll(lane).length, 4)
  lane.add(row(100))
  assert.equal(takeAll(lane)[0]?.id, '100')
})

test('retries get their turn while first attempts keep coming', () => {
  const lane = new Lane(destination({ maxInFlight: 1 }), 0)
  for (let i = 0; i < 8; i++) lane.add(row(i))
  for (let i = 0; i < 8; i++) lane.add(row(100 + i, false))
  let rest = 0
  for (let i = 0; i < 8; i++) {
    const [taken] = takeAll(lane)
    assert.ok(taken)
    if (!taken.isFirst) rest++
    lane.finish(taken, 'taken', 0)
  }
  assert.equal(rest, 2)
})

test('an overloaded receiver gets half as much at once, and more again as it answers', () => {
  const lane = new Lane(destination({ maxInFlight: 8 }), 0)
  for (let i = 0; i < 200; i++) lane.add(row(i))
  const first = takeAll(lane)
  assert.equal(first.length, 8)
  for (const one of first) lane.finish(one, 'overloaded', 0)
  for (let i = 0; i < 12; i++) {
    const [taken] = takeAll(lane)
    assert.ok(taken)
    if (i === 0) assert.equal(lane.inFlight, 1)
    for (let n = lane.inFlight; n > 0; n--) lane.finish(taken, 'taken', 0)
  }
  assert.equal(takeAll(lane).length, 8)
})

test('a rate limit holds back what exceeds it and says when it gives way', () => {
  const lane = new Lane(destination({ rateLimitPerSecond: 2 }), 0)
  for (let i = 0; i < 10; i++) lane.add(row(i))
  assert.equal(takeAll(lane, 0).length, 2)
  assert.equal(lane.opensInMs(0, 1), 500)
  assert.equal(takeAll(lane, 500).length, 1)
  assert.equal(takeAll(lane, 500).length, 0)
})

test('a rate is shared between the processes that work', () => {
  const lane = new Lane(destination({ rateLimitPerSecond: 4 }), 0)
  for (let i = 0; i < 20; i++) lane.add(row(i))
  const take = (nowMs: number) => {
    let n = 0
    while (typeof lane.take(nowMs, 4, true) !== 'string') n++
    return n
  }
  take(0)
  assert.equal(take(1000), 1)
})

test('a lane whose receiver is gone asks for nothing, then for one to probe with', () => {
  const lane = new Lane(destination(), 0)
  for (let i = 0; i < 10; i++) {
    lane.add(row(i))
    const [taken] = takeAll(lane)
    assert.ok(taken)
    lane.finish(taken, 'unanswered', 0)
  }
  assert.ok(lane.isShut(0))
  assert.equal(lane.room(0, 1), 0)
  const opens = lane.opensInMs(0, 1) ?? 0
  assert.equal(lane.room(opens, 1), 1)
})

test('a lane of a destination that is off starts nothing', () => {
  const lane = new Lane(destination({ enabled: false }), 0)
  lane.add(row(1))
  assert.equal(takeAll(lane).length, 0)
  assert.equal(lane.room(0, 1), 0)
})
