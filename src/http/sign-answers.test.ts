import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { LightMyRequestResponse } from 'fastify'
import { verifyTerraWebhookSignature } from 'terra-api'
import { openLegacyClient } from '../testing/legacy-client.ts'
import { type TestServer, testServer } from '../testing/server.ts'
import { connectUser } from '../users/connect.ts'

const makeWebhook = async (at: TestServer, name: string): Promise<{ id: string; secret: string }> => {
  at.hub.clock.advance(1)
  const body = { kind: 'webhook', url: `http://127.0.0.1:9/${name}`, name }
  const { id, signing_secret: secret } = (await at.call('POST', '/admin/api/destinations', { body })).json()
  return { id, secret }
}

/** Which of some secrets each generation of Terra's client takes for the one that signed an answer. */
async function signedBy(
  { headers }: LightMyRequestResponse,
  body: Buffer,
  secrets: Record<string, string>,
): Promise<{ legacy: string[]; current: string[] }> {
  const header = String(headers['terra-signature'])
  assert.equal(headers['x-terra-signature'], header)
  const [legacy, current]: [string[], string[]] = [[], []]
  for (const [name, secret] of Object.entries(secrets)) {
    if (openLegacyClient('http://127.0.0.1:9', 'dev', 'key', secret).checkTerraSignature(header, body))
      legacy.push(name)
    const isRight = await verifyTerraWebhookSignature(body.toString('utf8'), header, secret, { tolerance: 300 }).catch(
      () => false,
    )
    if (isRight) current.push(name)
  }
  return { legacy, current }
}
const byBoth = (name: string) => ({ legacy: [name], current: [name] })
const signatureOf = ({ headers }: LightMyRequestResponse) => [headers['terra-signature'], headers['x-terra-signature']]
const none = [undefined, undefined]

