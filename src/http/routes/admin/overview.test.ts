import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { newId, privateId, publicId } from '../../../lib/ids.ts'
import { keepHours } from '../../../overview/hours.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer({ TELLUS_DATA_DIR: tmpdir() })
after(() => at[Symbol.asyncDispose]())
const { hub } = at
const hourMs = 3_600_000

const get = async (path: string) => {
  const answer = await at.call('GET', `/admin/api${path}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}
const newDestination = async (fields: object = {}): Promise<string> =>
  (
    await at.call('POST', '/admin/api/destinations', {
      body: { kind: 'webhook', url: 'http://127.0.0.1:4999/hook', event_types: ['mine'], ...fields },
    })
  ).json().id
const publish = async (body: object = { a: 1 }, type = 'mine'): Promise<string> => {
  const answer = await at.call('POST', '/admin/api/events', { body: { type, body } })
  assert.equal(answer.statusCode, 202, answer.body)
  return answer.json().event_ids[0]
}
const uuid = (kind: 'event' | 'destination' | 'delivery', id: string): string => privateId(kind, id) ?? ''

/** Stores an attempt as a worker does. */
async function attempted(
  event: string,
  destination: string,
  how: { atMs: number; ms: number; code: number | null; ends?: 'delivered' | 'failed' },
): Promise<string> {
  const [row] = await hub.db<{ id: string; attempt: number }>`
    update deliveries set attempt = attempt + 1, class = 1
    where event_id = ${uuid('event', event)} and destination_id = ${uuid('destination', destination)}
    returning id, attempt`
  assert.ok(row)
  await hub.db`
    insert into attempts (event_id, delivery_id, destination_id, number, started_at, duration_ms, status_code, trigger)
    values (${uuid('event', event)}, ${row.id}, ${uuid('destination', destination)}, ${row.attempt},
      ${new Date(how.atMs)}, ${how.ms}, ${how.code}, ${row.attempt > 1 ? 'retry' : 'auto'})`
  if (how.ends !== undefined) {
    await hub.db`
      insert into outcomes (event_id, delivery_id, destination_id, attempt, status, at)
      values (${uuid('event', event)}, ${row.id}, ${uuid('destination', destination)}, ${row.attempt}, ${how.ends},
        ${new Date(how.atMs + how.ms)})`
    await hub.db`delete from deliveries where id = ${row.id}`
  }
  return publicId('delivery', row.id)
}

test('figures of an environment say nothing of another', async () => {
  const stats = (await at.call('GET', '/admin/api/stats', { as: 'other' })).json()
  assert.equal(stats.events.value, 0)
  assert.equal(stats.delivered_share.value, null)
})

test('deliveries are listed by destination, status and code, and paged', async () => {
  const destination = await newDestination()
  const [first, second, third] = [await publish(), await publish(), await publish()]
  const atMs = hub.clock.now()
  await attempted(first ?? '', destination, { atMs, ms: 31, code: 404, ends: 'failed' })
  await attempted(second ?? '', destination, { atMs, ms: 12, code: 503 })
  const list = (query: string) => get(`/deliveries?destination_id=${destination}&${query}`)
  const eventsOf = ({ items }: { items: { event_id: string }[] }) => items.map((row) => row.event_id)

  assert.deepEqual(eventsOf(await list('')), [third, second, first])
  assert.deepEqual(eventsOf(await list('status=pending')), [third, second])
  assert.deepEqual(eventsOf(await list('status=failed')), [first])
  assert.deepEqual(eventsOf(await list('code=5xx')), [second])
  assert.deepEqual(eventsOf(await list('code=404')), [first])
  assert.deepEqual(eventsOf(await list('type=other')), [])
  const [row] = (await list('code=503')).items
  assert.deepEqual([row.attempts, row.last_status_code, row.last_duration_ms], [1, 503, 12])
  const page = await list('limit=2')
  assert.deepEqual(eventsOf(await list(`limit=2&cursor=${page.next_cursor}`)), [first])
  assert.equal((await at.call('GET', '/admin/api/deliveries?cursor=nonsense')).statusCode, 400)
  assert.equal((await at.call('GET', '/admin/api/deliveries?code=9xx')).statusCode, 400)
  assert.deepEqual((await at.call('GET', '/admin/api/deliveries', { as: 'other' })).json().items, [])
})

test('a delivery that waits for a retry is made due; one that does not is a conflict that says why', async () => {
  const destination = await newDestination({ retry: [3600] })
  const event = await publish()
  const id = await attempted(event, destination, { atMs: hub.clock.now(), ms: 5, code: 500 })
  await hub.db`update deliveries set due_at = clock() + interval '1 hour' where id = ${uuid('delivery', id)}`
  const retry = () => at.call('POST', `/admin/api/deliveries/${id}/retry-now`)

  const shown = (await get(`/events/${event}`)).deliveries.find(
    (one: { destination_id: string }) => one.destination_id === destination,
  )
  assert.deepEqual([shown.next_attempt, shown.attempts_allowed], [2, 2])
  const made = await retry()
  assert.equal(made.statusCode, 200, made.body)
  const [row] = await hub.db<{ due: boolean }>`
    select due_at <= clock() as due from deliveries where id = ${uuid('delivery', id)}`
  assert.equal(row?.due, true)
  assert.equal((await at.call('POST', `/admin/api/deliveries/${id}/retry-now`, { as: 'other' })).statusCode, 404)

  await at.call('PATCH', `/admin/api/destinations/${destination}`, { body: { enabled: false } })
  const held = await retry()
  assert.equal(held.statusCode, 409)
  assert.match(held.json().detail, /switched off/)
  await at.call('PATCH', `/admin/api/destinations/${destination}`, { body: { enabled: true, deliver_missed: true } })
  await attempted(event, destination, { atMs: hub.clock.now(), ms: 5, code: 200, ends: 'delivered' })
  const ended = await retry()
  assert.equal(ended.statusCode, 409)
  assert.match(ended.json().detail, /is delivered and waits for nothing/)
  const unknown = publicId('delivery', newId(hub.clock.now()))
  assert.equal((await at.call('POST', `/admin/api/deliveries/${unknown}/retry-now`)).statusCode, 404)
})

test('events are found by what their bodies contain and how they were answered', async () => {
  const destination = await newDestination({ event_types: ['searched'] })
  const needle = await publish({ note: 'a needle' }, 'searched')
  for (let i = 0; i < 5; i++) await publish({ hay: i }, 'searched')
  await attempted(needle, destination, { atMs: hub.clock.now(), ms: 5, code: 418 })
  const found = await get('/events?body=a%20needle')
  assert.deepEqual(
    found.items.map((one: { id: string }) => one.id),
    [needle],
  )
  assert.equal(found.scanned_until, null)
  assert.deepEqual(
    (await get('/events?code=418&type=searched')).items.map((one: { id: string }) => one.id),
    [needle],
  )
  assert.deepEqual((await get('/events?body=needle&code=2xx')).items, [])
  const [row] = (await get('/events?type=searched&limit=1')).items
  assert.deepEqual(row.delivery_statuses, ['pending'])
})

test('an event shows its timeline, where it goes and the headers it goes with', async () => {
  const destination = await newDestination({ headers: { 'x-password': 'hidden' } })
  const receivedMs = hub.clock.now()
  const event = await publish()
  await attempted(event, destination, { atMs: receivedMs + 100, ms: 50, code: 200, ends: 'delivered' })
  const shown = await get(`/events/${event}`)
  assert.equal(shown.timeline.received_at, new Date(receivedMs).toISOString())
  assert.equal(shown.timeline.first_sent_at, new Date(receivedMs + 100).toISOString())
  assert.equal(shown.timeline.first_delivered_at, new Date(receivedMs + 150).toISOString())
  assert.equal(shown.provider_data, null)
  const delivery = shown.deliveries.find((one: { destination_id: string }) => one.destination_id === destination)
  assert.equal(delivery.destination.url, 'http://127.0.0.1:4999/hook')
  assert.equal(delivery.headers_sent['x-password'], '••••')
  assert.match(delivery.headers_sent['terra-signature'], /^t=\d+,v1=[0-9a-f]{64}$/)
  assert.equal(delivery.headers_sent['x-terra-trace-id'], delivery.trace_id)
})

test('users are found by provider and state, with what they have and when', async () => {
  const made = await at.call('POST', '/admin/api/generate', {
    body: { provider: 'OURA', type: 'sleep', reference_id: 'presence', send: true },
  })
  const userId = made.json().user_id
  assert.deepEqual(
    (await get('/users?provider=oura&status=connected')).items.map((one: { user_id: string }) => one.user_id),
    [userId],
  )
  assert.deepEqual((await get('/users?provider=oura&status=disconnected')).items, [])
  assert.deepEqual((await get('/users?provider=oura&status=needs_reauth')).items, [])
  const [renewed, ended] = [new Date(hub.clock.now() - 7_200_000), new Date(hub.clock.now() - 3_600_000)]
  await hub.db`
    insert into provider_tokens (id, access_token, expires_at, updated_at)
    values (${userId}, 'sealed', ${ended}, ${renewed})`
  const [refused] = (await get('/users?provider=oura&status=needs_reauth')).items
  assert.deepEqual([refused.user_id, refused.active, refused.needs_reauth], [userId, true, true])
  assert.deepEqual((await get('/users?provider=oura&status=connected')).items, [])
  const token = { renewed_at: renewed.toISOString(), expires_at: ended.toISOString(), is_renewable: false }
  assert.deepEqual((await get(`/users/${userId}`)).token, token)
  const today = new Date(hub.clock.now()).toISOString().slice(0, 10)
  await hub.db`
    insert into records (user_id, type, key, first_day, last_day, hash, body, bytes, observed_at)
    values (${userId}, 'sleep', 'one', ${today}, ${today}, '\\x00', '{}', 2, now())`
  assert.deepEqual((await get(`/users/${userId}`)).counts, { sleep: 1 })
  const presence = await get(`/users/${userId}/presence?days=3&zone=UTC`)
  assert.deepEqual(presence.types, [{ type: 'sleep', total: 1, first_day: today, last_day: today, days: [0, 0, 1] }])
  assert.equal((await at.call('GET', `/admin/api/users/${userId}/presence?zone=Nowhere`)).statusCode, 400)
  const events = (await get(`/users/${userId}/events`)).items
  assert.deepEqual(
    events.map((one: { type: string; provider: string; reference_id: string }) => [
      one.type,
      one.provider,
      one.reference_id,
    ]),
    [
      ['sleep', 'OURA', 'presence'],
      ['auth', 'OURA', 'presence'],
    ],
  )
  assert.deepEqual((await get('/events?reference_id=presence&provider=oura')).items.length, 2)
  assert.deepEqual((await get('/search?q=presence')).items, [
    { kind: 'user', id: userId, label: 'OURA, presence', path: `/users/${userId}` },
  ])
})

test('the coverage of a type names who fills which field, and which of them the users have', async () => {
  const { providers, in_use, fields } = await get('/coverage?type=sleep')
  assert.ok(providers.includes('OURA') && providers.includes('APPLE'))
  assert.ok(in_use.every((slug: string) => providers.includes(slug)))
  const rem = fields.find(({ path }: { path: string }) => path.endsWith('duration_REM_sleep_state_seconds'))
  assert.ok(rem.providers.includes('OURA'))
  assert.equal((await at.call('GET', '/admin/api/coverage?type=naps')).statusCode, 400)
})

test('sources are listed with their state and switched off for one environment', async () => {
  const apple = (items: { provider: string }[]) => items.find(({ provider }) => provider === 'APPLE')
  const source = apple((await get('/sources')).items)
  assert.deepEqual(source, { ...source, kind: 'phone', state: 'ready', enabled: true, file_kinds: ['apple-health'] })
  const off = await at.call('PATCH', '/admin/api/sources/apple', { body: { enabled: false } })
  assert.equal(off.json().state, 'off')
  assert.deepEqual(apple((await get('/sources')).items), { ...source, state: 'off', enabled: false })
  const others = (await at.call('GET', '/admin/api/sources', { as: 'other' })).json().items
  assert.deepEqual({ ...apple(others), users: 0 }, { ...source, users: 0 })
  assert.equal((await at.call('PATCH', '/admin/api/sources/nobody', { body: { enabled: true } })).statusCode, 404)
})

test('a source that is switched off for good stands there with its files, and says why', async () => {
  const { items } = await get('/sources')
  const fitbit = items.find(({ provider }: { provider: string }) => provider === 'FITBIT')
  assert.deepEqual(
    [fitbit.label, fitbit.kind, fitbit.state, fitbit.file_kinds],
    ['Fitbit', 'file', 'ready', ['google-takeout']],
  )
  assert.match(fitbit.retired, /^Fitbit switched its Web API off on 2 November 2026: connect GOOGLE_HEALTH/)
  assert.ok(
    items.every(
      ({ provider, retired }: { provider: string; retired: string | null }) =>
        provider === 'FITBIT' || retired === null,
    ),
  )
})

test('what fails, is off or paused needs attention, each with its remedy', async () => {
  const failing = await newDestination({ name: 'failing' })
  await hub.db`
    update destinations set failing_since = clock(), failing_attempts = 7 where id = ${uuid('destination', failing)}`
  const paused = await newDestination({ name: 'paused', event_types: ['attended'] })
  await publish({}, 'attended')
  await at.call('PATCH', `/admin/api/destinations/${paused}`, { body: { enabled: false } })
  const items: { kind: string; target: { id: string }; waiting: number; remedy: { action: string } }[] = (
    await get('/attention')
  ).items
  const about = (id: string) => items.find(({ target }) => target.id === id)
  assert.equal(about(failing)?.kind, 'destination_failing')
  assert.deepEqual(
    [about(paused)?.kind, about(paused)?.waiting, about(paused)?.remedy.action],
    ['destination_paused', 1, 'resume'],
  )
})

test('the first steps tick themselves from what was really done', async () => {
  const steps = async (as: 'first' | 'other') =>
    (await at.call('GET', '/admin/api/first-steps', { as })).json().steps.map((one: { done: boolean }) => one.done)
  assert.deepEqual(await steps('other'), [true, false, false, false, false])
  assert.deepEqual((await steps('first')).slice(0, 2), [true, true])
  assert.equal((await steps('first'))[3], true)
})

test('any id leads to its thing', async () => {
  const destination = await newDestination()
  const event = await publish()
  const shown = await get(`/events/${event}`)
  const [delivery] = shown.deliveries
  for (const [text, kind, path] of [
    [event, 'event', `/events/${event}`],
    [shown.reference, 'event', `/events/${event}`],
    [delivery.id, 'delivery', `/events/${event}`],
    [delivery.trace_id, 'delivery', `/events/${event}`],
    [destination, 'destination', `/connections/destinations/${destination}`],
  ]) {
    const { items } = await get(`/search?q=${encodeURIComponent(text)}`)
    assert.deepEqual([items[0]?.kind, items[0]?.path], [kind, path], text)
  }
  assert.deepEqual((await at.call('GET', `/admin/api/search?q=${event}`, { as: 'other' })).json().items, [])
})

test('a pasted signature is explained, and an inbox is cleared', async () => {
  const body = { header: 't=1,v1=00', body: '{}', secret: 's', now: 1 }
  assert.equal((await at.call('POST', '/admin/api/verify', { body })).json().problem, 'not_hex')
  const inbox = (await at.call('POST', '/admin/api/inboxes', { body: {} })).json()
  const path = new URL(inbox.url).pathname
  assert.equal((await at.call('POST', path, { body: { a: 1 } })).statusCode, 200)
  const [message] = (await get(`/inboxes/${inbox.id}/messages`)).items
  assert.equal(message.verdict.verdict, 'unsigned')
  const cleared = await at.call('DELETE', `/admin/api/inboxes/${inbox.id}/messages`)
  assert.deepEqual(cleared.json(), { deleted: 1 })
  assert.deepEqual((await get(`/inboxes/${inbox.id}/messages`)).items, [])
})

test('figures count what happened by the hour, the same before and after an hour is summed up', async () => {
  await hub.db`truncate events, deliveries, attempts, outcomes`
  const destination = await newDestination()
  const startMs = hub.clock.now()
  const good = await publish()
  await attempted(good, destination, { atMs: startMs + 1000, ms: 200, code: 200, ends: 'delivered' })
  const bad = await publish()
  await attempted(bad, destination, { atMs: startMs + 1000, ms: 100, code: 503 })
  await attempted(bad, destination, { atMs: startMs + 2000, ms: 100, code: 503, ends: 'failed' })

  const check = async () => {
    const stats = await get(`/destinations/${destination}/stats?hours=48`)
    assert.deepEqual([stats.delivered, stats.retrying, stats.failed], [1, 1, 1])
    assert.equal(stats.success_rate, 1 / 3)
    assert.ok(Math.abs(stats.p95_ms - 200) <= 20, `p95 ${stats.p95_ms}`)
    assert.equal(stats.last_attempt_at, new Date(startMs + 2000).toISOString())
    assert.equal(stats.hours.length, 48)
    const all = await get('/stats?hours=48')
    assert.equal(all.delivered_share.value, 0.5)
    assert.ok(Math.abs(all.median_delay_ms.value - 1200) <= 130, `median ${all.median_delay_ms.value}`)
    assert.equal(all.is_sampled, false)
    assert.equal(all.events.value >= 2, true)
    assert.equal(
      all.events.series.reduce((sum: number, n: number | null) => sum + (n ?? 0), 0),
      all.events.value,
    )
    assert.deepEqual((await get('/destinations/stats?hours=48')).items[destination], stats)
  }
  await check()
  hub.clock.advance(3 * hourMs)
  await check()
  const [{ n } = { n: 0 }] = await hub.db<{ n: number }>`select count(*) as n from attempt_hours`
  assert.equal(n, 1, 'the hour that is over is summed up')
  await check()
  const items = (await get('/destinations')).items
  assert.equal(items.find((one: { id: string }) => one.id === destination).stats.failed, 1)

  await keepHours(hub, hub.clock.now() + 24 * hourMs)
  const [{ n: left } = { n: 0 }] = await hub.db<{ n: number }>`select count(*) as n from attempt_hours`
  assert.equal(left, 0, 'sums are forgotten with what they were made of')
  await check()
})
