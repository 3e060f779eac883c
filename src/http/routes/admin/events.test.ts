import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { pingBody } from '../../../delivery/ping.ts'
import { newId, privateId, publicId } from '../../../lib/ids.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer()
after(() => at[Symbol.asyncDispose]())
const call = at.call

const newDestination = async (): Promise<string> => {
  const body = { kind: 'webhook', url: 'http://127.0.0.1:4999/hook', event_types: ['daily', 'sleep'] }
  return (await call('POST', '/admin/api/destinations', { body })).json().id
}
async function generate(type: string): Promise<{ event_id: string; user_id: string; payload: object }> {
  at.hub.clock.advance(1000)
  const body = { provider: 'GARMIN', type, reference_id: 'ada', send: true, end_date: '2026-07-01' }
  return (await call('POST', '/admin/api/generate', { body })).json()
}
const idsOf = async (query: string): Promise<string[]> => {
  const answer = await call('GET', `/admin/api/events?${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().items.map((event: { id: string }) => event.id)
}

test('events are listed, filtered, paged, shown with their deliveries and sent again', async () => {
  const destination = await newDestination()
  const daily = await generate('daily')
  const between = new Date(at.hub.clock.now() + 500).toISOString()
  const sleep = await generate('sleep')

  assert.deepEqual((await idsOf('')).slice(0, 2), [sleep.event_id, daily.event_id])
  assert.deepEqual(await idsOf('type=daily'), [daily.event_id])
  assert.deepEqual(await idsOf(`user_id=${daily.user_id}&since=${between}`), [sleep.event_id])
  assert.deepEqual(await idsOf(`type=daily&until=${between}`), [daily.event_id])
  assert.deepEqual(await idsOf(`destination_id=${destination}&status=pending`), [sleep.event_id, daily.event_id])
  assert.deepEqual(await idsOf('status=failed'), [])
  const page = (await call('GET', '/admin/api/events?limit=1')).json()
  assert.equal(page.next_cursor, sleep.event_id)
  assert.equal((await idsOf(`cursor=${page.next_cursor}`))[0], daily.event_id)

  const shown = (await call('GET', `/admin/api/events/${daily.event_id}`)).json()
  assert.equal(shown.body, JSON.stringify(daily.payload))
  assert.deepEqual(
    shown.deliveries.map((one: { destination_id: string; status: string }) => [one.destination_id, one.status]),
    [[destination, 'pending']],
  )

  const other = await newDestination()
  const resend = `/admin/api/events/${daily.event_id}/resend`
  const again = await call('POST', resend, { body: { destination_id: other } })
  assert.deepEqual([again.statusCode, again.json()], [202, { deliveries: 1 }])
  const unknown = publicId('destination', newId())
  assert.equal((await call('POST', resend, { body: { destination_id: unknown } })).statusCode, 404)
  for (const path of [resend, `/admin/api/destinations/${destination}/test`])
    assert.equal((await call('POST', path, { as: 'other' })).statusCode, 404)
  assert.equal((await call('GET', `/admin/api/events/${daily.event_id}`, { as: 'other' })).statusCode, 404)
})

test('says which filter of a list is wrong', async () => {
  const sentence = async (query: string) => {
    const answer = await call('GET', `/admin/api/events?${query}`)
    return [answer.statusCode, answer.json().detail]
  }
  assert.deepEqual(await sentence('since=soon'), [400, 'invalid since: expected a time such as 2026-07-01T12:00:00Z'])
  assert.deepEqual(await sentence('user_id=x'), [400, 'invalid user_id'])
  assert.deepEqual(await sentence('limit=0'), [400, 'invalid limit: expected number to be >=1'])
  assert.deepEqual(await sentence('destination_id=x'), [404, 'there is no destination x'])
  assert.equal((await sentence('status=lost'))[0], 400)
  assert.equal((await sentence('cursor=x'))[0], 400)
})

test('a destination is tested, and what it missed is counted', async () => {
  const startMs = at.hub.clock.now()
  await generate('daily')
  const destination = await newDestination()
  const sent = await call('POST', `/admin/api/destinations/${destination}/test`)
  assert.equal(sent.statusCode, 202)
  const shown = (await call('GET', `/admin/api/events/${sent.json().event_id}`)).json()
  assert.deepEqual([shown.type, shown.deliveries.length], ['healthcheck', 1])
  const url = `/admin/api/destinations/${destination}/recover?dry_run=true`
  const body = {
    since: new Date(startMs + 1).toISOString(),
    until: new Date(at.hub.clock.now() + 1).toISOString(),
  }
  assert.deepEqual((await call('POST', url, { body })).json(), { count: 1 })
  assert.deepEqual((await call('POST', url, { body: { ...body, include: 'failed' } })).json(), { count: 0 })
  assert.equal((await call('POST', url, { body: {} })).json().detail, 'since is required')
})

test('events are polled oldest first with their bodies, from a time, from now, and on from a cursor', async () => {
  const poll = async (query: string) => {
    const answer = await call('GET', `/admin/api/events?${query}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }
  const now = await poll('since_cursor=now')
  assert.deepEqual([now.items, now.has_more], [[], false])
  const sent = [await generate('daily'), await generate('sleep'), await generate('daily')]
  // Over a second old: what is younger may not be complete yet.
  await at.hub.db`update events set created_at = created_at - interval '2 seconds'`
  const all = await poll('since_cursor=2026-01-01T00:00:00Z&limit=200')
  const last = all.items.slice(-3)
  assert.deepEqual(
    last.map((one: { id: string; body: string }) => [one.id, one.body]),
    sent.map((one) => [one.event_id, JSON.stringify(one.payload)]),
  )
  assert.deepEqual(
    [all.has_more, typeof all.next_cursor, last[0].type, last[0].chunk],
    [false, 'string', 'daily', null],
  )
  assert.ok(Date.parse(all.complete_until) <= Date.now())
  const first = await poll('since_cursor=2026-01-01&limit=1&type=sleep')
  assert.deepEqual([first.items.length, first.items[0].type], [1, 'sleep'])
  assert.deepEqual((await poll(`since_cursor=${all.next_cursor}`)).items, [])
  assert.deepEqual((await call('GET', '/admin/api/events?since_cursor=now', { as: 'other' })).json().items, [])
  const detail = async (query: string) => {
    const answer = await call('GET', `/admin/api/events?${query}`)
    return [answer.statusCode, answer.json().detail]
  }
  assert.deepEqual(await detail('since_cursor=now&status=failed'), [
    400,
    'invalid status: with since_cursor, events are found by type, user_id and view only',
  ])
  assert.equal((await detail('since_cursor=x'))[0], 400)
})

