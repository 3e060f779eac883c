import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { TerraClient } from 'terra-api'
import { openLegacyClient } from '../../../testing/legacy-client.ts'
import { testServer } from '../../../testing/server.ts'
import { consumeAuthToken } from '../../../users/sign-in/phone-token.ts'

const at = await testServer({ TELLUS_SANDBOX: 'on' })
const address = await at.listen()
at.hub.publicUrl = () => address
after(() => at[Symbol.asyncDispose]())

const paths = [
  '/v2/auth/generateWidgetSession',
  '/api/v2/auth/generateWidgetSession',
  '/api/widget/session',
  '/widget/api/session',
]
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('every path of a widget session opens one, for any body that Terra’s clients send', async () => {
  for (const path of paths)
    for (const body of [
      undefined,
      {},
      {
        providers: 'SANDBOX,oura, GARMIN',
        language: 'en',
        reference_id: 'r',
        show_disconnect: true,
        use_terra_avengers_app: true,
      },
      { providers: ['SANDBOX'], language: null, auth_success_redirect_url: 'myapp://ok', unknown: 1 },
    ]) {
      const answer = await at.call('POST', path, body === undefined ? {} : { body })
      assert.equal(answer.statusCode, 200, answer.body)
      const { session_id: id, ...rest } = answer.json()
      assert.match(id, uuid)
      assert.deepEqual(rest, { status: 'success', url: `${address}/session/${id}`, expires_in: 900 })
    }
})

test('what cannot be is answered 400 with the field, and a body that is no JSON as such', async () => {
  const bodies: [object, RegExp][] = [
    [{ auth_success_redirect_url: 'javascript:alert(1)' }, /^invalid auth_success_redirect_url/],
    [{ auth_failure_redirect_url: 'data:text/html,x' }, /^invalid auth_failure_redirect_url/],
    [{ providers: 'SANDBOX,NOTHING' }, /^invalid providers: there is no provider NOTHING/],
    [{ reference_id: 7 }, /^invalid reference_id/],
    [{ show_disconnect: 'yes' }, /^invalid show_disconnect/],
    [[], /^invalid body/],
  ]
  for (const path of paths) {
    for (const [body, sentence] of bodies) {
      const answer = await at.call('POST', path, { body })
      assert.equal(answer.statusCode, 400, `${path} ${JSON.stringify(body)}`)
      assert.match(answer.json().detail, sentence)
    }
    const broken = await at.call('POST', path, { body: '{"a":', headers: { 'content-type': 'application/json' } })
    assert.deepEqual([broken.statusCode, broken.json().detail], [400, 'invalid JSON body'])
  }
})

test('bad credentials are 401, and 403 on the one path whose clients expect that', async () => {
  for (const path of paths)
    for (const headers of [{}, { 'dev-id': 'test-dev', 'x-api-key': 'wrong' }]) {
      const { statusCode } = await at.call('POST', path, { as: 'none', headers, body: {} })
      assert.equal(statusCode, path === '/widget/api/session' ? 403 : 401, path)
    }
})

test('authenticateUser takes the source from query or body, and knows only those that have a sign-in here', async () => {
  const url = '/v2/auth/authenticateUser'
  for (const asked of [
    await at.call('POST', `${url}?resource=SANDBOX`),
    await at.call('POST', url, { body: { resource: 'sandbox', language: 'de' } }),
  ]) {
    assert.equal(asked.statusCode, 200, asked.body)
    assert.match(asked.json().user_id, uuid)
    assert.deepEqual(asked.json().status, 'success')
  }
  assert.deepEqual((await at.call('POST', url)).json().detail, 'resource is required')
  for (const [resource, status] of [
    ['NOTHING', 404],
    ['COROS', 404],
    ['APPLE', 404],
    ['', 400],
  ])
    assert.equal((await at.call('POST', `${url}?resource=${resource}`)).statusCode, status, `${resource}`)
  const bad = await at.call('POST', `${url}?resource=SANDBOX`, { body: { auth_failure_redirect_url: 'blob:x' } })
  assert.equal(bad.statusCode, 400)
})

test('a source whose service is switched off is answered 410 with what to do instead', async () => {
  const sentence =
    'Fitbit switched its Web API off on 2 November 2026: connect GOOGLE_HEALTH, or import the archive that Google Takeout gives.'
  for (const answer of [
    await at.call('POST', '/v2/auth/authenticateUser?resource=FITBIT'),
    await at.call('POST', '/v2/auth/authenticateUser', { body: { resource: 'fitbit' } }),
    ...(await Promise.all(paths.map((path) => at.call('POST', path, { body: { providers: 'fitbit' } })))),
  ])
    assert.deepEqual([answer.statusCode, answer.json().detail], [410, sentence])
  // An app that lists all it knows is offered the rest.
  const among = await at.call('POST', paths[0] ?? '', { body: { providers: 'FITBIT,SANDBOX' } })
  assert.equal(among.statusCode, 200)
})

