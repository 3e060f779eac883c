import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { definitionOf } from '../../../src/sandbox/definition.ts'
import type { Double } from '../../../src/sandbox/doubles/double.ts'
import { checkEventBody } from '../../../src/schema/events.ts'
import { connectAtSandbox, openRealVisitor } from '../../../src/testing/real-visitor.ts'
import { openReceiver, type Received, type Receiver } from '../../../src/testing/receiver.ts'
import { type Call, eventually } from '../../../src/testing/tellus.ts'
import { judge } from '../../../src/testing/verify.ts'
import { openWorld, type World } from '../../../src/testing/world/world.ts'

interface Session {
  metadata: { summary_id: string; start_time: string; end_time: string; type: number; upload_type?: number }
  distance_data?: { summary?: { distance_meters?: number } }
  active_durations_data?: { activity_seconds?: number }
}
interface Payload {
  type: string
  user?: { user_id: string; active: boolean; provider: string }
  athlete?: object
  data?: Session[]
  expected_payloads?: number
}
const payloadOf = (request: Received): Payload => JSON.parse(request.body.toString('utf8'))
const withinMs = 60_000
/** Half of what Strava lets an app read is a few hundred workouts in three days of its quarters of an hour. */
const slow = { timeout: 900_000 }
const dayMs = 86_400_000
const halfHourMs = 1_800_000
/** The longest that a provider keeps back what it was sent. */
const keptBackMs = 3 * 3_600_000
/** No story takes longer. */
const movedSeconds = 90 * 86_400
const runMinutes = 41

/**
 * A person's life with a real provider, played by its double, from the widget to the end of their consent: over HTTP, against
 * the real command and the provider's production code; the clock goes on to whatever waits for a provider's limit. The tests
 * of a provider tell one story and run in order, in a world of their own.
 */
