import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { LightMyRequestResponse } from 'fastify'
import { isUuid } from '../lib/ids.ts'
import { testServer } from '../testing/server.ts'

const at = await testServer()
after(() => at[Symbol.asyncDispose]())

/** Asserts the union error body and gives its sentence. */
function refused(answer: LightMyRequestResponse, status: number, title: string, instance: string): string {
  assert.equal(answer.statusCode, status, answer.body)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  assert.ok(isUuid(String(answer.headers['terra-reference'])))
  const body = answer.json()
  assert.deepEqual(Object.keys(body), ['type', 'title', 'instance', 'detail', 'status', 'message'])
  assert.deepEqual([body.type, body.title, body.instance, body.status], ['about:blank', title, instance, 'error'])
  assert.equal(body.detail, body.message)
  return body.detail
}

test('says what is wrong with a request that is not served', async (t) => {
  await t.test('missing and wrong credentials are 401, each with its sentence', async () => {
    const none = await at.call('GET', '/v2/subscriptions', { as: 'none' })
    const missing = 'dev-id or x-api-key headers are missing'
    assert.equal(refused(none, 401, 'unauthorized', '/v2/subscriptions'), missing)
    const half = await at.call('GET', '/v2/subscriptions', { as: 'none', headers: { 'dev-id': 'test-dev' } })
    assert.equal(refused(half, 401, 'unauthorized', '/v2/subscriptions'), missing)
    for (const headers of [{ 'x-api-key': 'wrong' }, { 'dev-id': 'nobody' }, { 'dev-id': 'other-dev' }]) {
      const wrong = await at.call('GET', '/v2/subscriptions', { headers })
      assert.equal(refused(wrong, 401, 'unauthorized', '/v2/subscriptions'), 'invalid dev-id or x-api-key')
    }
    const admin = await at.call('POST', '/admin/api/inboxes', { as: 'none', body: '{"half' })
    assert.equal(refused(admin, 401, 'unauthorized', '/admin/api/inboxes'), missing)
  })

  await t.test('an unknown route is 404 and named', async () => {
    const answer = await at.call('GET', '/v2/nothing?a=b')
    assert.equal(refused(answer, 404, 'not found', '/v2/nothing?a=b'), 'there is no route GET /v2/nothing')
    refused(await at.call('POST', '/v2/nothing', { body: 'text' }), 404, 'not found', '/v2/nothing')
  })

  await t.test('a wrong method is 405 with what is allowed', async () => {
    const answer = await at.call('PUT', '/api/v2/body?x=1')
    assert.match(
      refused(answer, 405, 'method not allowed', '/api/v2/body?x=1'),
      /PUT is not allowed on \/api\/v2\/body/,
    )
    assert.equal(answer.headers.allow, 'DELETE, GET, POST')
    assert.equal((await at.call('POST', '/admin/api/users/abc')).headers.allow, 'DELETE, GET')
    assert.equal((await at.call('GET', '/inbox/abc')).headers.allow, 'POST, PUT')
    const newest = await at.server.inject({ method: 'QUERY', url: '/v2/activity', headers: at.credentials })
    refused(newest, 405, 'method not allowed', '/v2/activity')
  })

  await t.test('malformed JSON is 400', async () => {
    const url = '/v2/bulkUserInfo'
    const headers = { 'content-type': 'application/json' }
    const answer = await at.call('POST', url, { body: '["a', headers })
    assert.equal(refused(answer, 400, 'bad request', url), 'invalid JSON body')
    const poisoned = await at.call('POST', '/admin/api/inboxes', { body: '{"__proto__":{"a":1}}', headers })
    assert.equal(poisoned.statusCode, 400)
  })

  await t.test('a body past the limit is 413 and says the limit', async () => {
    const url = '/v2/bulkUserInfo'
    const headers = { 'content-type': 'application/json' }
    const answer = await at.call('POST', url, { body: `["${'x'.repeat(1024 * 1024)}"]`, headers })
    assert.equal(refused(answer, 413, 'payload too large', url), 'the body is larger than 1 MiB')
  })

  await t.test('a wrong content type is 415', async () => {
    const url = '/v2/bulkUserInfo'
    const form = await at.call('POST', url, { body: 'a=b', headers: { 'content-type': 'text/csv' } })
    const sentence = 'Content-Type text/csv is not taken here: send application/json'
    assert.equal(refused(form, 415, 'unsupported media type', url), sentence)
    const malformed = await at.call('POST', url, { body: '[]', headers: { 'content-type': 'json' } })
    refused(malformed, 415, 'unsupported media type', url)
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    refused(await at.call('POST', url, { body: 'xx', headers }), 415, 'unsupported media type', url)
  })

  await t.test('a bad parameter is 400 and named', async () => {
    const answer = await at.call('GET', '/v2/daily?start_date=2026-07-01')
    assert.equal(refused(answer, 400, 'bad request', '/v2/daily?start_date=2026-07-01'), 'user_id is required')
    const twice = await at.call('GET', '/v2/userInfo?user_id=a&user_id=b')
    assert.equal(twice.json().detail, 'invalid user_id')
    assert.equal(
      (await at.call('GET', '/v2/subscriptions?page=-1')).json().detail,
      'invalid page: expected a whole number',
    )
    const field = await at.call('POST', '/admin/api/inboxes', { body: { nmae: 'x' } })
    assert.equal(field.json().detail, 'nmae is not a field of this body')
    const nested = await at.call('POST', '/v2/bulkUserInfo', { body: ['a', 7] })
    assert.equal(nested.json().detail, 'invalid 1: expected string, received number')
  })

  await t.test('a malformed path is 400', async () => {
    refused(await at.call('GET', '/v2/users/%zz'), 400, 'bad request', '/v2/users/%zz')
  })

  await t.test('a path of the contract that is not built is 501 and named, whatever is sent', async () => {
    const url = '/api/v2/lab-reports?reference_id=x'
    const answer = await at.call('POST', url, {
      body: 'pdf',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    assert.match(
      refused(answer, 501, 'not implemented', url),
      /^POST \/api\/v2\/lab-reports is not served by this version of Tellus\. .*docs\/terra-compatibility\.md/,
    )
    assert.equal((await at.call('PATCH', '/v2/teams/nobody/named/this')).statusCode, 501)
    assert.equal((await at.call('GET', '/v2/models', { as: 'none' })).statusCode, 401)
  })
})

test('an internal error is 500 without its details, and logged once with its reference', async () => {
  await using at = await testServer()
  const lines: { fields: Record<string, unknown>; line: string }[] = []
  const log = (fields: Record<string, unknown>, line: string) => void lines.push({ fields, line })
  Object.assign(at.hub.log, { error: log })
  await at.hub.db`drop table users cascade`
  const answer = await at.call('GET', '/v2/subscriptions')
  const reference = String(answer.headers['terra-reference'])
  const sentence = refused(answer, 500, 'internal server error', '/v2/subscriptions')
  assert.equal(sentence, `something went wrong here; the server's log says what, under ${reference}`)
  assert.equal(lines.length, 1)
  assert.equal(lines[0]?.fields['reference'], reference)
  assert.match(String(lines[0]?.fields['error']), /relation "users" does not exist/)
})

test('logs one line a request: the route, never the path', async () => {
  await using at = await testServer()
  const lines: { fields: Record<string, unknown>; line: string }[] = []
  Object.assign(at.hub.log, {
    info: (fields: Record<string, unknown>, line: string) => void lines.push({ fields, line }),
  })
  await at.call('GET', '/v2/userInfo?user_id=secret-id')
  await at.call('GET', '/admin/api/users/secret-id')
  await at.call('GET', '/secret-id')
  assert.deepEqual(
    lines.map(({ line }) => line),
    [
      'Answered GET /v2/userInfo with 404',
      'Answered GET /admin/api/users/:id with 404',
      'Answered GET no route with 404',
    ],
  )
  assert.ok(!JSON.stringify(lines).includes('secret-id'))
})

test('every answer carries headers that keep browsers from misusing it, and none that opens it to other sites', async () => {
  for (const url of ['/v2/integrations', '/nothing', '/healthz', '/v2/subscriptions']) {
    const { headers } = await at.call('GET', url, { headers: { origin: 'https://elsewhere.example' } })
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['access-control-allow-origin'], undefined)
  }
})

test('compresses for clients that ask for it', async () => {
  const url = '/api/v2/integrations/detailed'
  const plain = await at.call('GET', url, { as: 'none' })
  assert.equal(plain.headers['content-encoding'], undefined)
  const br = await at.call('GET', url, { as: 'none', headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(br.headers['content-encoding'], 'br')
  assert.equal(brotliDecompressSync(br.rawPayload).toString(), plain.body)
  const gzip = await at.call('GET', url, { as: 'none', headers: { 'accept-encoding': 'gzip' } })
  assert.equal(gzip.headers['content-encoding'], 'gzip')
  assert.equal(gunzipSync(gzip.rawPayload).toString(), plain.body)
})

test('takes empty bodies whatever their content type, and URLs that end in a question mark', async () => {
  for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
    const headers = { 'content-type': type }
    assert.equal((await at.call('GET', '/v2/subscriptions?', { headers })).statusCode, 200)
    assert.equal((await at.call('DELETE', '/v2/auth/deauthenticateUser?user_id=x', { headers })).statusCode, 404)
    assert.equal((await at.call('POST', '/admin/api/inboxes', { headers })).statusCode, 201)
  }
})

test('answers what is not HTTP with the union body and hangs up', async () => {
  const { port } = new URL(await at.listen())
  const socket = connect(Number(port), '127.0.0.1')
  socket.end('NONSENSE\r\n\r\n')
  const text = (await socket.toArray()).join('')
  assert.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/)
  assert.match(text, /"detail":"the request is not valid HTTP"/)
})

test('says whether it is up, can work, and what it did', async (t) => {
  await using at = await testServer()

  await t.test('is up and ready', async () => {
    assert.deepEqual((await at.call('GET', '/healthz', { as: 'none' })).json(), { status: 'up' })
    assert.deepEqual((await at.call('GET', '/readyz', { as: 'none' })).json(), { status: 'ready' })
    assert.equal((await at.server.inject({ method: 'HEAD', url: '/healthz' })).statusCode, 200)
  })

  await t.test('shows metrics to this machine, to others only with a key', async () => {
    const here = await at.call('GET', '/metrics', { as: 'none' })
    assert.equal(here.statusCode, 200)
    assert.match(here.body, /tellus_events_total/)
    const proxied = { 'x-forwarded-for': '203.0.113.9' }
    assert.equal((await at.call('GET', '/metrics', { as: 'none', headers: proxied })).statusCode, 401)
    assert.equal((await at.call('GET', '/metrics', { headers: proxied })).statusCode, 200)
    const far = await at.server.inject({ method: 'GET', url: '/metrics', remoteAddress: '192.0.2.1' })
    assert.equal(far.statusCode, 401)
  })

  await t.test('is not ready while migrations are missing', async () => {
    await at.hub.db`delete from migrations where name = '0002_delivery.sql'`
    const answer = await at.call('GET', '/readyz', { as: 'none' })
    const sentence = refused(answer, 503, 'service unavailable', '/readyz')
    assert.equal(sentence, 'the database lacks the migrations 0002_delivery.sql: run tellus migrate')
  })

  await t.test('is not ready while the database does not answer', async () => {
    const { pool } = at.hub.db
    const query = pool.query
    pool.query = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const answer = await at.call('GET', '/readyz', { as: 'none' })
    pool.query = query
    assert.match(refused(answer, 503, 'service unavailable', '/readyz'), /the database does not answer/)
  })
})
