import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { keepSubscriptions } from '../ingest/fetch/subscribe.ts'
import { notification, type Posted } from '../providers/sandbox/notification.ts'
import { connectPerson, jobsOf, sandboxServer } from '../testing/connected.ts'
import { openReceiver } from '../testing/receiver.ts'
import { pushAgain, pushNotice, pushTask, releaseHeld, releaseTask } from './push.ts'
import { syncDue } from './sync.ts'

const at = await sandboxServer()
const { hub } = at
const receiver = await openReceiver()
after(async () => {
  await receiver[Symbol.asyncDispose]()
  await at[Symbol.asyncDispose]()
})
const secret = 'a secret that both sides know'
const context = { signal: new AbortController().signal, attempt: 1 }
const quarterMs = 15 * 60_000

/** From here on notifications go to a receiver that the test looks into. */
async function redirect(): Promise<void> {
  await hub.db`delete from sandbox_subscriptions`
  await hub.db`
    insert into sandbox_subscriptions (id, client_id, callback_url, secret)
    values (gen_random_uuid(), 'tellus', ${receiver.url}, ${hub.vault.seal(secret)})`
}
/** What came since this was last asked. */
const posted = (): Posted[] => receiver.received.splice(0).map(({ body }) => JSON.parse(String(body)))
const fault = (userId: string, notifications: string | null) =>
  at.call('POST', `/admin/api/users/${userId}/sandbox`, { body: { action: 'fault', notifications } })
