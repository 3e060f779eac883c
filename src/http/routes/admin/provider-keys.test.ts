import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Fetch, guardedFetch } from '../../../lib/guarded-fetch.ts'
import { findProvider } from '../../../providers/registry.ts'
import { standInAddress, standInClient } from '../../../providers/stand-in.ts'
import { sandboxServer } from '../../../testing/connected.ts'
import { type Person, signedIn } from '../../../testing/people.ts'
import { type TestServer, testServer } from '../../../testing/server.ts'
import { keyedProviders } from '../../../users/clients/clients.ts'
import { refreshClients } from '../../../users/clients/known.ts'
import { fetchOf, isReady, reachBy } from '../../../users/sign-in/ready.ts'

const keys = { client_id: standInClient.id, client_secret: standInClient.secret }
const secret = 'a-secret-that-is-long-enough-7777'

describe('the keys of providers', () => {
  let at: TestServer
  /** A server whose doubles play the providers, which know one client. */
  let doubles: TestServer
  let owner: Person
  let developer: Person
  before(async () => {
    at = await testServer({
      TELLUS_SANDBOX: 'off',
      TELLUS_WHOOP_CLIENT_ID: 'from the shell',
      TELLUS_WHOOP_CLIENT_SECRET: secret,
    })
    doubles = await sandboxServer()
    reachBy(at.hub, toDoubles)
    owner = await signedIn(at, 'owner@example.com', 'owner')
    developer = await signedIn(at, 'dev@example.com', 'developer')
  })
  after(async () => {
    await doubles[Symbol.asyncDispose]()
    await at[Symbol.asyncDispose]()
  })

  const ask = guardedFetch('unguarded')
  const toDoubles: Fetch = (url, outgoing) => ask(standInAddress(doubles.hub.publicUrl(), url), outgoing)

  const listed = async (slug: string, as = owner) => {
    const answer = await as.call('GET', '/provider-keys')
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json().items.find(({ provider }: { provider: string }) => provider === slug)
  }
  const enter = (slug: string, body: unknown) => owner.call('POST', `/provider-keys/${slug}`, { body })
  const stateOf = async (slug: string) => {
    const { items } = (await at.call('GET', '/admin/api/sources')).json()
    return items.find(({ provider }: { provider: string }) => provider === slug).state
  }

  test('a source without keys says what to enter where, and which variables would do as well', async () => {
    const oura = await listed('OURA', developer)
    assert.equal(oura.from, null)
    assert.equal(oura.callback_url, 'http://127.0.0.1:4000/oauth/OURA/callback')
    assert.deepEqual(oura.webhook, { url: 'http://127.0.0.1:4000/hooks/OURA', by_hand: false, has_secret: false })
    assert.equal(oura.variables.client_secret, 'TELLUS_OURA_CLIENT_SECRET')
    assert.match(oura.setup.steps.join(' '), /redirect URI/)
    assert.equal((await listed('WHOOP')).webhook.by_hand, true)
    assert.equal(await listed('SANDBOX'), undefined)
    assert.equal(await stateOf('OURA'), 'needs_keys')
  })

  const verdictOf = async (slug: string, body: object) => {
    const answer = await owner.call('POST', `/provider-keys/${slug}/test`, { body })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }

  for (const { name, label } of keyedProviders)
    test(`keys are tried before they are entered: ${label} says whether it knows them`, async () => {
      assert.deepEqual(await verdictOf(name, keys), { result: 'right', says: `${label} knows these keys.` })
      for (const other of [{ client_secret: 'another-secret' }, { client_id: 'another-id', client_secret: 'x' }]) {
        const wrong = await verdictOf(name, { ...keys, ...other })
        assert.equal(wrong.result, 'wrong', wrong.says)
        assert.match(wrong.says, /does not know these keys/)
      }
    })

  test('there is nothing to try without keys, and none with a half', async () => {
    const none = await owner.call('POST', '/provider-keys/OURA/test', { body: {} })
    assert.equal(none.statusCode, 400)
    assert.match(none.body, /there are no keys of Oura to try/)
    const half = await owner.call('POST', '/provider-keys/OURA/test', { body: { client_id: 'alone' } })
    assert.match(half.body, /belong together/)
  })

  test('a provider that cannot be reached says nothing about keys', async () => {
    reachBy(at.hub, () => Promise.reject(new Error('no route')))
    const answer = await owner.call('POST', '/provider-keys/OURA/test', { body: keys })
    reachBy(at.hub, toDoubles)
    assert.equal(answer.json().result, 'unknown')
    assert.match(answer.json().says, /gave no answer/)
  })

  test('keys that are entered make the source ready at once, and their secret is never shown again', async () => {
    const entered = await enter('oura', { client_id: ` ${keys.client_id}\n`, client_secret: secret })
    assert.equal(entered.statusCode, 200, entered.body)
    const oura = await listed('OURA')
    assert.deepEqual(
      { from: oura.from, client_id: oura.client_id, secret_hint: oura.secret_hint, by: oura.entered.by },
      { from: 'dashboard', client_id: keys.client_id, secret_hint: '7777', by: 'owner@example.com' },
    )
    assert.equal(await stateOf('OURA'), 'ready')
    const [row] = await at.hub.db<{ secret: string }>`select secret from provider_clients`
    assert.match(row?.secret ?? '', /^v1\./)
    for (const { body } of [entered, await owner.call('GET', '/provider-keys'), await owner.call('GET', '/audit')])
      assert.ok(!body.includes(secret))
    const log = (await owner.call('GET', '/audit?action=provider_keys.*')).json().items
    assert.deepEqual(
      log.map(({ action, actor }: { action: string; actor: { name: string } }) => [action, actor.name]).at(0),
      ['provider_keys.entered', 'owner@example.com'],
    )
  })

  test('a short secret gives no hint, and new keys have the notifications asked for anew', async () => {
    await at.hub.db`
      insert into provider_subscriptions (id, provider, secret, callback_url)
      values (gen_random_uuid(), 'OURA', ${at.hub.vault.seal('x')}, 'http://127.0.0.1:4000/hooks/OURA')`
    const { secret_hint } = (await enter('OURA', { ...keys, client_secret: 'short' })).json()
    assert.equal(secret_hint, null)
    const [row] = await at.hub.db<{ callback_url: string | null }>`select callback_url from provider_subscriptions`
    assert.deepEqual(row, { callback_url: null })
  })

  test('a person connects by keys that were entered, and another process knows them after its next look', async () => {
    const begun = await at.call('POST', '/v2/auth/authenticateUser?resource=OURA')
    assert.equal(begun.statusCode, 200, begun.body)
    assert.match(begun.json().auth_url, /client_id=tellus-sandbox/)
    const worker = { ...at.hub, config: { ...at.hub.config } }
    const oura = findProvider('OURA')
    assert.ok(oura)
    assert.equal(isReady(worker, oura), false)
    assert.equal(await refreshClients(worker), true)
    assert.equal(isReady(worker, oura), true)
    assert.equal(await refreshClients(worker), false)
    await owner.call('DELETE', '/provider-keys/OURA')
    assert.equal(await refreshClients(worker), true)
    assert.equal(isReady(worker, oura), false)
  })

  test('what the environment sets counts more, and is removed there', async () => {
    assert.equal((await enter('WHOOP', keys)).statusCode, 200)
    const both = await listed('WHOOP')
    assert.deepEqual([both.from, both.client_id, both.entered.by], ['environment', 'from the shell', owner.email])
    assert.equal((await owner.call('DELETE', '/provider-keys/WHOOP')).statusCode, 200)
    const again = await owner.call('DELETE', '/provider-keys/WHOOP')
    assert.equal(again.statusCode, 404)
    assert.match(again.body, /those of the environment are removed there/)
    assert.equal((await listed('WHOOP')).entered, null)
  })

  test('one half in the environment is no client, and is named', async () => {
    await using half = await testServer({ TELLUS_SANDBOX: 'off', TELLUS_OURA_CLIENT_SECRET: secret })
    const person = await signedIn(half, 'owner@example.com', 'owner')
    const { items } = (await person.call('GET', '/provider-keys')).json()
    const oura = items.find(({ provider }: { provider: string }) => provider === 'OURA')
    assert.deepEqual(
      [oura.half_set, oura.half_lacks, oura.from],
      ['TELLUS_OURA_CLIENT_SECRET', 'TELLUS_OURA_CLIENT_ID', null],
    )
  })

  test('a provider that wants a secret beside the webhook URL has the one shown by which its notifications are proved', async () => {
    const provider = keyedProviders.find(({ setup }) => setup?.webhook === 'address_and_secret')
    assert.ok(provider)
    assert.equal((await listed(provider.name)).webhook.has_secret, true)
    const reveal = async () =>
      (await owner.call('POST', `/provider-keys/${provider.name}/reveal-webhook-secret`)).json()
    const { secret: shown } = await reveal()
    const [row] = await at.hub.db<{ secret: string }>`
      select secret from provider_subscriptions where provider = ${provider.name}`
    assert.equal(at.hub.vault.open(row?.secret ?? ''), shown)
    assert.deepEqual(await reveal(), { secret: shown })
    const log = (await owner.call('GET', '/audit?action=provider_keys.webhook_secret_revealed')).json().items
    assert.equal(log.length, 2)
  })

  test('a source that wants a further key is not ready without it, and shows it with every call', async () => {
    const suunto = findProvider('SUUNTO')
    assert.ok(suunto?.kind === 'cloud')
    const before = await listed('SUUNTO')
    assert.deepEqual(before.client_key, { label: 'Subscription key', hint: null })
    assert.equal(before.variables.client_key, 'TELLUS_SUUNTO_CLIENT_KEY')
    assert.deepEqual([(await listed('OURA')).client_key, (await listed('OURA')).variables.client_key], [null, null])
    const without = await enter('SUUNTO', keys)
    assert.equal(without.statusCode, 400)
    assert.match(without.body, /Suunto wants its Subscription key too/)
    assert.match((await enter('OURA', { ...keys, client_key: secret })).body, /Oura wants no client_key/)
    const entered = await enter('SUUNTO', { ...keys, client_key: secret })
    assert.equal(entered.statusCode, 200, entered.body)
    assert.deepEqual(entered.json().client_key, { label: 'Subscription key', hint: '7777' })
    assert.equal(await stateOf('SUUNTO'), 'ready')
    const [row] = await at.hub.db<{ client_key: string }>`
      select client_key from provider_clients where provider = 'SUUNTO'`
    assert.match(row?.client_key ?? '', /^v1\./)
    for (const { body } of [entered, await owner.call('GET', '/provider-keys'), await owner.call('GET', '/audit')])
      assert.ok(!body.includes(secret))
    const shown: unknown[] = []
    reachBy(at.hub, async (_, outgoing) => {
      shown.push(outgoing?.headers)
      return new Response('{}')
    })
    await fetchOf(at.hub, suunto)('https://cloudapi.suunto.com', { headers: { accept: 'a' } })
    await fetchOf(at.hub, suunto)('https://cloudapi.suunto.com')
    await owner.call('POST', '/provider-keys/SUUNTO/test', { body: { ...keys, client_key: 'another-key' } })
    reachBy(at.hub, toDoubles)
    const header = 'ocp-apim-subscription-key'
    assert.deepEqual(shown.slice(0, 2), [{ accept: 'a', [header]: secret }, { [header]: secret }])
    assert.match(JSON.stringify(shown[2]), /"ocp-apim-subscription-key":"another-key"/)
    await owner.call('DELETE', '/provider-keys/SUUNTO')
    assert.equal(await stateOf('SUUNTO'), 'needs_keys')
  })

  test('a pair in the environment without the further key is no client, and what is missing is named', async () => {
    const pair = { TELLUS_SUUNTO_CLIENT_ID: 'id', TELLUS_SUUNTO_CLIENT_SECRET: secret }
    await using half = await testServer({ TELLUS_SANDBOX: 'off', ...pair })
    const person = await signedIn(half, 'owner@example.com', 'owner')
    const { items } = (await person.call('GET', '/provider-keys')).json()
    const suunto = items.find(({ provider }: { provider: string }) => provider === 'SUUNTO')
    assert.deepEqual(
      [suunto.from, suunto.half_set, suunto.half_lacks],
      [null, 'TELLUS_SUUNTO_CLIENT_ID', 'TELLUS_SUUNTO_CLIENT_KEY'],
    )
    const begun = await half.call('POST', '/v2/auth/authenticateUser?resource=SUUNTO')
    assert.notEqual(begun.statusCode, 200)
    await using whole = await testServer({ TELLUS_SANDBOX: 'off', ...pair, TELLUS_SUUNTO_CLIENT_KEY: 'key' })
    const suuntoThere = findProvider('SUUNTO')
    assert.ok(suuntoThere && isReady(whole.hub, suuntoThere))
  })

  test('owners alone enter, try, remove and reveal; an API key and what no source is called get nothing', async () => {
    for (const [method, path] of [
      ['POST', '/provider-keys/OURA'],
      ['POST', '/provider-keys/OURA/test'],
      ['POST', '/provider-keys/OURA/reveal-webhook-secret'],
      ['DELETE', '/provider-keys/OURA'],
    ] as const) {
      assert.equal((await developer.call(method, path, { body: keys })).statusCode, 403, path)
      assert.equal((await at.call(method, `/admin/api${path}`, { body: keys })).statusCode, 403, path)
    }
    assert.equal((await enter('SANDBOX', keys)).statusCode, 404)
    assert.equal((await enter('nobody', keys)).statusCode, 404)
    assert.equal((await enter('OURA', { ...keys, client_secret: 'two words' })).statusCode, 400)
    const reveal = await owner.call('POST', '/provider-keys/WHOOP/reveal-webhook-secret')
    assert.match(reveal.body, /takes no secret beside the webhook URL/)
  })
})