export function tellStory(double: Double): void {
  const { provider } = double
  let world: World
  let receiver: Receiver
  let secret = ''
  const call: Call = (...asked) => world.tellus().call(...asked)
  before(async () => {
    world = await openWorld()
    receiver = await openReceiver()
    const body = { kind: 'webhook', url: receiver.url }
    secret = (await call<{ signing_secret: string }>('POST', '/admin/api/destinations', body)).body.signing_secret
  })
  after(async () => {
    await world?.[Symbol.asyncDispose]()
    await receiver?.close()
  })
  const about = (userId: string) => receiver.received.map(payloadOf).filter(({ user }) => user?.user_id === userId)
  const heard = (what: string, userId: string, isIt: (payload: Payload) => boolean): Promise<Payload> =>
    eventually(what, () => about(userId).find(isIt) ?? null, withinMs)
  const story = `${provider}:`
  const tells = definitionOf(double).notification !== undefined
  const types = Object.keys(definitionOf(double).resources)
  /** What the story is about: workouts, or nights where there are none; of who has neither it is shorter. */
  const told = types.includes('activity') ? 'activity' : 'sleep'
  let userId = ''
  let run: Session | null = null
  let endedMs = 0
  const order = async (body: object) => {
    const answer = await call('POST', `/admin/api/users/${userId}/sandbox`, body)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    if (!tells) {
      await world.advance(keptBackMs)
      await look()
    }
    // Who is at a provider's limit waits for it.
    await world.settle(world.now() + halfHourMs)
  }
  /** Some providers tell nobody: the next look finds what is new, and what is gone. */
  const look = () => call('POST', `/admin/api/users/${userId}/fetch`, { days: 3, types: [told] })
  const runIn = ({ type, data }: Payload): Session | null =>
    (type === 'activity' ? (data ?? []) : []).find(
      // Where the correction is of its length, it ends a minute later.
      (one) => Math.abs(Date.parse(one.metadata.end_time) - endedMs) < 90_000,
    ) ?? null
  /** How far it went, metres; where the provider knows no distance, how long it was, seconds. */
  const extentOf = (session: Session | null): number =>
    session?.distance_data?.summary?.distance_meters ?? session?.active_durations_data?.activity_seconds ?? 0

  test(`${story} a person allows access through the widget: auth, then who they are and what they recorded`, async () => {
    const session = await call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {
      reference_id: `story ${provider}`,
      providers: provider,
      auth_success_redirect_url: 'https://app.example/ok',
    })
    const end = await connectAtSandbox(openRealVisitor(world.tellus().url), session.body.url, 'robin', provider)
    userId = end.searchParams.get('user_id') ?? ''
    assert.notEqual(userId, '', end.href)
    const auth = await heard('auth', userId, ({ type }) => type === 'auth')
    assert.equal(auth.user?.provider, provider)
    await heard('their data', userId, ({ data }) => data !== undefined)
    if (types.includes('athlete')) await heard('who they are', userId, ({ athlete }) => athlete !== undefined)
  })

  if (types.includes('activity')) {
    test(`${story} their device syncs a run: the provider tells, and it is on the webhook`, async () => {
      // Polar shows nothing of before the sign-in.
      await world.advance(3 * 3_600_000)
      // Each minute Tellus subscribes to the notifications of those who have just connected, where that is by person.
      await world.runNow('poll')
      await world.settle(world.now() + halfHourMs)
      // WHOOP scores what it recorded up to 40 minutes after its end, and shows no distance before.
      endedMs = world.now() - 2 * halfHourMs
      await order({ action: 'sync', activity: { type: 'running', minutes: runMinutes, ended_minutes_ago: 60 } })
      const event = await heard('the run', userId, (payload) => runIn(payload) !== null)
      run = runIn(event)
      assert.ok(extentOf(run) > 1000)
    })

    test(`${story} the provider corrects it: the same record again, with all it had and how far it went`, async () => {
      const before = run
      // They may have trained meanwhile, by their own plan.
      await order({ action: 'correct', type: 'activity', start_time: run?.metadata.start_time })
      const event = await heard('the correction', userId, (payload) => extentOf(runIn(payload)) > extentOf(before))
      const after = runIn(event)
      assert.equal(after?.metadata.summary_id, before?.metadata.summary_id)
      const had = Object.keys(before ?? {})
      assert.deepEqual(
        had.filter((key) => !(key in (after ?? {}))),
        [],
      )
    })

    // Where nothing tells of it, nobody can be told.
    if (double.hidesDeletions !== true)
      test(`${story} they delete it: the app is told which record is gone`, async () => {
        await order({ action: 'delete', type: 'activity', start_time: run?.metadata.start_time })
        // Not all of those who tell of news tell of this.
        await look()
        const event = await heard('the deletion', userId, (payload) => runIn(payload)?.metadata.upload_type === 4)
        assert.equal(runIn(event)?.metadata.summary_id, run?.metadata.summary_id)
      })
  }

  if (!types.includes('activity') && types.includes('sleep')) {
    let night: Session | null = null
    const isTheNight = ({ metadata }: Session): boolean => metadata.summary_id === night?.metadata.summary_id
    const nightIn = ({ type, data }: Payload): Session | null =>
      type === 'sleep' ? ((data ?? []).find(isTheNight) ?? null) : null

    test(`${story} the provider corrects their night: the same record again, which ends later`, async () => {
      const first = await heard('a night', userId, ({ type, data }) => type === 'sleep' && data?.length !== 0)
      night = first.data?.at(-1) ?? null
      const before = night
      await order({ action: 'correct', type: 'sleep', start_time: before?.metadata.start_time })
      await look()
      await heard('the correction', userId, (payload) => {
        const { end_time: end = '' } = nightIn(payload)?.metadata ?? {}
        return end > (before?.metadata.end_time ?? '')
      })
    })

    test(`${story} they delete it: the app is told which record is gone`, async () => {
      await order({ action: 'delete', type: 'sleep', start_time: night?.metadata.start_time })
      await look()
      await heard('the deletion', userId, (payload) => nightIn(payload)?.metadata.upload_type === 0)
    })
  }

  test(`${story} their last year is fetched in pieces, and comes in chunks that were announced`, slow, async () => {
    const from = new Date(world.now() - 365 * dayMs).toISOString().slice(0, 10)
    const asked = await call<{ id: string }>('POST', `/admin/api/users/${userId}/backfill`, { from })
    assert.equal(asked.status, 202, JSON.stringify(asked.body))
    await world.settle(world.now() + 6 * dayMs)
    const { body: done } = await call<{ status: string; records: number }>(
      'GET',
      `/admin/api/backfills/${asked.body.id}`,
    )
    assert.equal(done.status, 'completed', JSON.stringify(done))
    await heard('the announcement', userId, ({ type }) => type === 'large_request_processing')
    const sending = await heard('the count', userId, ({ type }) => type === 'large_request_sending')
    assert.ok((sending.expected_payloads ?? 0) > 1, JSON.stringify(sending))
  })

  test(`${story} they take their consent back`, async () => {
    await order({ action: 'revoke' })
    await call('POST', `/admin/api/users/${userId}/fetch`, { days: 2 })
    const event = await heard(
      'trouble or the end',
      userId,
      ({ type }) => type === 'connection_error' || type === 'access_revoked',
    )
    if (event.type === 'connection_error') {
      // It did not tell: a refusal a minute later says that it was no slip, and a day later where no token can be renewed.
      await world.advance(dayMs)
      await world.runNow('poll')
    }
    const end = await heard('the end', userId, ({ type }) => type === 'access_revoked')
    assert.equal(end.user?.active, false)
  })

  test(`${story} every one of them was signed, and is as the contract has it`, async () => {
    for (const request of receiver.received) {
      assert.deepEqual(await judge(request, secret, movedSeconds), [], payloadOf(request).type)
      assert.deepEqual(checkEventBody(payloadOf(request)), { ok: true }, payloadOf(request).type)
    }
  })
}