test('all of it may stand in the query, as the official Java client sends it, with no body; a body counts first', async () => {
  const query = new URLSearchParams({
    providers: 'SANDBOX',
    reference_id: 'java',
    auth_success_redirect_url: 'https://app.example/ok',
    language: 'de',
    show_disconnect: 'true',
  })
  const madeBy = async (body?: object) => {
    const asked = await at.call('POST', `/v2/auth/generateWidgetSession?${query}`, body === undefined ? {} : { body })
    assert.equal(asked.statusCode, 200, asked.body)
    const [row] = await at.hub.db<object>`
      select reference_id, success_url, language, providers, show_disconnect from widget_sessions where id = ${asked.json().session_id}`
    return row
  }
  const said = { success_url: 'https://app.example/ok', language: 'de', providers: ['SANDBOX'], show_disconnect: true }
  assert.deepEqual(await madeBy(), { reference_id: 'java', ...said })
  assert.deepEqual(await madeBy({ reference_id: 'body', language: null }), { reference_id: 'body', ...said })
  const wrong = await at.call('POST', '/v2/auth/generateWidgetSession?show_disconnect=perhaps')
  assert.deepEqual([wrong.statusCode, wrong.json().detail], [400, 'invalid show_disconnect: expected true or false'])
  const link = await at.call('POST', '/v2/auth/authenticateUser?resource=SANDBOX&reference_id=java-link')
  const [signIn] = await at.hub.db<{ reference_id: string }>`
    select reference_id from sign_ins where user_id = ${link.json().user_id}`
  assert.equal(signIn?.reference_id, 'java-link')
})

test('a phone’s token is 64 hexadecimal digits, good once and for three minutes, and kept as its hash', async () => {
  const make = async (): Promise<string> => {
    const answer = await at.call('POST', '/v2/auth/generateAuthToken')
    const { token, ...rest } = answer.json()
    assert.deepEqual([answer.statusCode, rest], [200, { status: 'success', expires_in: 180 }])
    assert.match(token, /^[0-9a-f]{64}$/)
    return token
  }
  const [once, late] = [await make(), await make()]
  const both = await Promise.all([consumeAuthToken(at.hub, once), consumeAuthToken(at.hub, once)])
  assert.deepEqual(
    both.filter((id) => id !== null),
    [at.hub.environmentId],
  )
  await at.hub.advance(180_000)
  assert.equal(await consumeAuthToken(at.hub, late), null)
  assert.equal(await consumeAuthToken(at.hub, 'f'.repeat(64)), null)
  const rows = await at.hub.db<{ text: string }>`select phone_tokens::text as text from phone_tokens`
  assert.ok(rows.every(({ text }) => !text.includes(once) && !text.includes(late)))
})

test('where the sandbox is off it can neither be offered nor reached', async () => {
  await using off = await testServer({ TELLUS_SANDBOX: 'off' })
  assert.equal((await off.call('POST', '/v2/auth/authenticateUser?resource=SANDBOX')).statusCode, 404)
  for (const path of ['/sandbox/authorize', '/sandbox/userinfo'])
    assert.equal((await off.call('GET', path, { as: 'none' })).statusCode, 404)
  const { url } = (await off.call('POST', paths[0] ?? '', { body: { providers: 'SANDBOX' } })).json()
  const page = await off.call('GET', new URL(url).pathname, { as: 'none' })
  assert.match(page.body, /No source can be connected at the moment/)
})

test('the official client opens sessions and makes links and tokens', async () => {
  const client = new TerraClient({
    apiKey: at.credentials['x-api-key'] ?? '',
    devId: at.credentials['dev-id'] ?? '',
    baseUrl: `${address}/v2`,
  })
  const session = await client.authentication.generatewidgetsession({ reference_id: 'official', language: 'en' })
  assert.ok(session.url?.endsWith(`/session/${session.session_id}`))
  const link = await client.authentication.authenticateuser({ resource: 'SANDBOX', reference_id: 'official' })
  assert.match(link.auth_url ?? '', /\/sandbox\/authorize\?/)
  assert.equal((await client.authentication.generateauthtoken()).token?.length, 64)
})

test('the official client of the first generation does too', async () => {
  const client = openLegacyClient(address, at.credentials['dev-id'] ?? '', at.credentials['x-api-key'] ?? '')
  const session = await client.generateWidgetSession({
    referenceID: 'legacy',
    language: 'en',
    providers: ['SANDBOX', 'APPLE'],
    showDisconnect: true,
  })
  assert.ok(session.url?.endsWith(`/session/${session.session_id}`), JSON.stringify(session))
  const link = await client.authUser({ resource: 'SANDBOX', referenceId: 'legacy' })
  assert.match(link.auth_url ?? '', /\/sandbox\/authorize\?/)
  assert.equal((await client.generateAuthToken()).token?.length, 64)
  assert.deepEqual((await client.getUsers()).users, [])
})