test('answers of Terra’s paths are signed as webhooks are', async (t) => {
  await using at = await testServer()
  const who = { environmentId: at.hub.environmentId, provider: 'APPLE', providerAccount: 'file', referenceId: 'Zürich' }
  const { user } = await at.hub.db.transaction((sql) => connectUser(at.hub, sql, who))
  assert.deepEqual(signatureOf(await at.call('GET', '/v2/subscriptions')), none, 'there is no secret yet')
  await at.call('POST', '/admin/api/inboxes', { body: { name: 'Inbox' } })
  const { items } = (await at.call('GET', '/admin/api/inboxes')).json()
  const inbox = (
    await at.call('POST', '/admin/api/destinations', { body: { kind: 'inbox', inbox_id: items[0].id } })
  ).json()
  const secrets: Record<string, string> = { inbox: inbox.signing_secret }

  await t.test('with the secret of the inbox, while there is no webhook', async () => {
    const answer = await at.call('GET', '/v2/subscriptions')
    assert.deepEqual(await signedBy(answer, answer.rawPayload, secrets), byBoth('inbox'))
  })

  const first = await makeWebhook(at, 'first')
  const second = await makeWebhook(at, 'second')
  Object.assign(secrets, { first: first.secret, second: second.secret })

  await t.test('with that of the oldest webhook, on every path and for every status, once it is there', async () => {
    const daily = `daily?user_id=${user.userId}&start_date=2026-07-01`
    const calls = [
      ['GET', `/v2/userInfo?user_id=${user.userId}`, 200],
      ['GET', `/api/v2/${daily}&to_webhook=false`, 200],
      ['GET', `/v2/${daily}`, 200],
      ['PATCH', `/v2/users/${user.userId}`, 200],
      ['GET', `/v2/userInfo?user_id=nobody`, 404],
      ['GET', '/v2/daily', 400],
      ['GET', '/v2/models', 501],
      ['POST', '/api/widget/session', 200],
      ['POST', '/widget/api/session', 200],
    ] as const
    for (const [method, url, status] of calls) {
      const answer = await at.call(method, url)
      assert.equal(answer.statusCode, status, answer.body)
      assert.deepEqual(await signedBy(answer, answer.rawPayload, secrets), byBoth('first'), url)
    }
  })

  await t.test('over the bytes before compression', async () => {
    for (let n = 0; n < 20; n++)
      await at.hub.db.transaction((sql) => connectUser(at.hub, sql, { ...who, referenceId: `person ${n}` }))
    const answer = await at.call('GET', '/v2/subscriptions', { headers: { 'accept-encoding': 'gzip' } })
    assert.equal(answer.headers['content-encoding'], 'gzip')
    assert.deepEqual(await signedBy(answer, gunzipSync(answer.rawPayload), secrets), byBoth('first'))
  })

  await t.test('with the previous secret first while a rotation lasts, and the new one alone after it', async () => {
    const url = `/admin/api/destinations/${first.id}/rotate-secret`
    const rotated = await at.call('POST', url, { body: { overlap_seconds: 600 } })
    secrets['new'] = rotated.json().signing_secret
    const ask = () => at.call('GET', '/v2/subscriptions')
    const during = await ask()
    const both = { legacy: ['first'], current: ['first', 'new'] }
    assert.deepEqual(await signedBy(during, during.rawPayload, secrets), both)
    at.hub.clock.advance(601_000)
    const after = await ask()
    assert.match(String(after.headers['terra-signature']), /^t=\d{10},v1=[0-9a-f]{64}$/)
    // The older client judges no time: this answer is of ten minutes from now.
    assert.deepEqual((await signedBy(after, after.rawPayload, secrets)).legacy, ['new'])
    at.hub.clock.set(Date.now())
  })

  await t.test('with that of the next one when the oldest is switched off or deleted, at once', async () => {
    const ask = async () => {
      const answer = await at.call('GET', '/v2/subscriptions')
      return signedBy(answer, answer.rawPayload, secrets)
    }
    await at.call('PATCH', `/admin/api/destinations/${first.id}`, { body: { enabled: false } })
    assert.deepEqual(await ask(), byBoth('second'))
    await at.call('DELETE', `/admin/api/destinations/${second.id}`)
    assert.deepEqual(await ask(), byBoth('inbox'))
  })

  await t.test('a key that makes too many requests is told so with a signature', async () => {
    await using slow = await testServer({ TELLUS_API_RATE_LIMIT_PER_SECOND: '2' })
    const { secret } = await makeWebhook(slow, 'hooks')
    await slow.call('GET', '/v2/subscriptions')
    slow.hub.clock.set(Date.now())
    let answer = await slow.call('GET', '/v2/subscriptions')
    for (let n = 0; n < 3 && answer.statusCode === 200; n++) answer = await slow.call('GET', '/v2/subscriptions')
    assert.equal(answer.statusCode, 429)
    assert.deepEqual(await signedBy(answer, answer.rawPayload, { hooks: secret }), byBoth('hooks'))
  })

  await t.test('what anybody may read, strangers, and the management API are not', async () => {
    const calls = [
      await at.call('GET', '/v2/integrations'),
      await at.call('GET', '/v2/openapi.json'),
      await at.call('GET', '/v2/subscriptions', { as: 'none' }),
      await at.call('GET', '/v2/no-such-route'),
      await at.call('GET', '/admin/api/users'),
      await at.call('GET', '/v2/subscriptions', { as: 'other' }),
    ]
    for (const answer of calls) assert.deepEqual(signatureOf(answer), none)
  })
})

test('an answer of more than 1 MiB is a stream, which cannot be signed', async () => {
  await using at = await testServer()
  await makeWebhook(at, 'hooks')
  await at.hub.db`
    insert into users (user_id, environment_id, provider, provider_account, reference_id, created_at)
    select gen_random_uuid(), ${at.hub.environmentId}, 'GARMIN', 'account ' || i, repeat('long ', 60) || i, now()
    from generate_series(1, 3000) i`
  const answer = await at.call('GET', '/v2/subscriptions')
  assert.equal(answer.statusCode, 200)
  assert.ok(answer.rawPayload.length > 1024 * 1024)
  assert.equal(answer.json().users.length, 3000)
  assert.equal(new Set(answer.json().users.map((user: { user_id: string }) => user.user_id)).size, 3000)
  assert.deepEqual(signatureOf(answer), none)
})
