import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { mcpToken } from '../testing/mcp-client.ts'
import { testServer } from '../testing/server.ts'
import { connectUser } from '../users/connect.ts'

const at = await testServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const connect = (referenceId: string, provider = 'OURA') =>
  hub.db.transaction(async (sql) => {
    const who = {
      environmentId: hub.environmentId,
      provider,
      providerAccount: `${provider} of ${referenceId}`,
      referenceId,
    }
    return (await connectUser(hub, sql, who)).user.userId
  })
const ping = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_sources', arguments: {} } }
const ask = (token: string | null, body: unknown = ping) =>
  at.call('POST', '/mcp', {
    as: 'none',
    body,
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
  })
const statusOf = async (token: string) => (await ask(token)).statusCode

test('without a token that is good nobody is answered', async () => {
  await connect('ada')
  const { id, token } = await mcpToken(at, { reference_id: 'ada' })
  assert.equal(await statusOf(token), 200)
  const wrong = [
    null,
    '',
    'x',
    id,
    `${id}.${'A'.repeat(43)}`,
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    `${token}x`,
    `mcp_00000000000000000000000000.${token.split('.')[1]}`,
    at.credentials['x-api-key'] ?? '',
  ]
  for (const text of wrong) {
    const answer = await ask(text)
    assert.deepEqual(
      [answer.statusCode, answer.headers['www-authenticate'], answer.json().message],
      [401, 'Bearer', 'invalid or missing MCP token'],
      String(text),
    )
  }
  // A key of an app does not open it, nor does the token open what keys do.
  assert.equal((await at.call('POST', '/mcp', { body: ping })).statusCode, 401)
  const asKey = { as: 'none', headers: { 'dev-id': 'test-dev', 'x-api-key': token } } as const
  assert.equal((await at.call('GET', '/admin/api/users', asKey)).statusCode, 401)
})

test('whoever tries many tokens is told to wait, and a token that is good goes on', async () => {
  const { token } = await mcpToken(at, { reference_id: 'ada' })
  const answers: number[] = []
  for (let tried = 0; tried < 40; tried++) answers.push(await statusOf('guess'))
  assert.equal(answers.at(-1), 429)
  assert.equal(await statusOf(token), 200)
  await hub.advance(6 * 60_000)
})

test('a token ends when it is revoked, and on its day', async () => {
  const revoked = await mcpToken(at, { reference_id: 'ada' })
  const short = await mcpToken(at, { reference_id: 'ada', expires_in_days: 2 })
  const revoke = (as: 'first' | 'other') => at.call('DELETE', `/admin/api/mcp-tokens/${revoked.id}`, { as })
  assert.equal((await revoke('other')).statusCode, 404)
  assert.equal(await statusOf(revoked.token), 200)
  assert.equal((await revoke('first')).statusCode, 204)
  assert.equal((await revoke('first')).json().message, `there is no token ${revoked.id}`)
  assert.equal(await statusOf(revoked.token), 401)
  await hub.advance(2 * 86_400_000 - 1000)
  assert.equal(await statusOf(short.token), 200)
  await hub.advance(1000)
  assert.equal(await statusOf(short.token), 401)
})

test('a token goes with its user, and one of a person with their last account', async () => {
  const ring = await connect('ben')
  const phone = await connect('ben', 'APPLE')
  const ofRing = await mcpToken(at, { user_id: ring })
  const ofPerson = await mcpToken(at, { reference_id: 'ben' })
  const end = (userId: string) => at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${userId}`)
  await end(ring)
  assert.deepEqual([await statusOf(ofRing.token), await statusOf(ofPerson.token)], [401, 200])
  await end(phone)
  assert.equal(await statusOf(ofPerson.token), 401)
  // Whoever is called so next is somebody else.
  await connect('ben')
  assert.equal(await statusOf(ofPerson.token), 401)
})

test('a person whose last account is given another reference id is read by no token of the old one', async () => {
  const user = await connect('cleo')
  const ofPerson = await mcpToken(at, { reference_id: 'cleo' })
  const ofUser = await mcpToken(at, { user_id: user })
  const rename = (referenceId: string) => at.call('PATCH', `/v2/users/${user}`, { body: { reference_id: referenceId } })
  assert.equal((await rename('cleo')).statusCode, 200)
  assert.equal(await statusOf(ofPerson.token), 200)
  assert.equal((await rename('cleopatra')).statusCode, 200)
  assert.deepEqual([await statusOf(ofPerson.token), await statusOf(ofUser.token)], [401, 200])
})

test('a token says whom it reads, is shown once, and leaves an entry of who made it', async () => {
  const user = await connect('dora')
  const post = (body: object, as: 'first' | 'other' = 'first') => at.call('POST', '/admin/api/mcp-tokens', { body, as })
  for (const body of [{}, { user_id: user, reference_id: 'dora' }])
    assert.equal((await post(body)).json().message, 'say whom the token reads: either user_id or reference_id')
  assert.equal((await post({ reference_id: 'nobody' })).statusCode, 404)
  for (const [body, as] of [
    [{ user_id: 'x' }, 'first'],
    [{ user_id: user }, 'other'],
    [{ reference_id: 'dora' }, 'other'],
  ] as const)
    assert.equal((await post(body, as)).statusCode, 404)
  const made = (await post({ user_id: user, expires_in_days: 30 })).json()
  assert.deepEqual([made.user_id, made.reference_id, made.url], [user, null, 'http://127.0.0.1:4000/mcp'])
  assert.equal(Date.parse(made.expires_at) - Date.parse(made.created_at), 30 * 86_400_000)
  const secret = made.token.split('.')[1]
  const list = await at.call('GET', '/admin/api/mcp-tokens')
  assert.equal(list.json().items.at(-1).id, made.id)
  assert.equal(list.body.includes(secret), false)
  const entries = await hub.db<{ target: string; detail: unknown }>`
    select target, detail from audit_entries where action = 'mcp_token.created' order by id desc limit 1`
  assert.deepEqual(entries, [{ target: made.id, detail: { user_id: user, reference_id: null } }])
  const kept = await hub.db<{ row: string }>`select t::text as row from mcp_tokens t`
  assert.equal(
    kept.some(({ row }) => row.includes(secret)),
    false,
  )
})

test('the address takes messages of the protocol by POST alone', async () => {
  await connect('eve')
  const { token } = await mcpToken(at, { reference_id: 'eve' })
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' }
  for (const method of ['GET', 'DELETE'] as const) {
    const answer = await at.call(method, '/mcp', { as: 'none', headers })
    assert.deepEqual([answer.statusCode, answer.headers['allow']], [405, 'POST'])
  }
  assert.equal((await ask(token, '{')).statusCode, 400)
  assert.equal((await ask(token, { jsonrpc: '2.0', method: 'notifications/initialized' })).statusCode, 202)
  assert.equal((await ask(token, [])).statusCode < 500, true)
})