test('recoveries and bulk resends are taken on as jobs, shown, listed and cancelled', async () => {
  const destination = await newDestination()
  const { event_id } = await generate('daily')
  const since = new Date(at.hub.clock.now() - 60_000).toISOString()
  const made = await call('POST', `/admin/api/destinations/${destination}/recover`, {
    body: { since, include: 'missed', rate_per_second: 5 },
  })
  assert.equal(made.statusCode, 202)
  const id: string = made.json().job_id
  const shown = (await call('GET', `/admin/api/jobs/${id}`)).json()
  const { created_at, request, ...rest } = shown
  assert.deepEqual(rest, {
    id,
    kind: 'recover',
    status: 'queued',
    done: 0,
    total: null,
    error: null,
    rate_per_second: 5,
    started_at: null,
    finished_at: null,
  })
  assert.match(created_at, /Z$/)
  assert.deepEqual([request.destination_id, request.since, request.include], [destination, since, 'missed'])

  const resend = (body: object, query = '') => call('POST', `/admin/api/events/resend${query}`, { body })
  assert.deepEqual((await resend({ destination_id: destination, dry_run: true })).json(), { count: 0 }, 'it is pending')
  assert.deepEqual((await resend({ status: 'failed', since }, '?dry_run=true')).json(), { count: 0 })
  const bulk = await resend({ type: 'daily', status: 'failed' })
  assert.equal(bulk.statusCode, 202)
  const listed = (await call('GET', '/admin/api/jobs?limit=1')).json()
  assert.deepEqual(
    [listed.items[0].id, listed.items[0].kind, listed.next_cursor],
    [bulk.json().job_id, 'resend', bulk.json().job_id],
  )
  assert.equal((await call('GET', `/admin/api/jobs?cursor=${listed.next_cursor}`)).json().items[0].id, id)

  const cancelled = (await call('POST', `/admin/api/jobs/${id}/cancel`)).json()
  assert.deepEqual([cancelled.status, typeof cancelled.finished_at], ['cancelled', 'string'])
  for (const path of [`/admin/api/jobs/${id}`, `/admin/api/jobs/${event_id}`, '/admin/api/jobs/x'])
    assert.equal((await call('GET', path, { as: 'other' })).statusCode, 404)
  assert.equal((await call('POST', `/admin/api/jobs/${id}/cancel`, { as: 'other' })).statusCode, 404)
  assert.deepEqual((await call('GET', '/admin/api/jobs', { as: 'other' })).json().items, [])

  const refused = async (body: object) => (await resend(body)).json().detail
  assert.match(await refused({}), /^name what to send again: type, user_id/)
  assert.match(await refused({ type: 'daily', rate_per_second: 0 }), /^invalid rate_per_second: expected at least/)
  assert.match(await refused({ kind: 'daily' }), /kind/)
  assert.equal((await resend({ destination_id: publicId('destination', newId()) })).statusCode, 404)
})

