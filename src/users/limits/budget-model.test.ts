import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { sandboxProvider, sandboxServer } from '../../testing/connected.ts'
import { budgetOf } from './budget.ts'
import { marginSeconds } from './store.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const limit = { per: 'app', calls: 6, seconds: 60 } as const
const marginMs = marginSeconds * 1000
const userId = '00000000-0000-4000-8000-000000000001'

/** A while goes by, then some calls are made at once, each of which is counted after one time and answered after a longer one. */
const step = fc.record({
  afterMs: fc.oneof(fc.integer({ min: 0, max: 15_000 }), fc.integer({ min: 57_000, max: 65_000 })),
  calls: fc.integer({ min: 1, max: 4 }),
  tookMs: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 500 }) }, fc.integer({ min: 2000, max: 9000 })),
  countedAfter: fc.double({ min: 0, max: 1, noNaN: true }),
})

let named = 0
/** A provider that counts in windows, each of which begins with the first call that it counts, or by the clock. */
function opened(isAligned: boolean) {
  const name = `MODEL${named++}`
  const provider = { ...sandboxProvider(), name, label: name, rates: [limit] }
  const windows: { beganAtMs: number; calls: number; late: number }[] = []
  const events: { atMs: number; happen: () => unknown }[] = []
  const count = (isLate: boolean) => {
    const now = hub.clock.now()
    const last = windows.at(-1)
    const beganAtMs = isAligned ? now - (now % (limit.seconds * 1000)) : now
    const window =
      last !== undefined && now < last.beganAtMs + limit.seconds * 1000 ? last : { beganAtMs, calls: 0, late: 0 }
    if (window !== last) windows.push(window)
    window.calls++
    if (isLate) window.late++
  }
  /** Starts a call, and gives once it is under way or refused. */
  async function start(tookMs: number, countedAfter: number): Promise<void> {
    const answered = Promise.withResolvers<Response>()
    const sent = Promise.withResolvers<void>()
    const send = () => {
      const now = hub.clock.now()
      events.push({ atMs: now + tookMs * countedAfter, happen: () => count(tookMs > marginMs) })
      events.push({
        atMs: now + tookMs,
        happen: () => {
          answered.resolve(new Response('{}'))
          return call
        },
      })
      sent.resolve()
      return answered.promise
    }
    const call = budgetOf(hub, provider, userId, send, 'signIn')
      .fetch('https://api.example.com/data')
      .catch(() => undefined)
    await Promise.race([sent.promise, call])
  }
  async function pass(untilMs: number): Promise<void> {
    for (;;) {
      const [next] = events.toSorted((a, b) => a.atMs - b.atMs)
      const toMs = Math.min(untilMs, next?.atMs ?? untilMs)
      await hub.advance(Math.max(0, toMs - hub.clock.now()))
      if (next === undefined || next.atMs > untilMs) return
      events.splice(events.indexOf(next), 1)
      await next.happen()
    }
  }
  return { windows, start, pass }
}

test('no window of a provider is overstepped, however it counts, but by calls that were counted long after they were made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), fc.boolean(), async (steps, isAligned) => {
      const { windows, start, pass } = opened(isAligned)
      for (const { afterMs, calls, tookMs, countedAfter } of steps) {
        await pass(hub.clock.now() + afterMs)
        for (let n = 0; n < calls; n++) await start(tookMs, countedAfter)
      }
      await pass(hub.clock.now() + 120_000)
      for (const { calls, late } of windows)
        assert.ok(calls - late <= limit.calls, `${calls} calls in a window, ${late} of them late`)
    }),
    { numRuns: 100 },
  )
})

test('what was taken comes back as it was taken, and all of a limit can be had again and again', async () => {
  const { windows, start, pass } = opened(false)
  const beganAtMs = hub.clock.now()
  for (const atMs of [0, 30_000, 65_000, 96_000, 130_000, 161_000]) {
    await pass(beganAtMs + atMs)
    for (let n = 0; n < 5; n++) await start(100, 0)
  }
  await pass(beganAtMs + 200_000)
  const made = windows.reduce((sum, { calls }) => sum + calls, 0)
  assert.equal(made, 6 * 3, 'five at first, then one, as many as each time come back')
})
