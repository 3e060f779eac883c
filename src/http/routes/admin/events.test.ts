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