test('switching a destination on answers with what it missed', async () => {
  at.hub.clock.advance(1000)
  const path = `/admin/api/destinations/${await newDestination()}`
  const patch = async (body: object) => (await call('PATCH', path, { body })).json()
  assert.equal((await patch({ enabled: false })).missed, undefined)
  const beforeMs = at.hub.clock.now()
  await generate('daily')
  const conflict = await call('POST', `${path}/recover`, { body: { since: new Date(beforeMs).toISOString() } })
  assert.equal(conflict.statusCode, 409)
  const { missed, disables_at, failing_since, warned_percent } = await patch({ enabled: true })
  assert.deepEqual([missed.held, missed.failed], [1, 0])
  assert.ok(Date.parse(missed.since) <= beforeMs + 1000)
  assert.deepEqual([disables_at, failing_since, warned_percent], [null, null, 0])
  const dry = await call('POST', `${path}/recover?dry_run=true`, { body: { since: missed.since, include: 'missed' } })
  assert.deepEqual(dry.json(), { count: 1 })
  await patch({ enabled: false })
  assert.equal((await patch({ enabled: true, deliver_missed: true })).missed.held, 0)
  const standard = await patch({ standard_webhooks: true })
  assert.match(standard.standard_webhooks_secret, /^whsec_/)
})

test('a link of ping mode leads to the exact payload, for 600 s', async () => {
  const sent = await generate('sleep')
  const id = privateId('event', sent.event_id) ?? ''
  const { url } = JSON.parse(pingBody(at.hub, { id }, at.hub.clock.now()).toString())
  const { pathname } = new URL(url)
  const read = await call('GET', pathname, { as: 'none' })
  assert.deepEqual([read.statusCode, read.body], [200, JSON.stringify(sent.payload)])
  assert.equal((await call('GET', '/payloads/nonsense', { as: 'none' })).statusCode, 400)
  at.hub.clock.advance(600_000)
  assert.equal((await call('GET', pathname, { as: 'none' })).statusCode, 400)
})