const subscribe = (form: Record<string, string>, clientSecret = 'pretend-provider') =>
  at.server.inject({
    method: 'POST',
    url: '/sandbox/subscriptions',
    headers: {
      authorization: `Basic ${Buffer.from(`tellus:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(form).toString(),
  })
const revoked = (account: string): Posted => ({ event: 'revoked', account })

test('a subscription is made by our own callback that proves to know the secret, and is kept sealed', async () => {
  const callback = `${hub.publicUrl()}/hooks/SANDBOX`
  assert.equal((await subscribe({ callback_url: callback, secret }, 'wrong')).statusCode, 401)
  for (const [form, error] of [
    [{ callback_url: 'https://evil.example/hooks/SANDBOX', secret }, 'invalid_request'],
    [{ callback_url: `${callback}?x=1`, secret }, 'invalid_request'],
    [{ callback_url: callback, secret: 'short' }, 'invalid_request'],
    [{ callback_url: callback, secret: 'one that the callback does not know' }, 'invalid_callback'],
  ] as const) {
    const answer = await subscribe(form)
    assert.deepEqual([answer.statusCode, answer.json().error], [400, error])
  }
  assert.equal(await pushNotice(hub, revoked('nobody')), false, 'nobody has subscribed yet')
  await keepSubscriptions(hub)
  const rows = await hub.db<{
    callback_url: string
    secret: string
  }>`select callback_url, secret from sandbox_subscriptions`
  assert.equal(rows.length, 1)
  assert.equal(rows[0]?.callback_url, callback)
  assert.match(rows[0]?.secret ?? '', /^v1\./)
  assert.equal(await pushNotice(hub, revoked('nobody')), true)
  assert.equal((await jobsOf(hub, 'provider-notice')).length, 1, 'the hub took it')
  assert.deepEqual(await jobsOf(hub, pushTask), [])
})

test('a notification is signed over the bytes that are sent', async () => {
  await redirect()
  await pushNotice(hub, revoked('ann'))
  const [request] = receiver.received
  assert.ok(request)
  const hook = { method: 'POST', query: new URLSearchParams(), body: request.body, headers: {} }
  const headers = { 'x-sandbox-signature': String(request.headers['x-sandbox-signature']) }
  const known = { client: { id: '', secret: '' }, subscription: { secret }, nowMs: hub.clock.now() }
  assert.equal(notification.verify({ ...hook, headers }, known), true)
  assert.equal(notification.verify({ ...hook, headers, body: Buffer.from('{}') }, known), false)
  assert.deepEqual(notification.read(request.body), [{ kind: 'revoked', account: 'ann' }])
  posted()
})

test('one that is not taken comes again after a pause, three times, and then no more', async () => {
  receiver.set({ status: 503 })
  await pushNotice(hub, revoked('ann'))
  const pauses: number[] = []
  for (;;) {
    const [job] = await jobsOf(hub, pushTask)
    if (job === undefined) break
    const [{ now = new Date() } = {}] = await hub.db<{ now: Date }>`select now()`
    pauses.push(Math.round((job.run_at.getTime() - now.getTime()) / 10_000) * 10)
    await hub.db`delete from graphile_worker._private_jobs`
    await pushAgain(hub)(job.payload, context)
  }
  assert.deepEqual(pauses, [10, 60, 300])
  assert.deepEqual(
    posted(),
    Array.from({ length: 4 }, () => revoked('ann')),
  )
  receiver.set({})
})

test('a quarter of an hour after a person connected their device syncs, and so on: one notification of all that is new', async () => {
  const { userId } = await connectPerson(at, 'syd', { granted: ['profile', 'daily', 'sleep'] })
  assert.equal(await syncDue(hub), 0)
  await hub.advance(quarterMs - 120_000)
  assert.equal(await syncDue(hub), 0)
  await hub.advance(120_000)
  assert.equal(await syncDue(hub), 1)
  const [first, ...more] = posted()
  assert.deepEqual(more, [])
  assert.ok(first?.event === 'data')
  assert.deepEqual(
    [first.account, first.types.includes('daily'), first.types.includes('athlete')],
    ['syd', true, false],
  )
  assert.ok(
    first.types.every((type) => type === 'daily' || type === 'sleep'),
    'of what they allow alone',
  )
  assert.equal(await syncDue(hub), 0)
  await hub.advance(24 * 3_600_000)
  assert.equal(await syncDue(hub), 1)
  const [second] = posted()
  assert.ok(second?.event === 'data')
  assert.deepEqual([...second.types].sort(), ['daily', 'sleep'])
  assert.ok(second.start < second.end)
  await at.call('DELETE', `/admin/api/users/${userId}`)
  await hub.advance(24 * 3_600_000)
  assert.equal(await syncDue(hub), 0, 'the token was given back, and that is told to nobody')
  assert.deepEqual(posted(), [])
})

test('a sync that was broken off is told the next time', async () => {
  await connectPerson(at, 'kim')
  await hub.advance(quarterMs)
  await hub.db`update sandbox_grants set sync_due_at = clock() + interval '15 min' where person = 'kim'`
  await hub.advance(24 * 3_600_000)
  assert.equal(await syncDue(hub), 1)
  const [told] = posted()
  assert.ok(told?.event === 'data' && told.start < told.end)
})

test('notifications can come twice', async () => {
  const { userId } = await connectPerson(at, 'duo')
  await fault(userId, 'duplicate')
  await hub.advance(quarterMs)
  await syncDue(hub)
  const [one, two, ...more] = posted().filter(({ account }) => account === 'duo')
  assert.ok(one)
  assert.deepEqual([two, more], [one, []])
  await fault(userId, null)
})

test('notifications can come in another order, and none is held back for ever', async () => {
  const { userId } = await connectPerson(at, 'mix')
  await fault(userId, 'reorder')
  const [{ id = '' } = {}] = await hub.db<{ id: string }>`select id from sandbox_grants where person = 'mix'`
  const mixed = { id, notices: 'reorder' } as const
  const told = (scopes: string[]): Posted => ({ event: 'scopes', account: 'mix', scopes })
  await pushNotice(hub, told(['daily']), mixed)
  assert.deepEqual(posted(), [])
  await pushNotice(hub, told(['sleep']), mixed)
  assert.deepEqual(posted(), [told(['sleep']), told(['daily'])])
  await pushNotice(hub, told(['body']), mixed)
  assert.deepEqual(posted(), [])
  const [job] = await jobsOf(hub, releaseTask)
  assert.ok(job)
  await releaseHeld(hub)(job.payload, context)
  assert.deepEqual(posted(), [told(['body'])])
  await releaseHeld(hub)(job.payload, context)
  assert.deepEqual(posted(), [], 'what has been sent is not held any more')
})
