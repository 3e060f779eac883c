import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { trimAudit } from '../../../accounts/audit.ts'
import { publicId } from '../../../lib/ids.ts'
import { addAccount, personOf, signedIn, testPassword } from '../../../testing/people.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer()
after(() => at[Symbol.asyncDispose]())

const owner = await signedIn(at, 'owner@example.org', 'owner')
const developer = await signedIn(at, 'developer@example.org', 'developer')
const viewer = await signedIn(at, 'viewer@example.org', 'viewer')
const newcomer = { email: 'new@example.org', role: 'viewer' }
const webhook = { kind: 'webhook', url: 'http://127.0.0.1:4999/hook' }

test('a viewer reads, and is told which role a change needs and who can give it', async () => {
  assert.equal((await viewer.call('GET', '/events')).statusCode, 200)
  const refused = await viewer.call('POST', '/destinations', { body: webhook })
  assert.equal(refused.statusCode, 403)
  assert.equal(
    refused.json().detail,
    'this needs the role developer, and viewer@example.org is a viewer: owner@example.org can give it under Team',
  )
  assert.equal((await viewer.call('GET', '/audit')).statusCode, 403)
  assert.equal((await developer.call('POST', '/destinations', { body: webhook })).statusCode, 201)
})

test('only owners manage the team; an API key does not even see it', async () => {
  assert.equal((await developer.call('GET', '/accounts')).json().items.length, 3)
  const id = publicId('account', viewer.accountId)
  for (const [method, url, body] of [
    ['POST', '/invitations', newcomer],
    ['GET', '/invitations', undefined],
    ['PATCH', `/accounts/${id}`, { role: 'owner' }],
    ['PATCH', `/accounts/${id}`, { name: 'Vera' }],
    ['DELETE', `/accounts/${id}`, undefined],
  ] as const) {
    assert.equal((await developer.call(method, url, body === undefined ? {} : { body })).statusCode, 403, url)
    const byKey = await at.call(method, `/admin/api${url}`, body === undefined ? {} : { body })
    assert.equal(byKey.statusCode, 403, url)
    assert.match(byKey.json().detail, /API key/)
  }
  const own = await viewer.call('PATCH', `/accounts/${id}`, { body: { name: 'Vera' } })
  assert.equal(own.json().name, 'Vera')
  assert.equal((await viewer.call('PATCH', `/accounts/${id}`, { body: { role: 'owner' } })).statusCode, 403)
})

test('an invitation makes an account with its role, once, within seven days', async () => {
  const made = (await owner.call('POST', '/invitations', { body: newcomer })).json()
  assert.match(made.url, /^http:\/\/127\.0\.0\.1:4000\/join#[\w-]{43}$/)
  const token = made.url.split('#')[1]
  const listed = (await owner.call('GET', '/invitations')).json().items
  assert.deepEqual([listed[0].email, listed[0].url], ['new@example.org', null])
  const read = await at.call('GET', '/admin/api/session/invitation', { as: 'none', headers: { 'x-token': token } })
  assert.deepEqual([read.json().email, read.json().role], ['new@example.org', 'viewer'])
  const join = (given: string) =>
    at.call('POST', '/admin/api/session/join', {
      as: 'none',
      body: { token: given, name: 'Nia', password: testPassword },
    })
  const joined = await join(token)
  assert.deepEqual([joined.json().account.role, joined.json().account.name], ['viewer', 'Nia'])
  assert.equal((await join(token)).statusCode, 410)
  assert.equal((await owner.call('POST', '/invitations', { body: newcomer })).statusCode, 409)

  const other = { email: 'late@example.org', role: 'owner' }
  const replaced = (await owner.call('POST', '/invitations', { body: other })).json().url.split('#')[1]
  const late = (await owner.call('POST', '/invitations', { body: other })).json()
  assert.equal((await join(replaced)).statusCode, 410)
  assert.equal((await owner.call('DELETE', `/invitations/${late.id}`)).statusCode, 204)
  assert.equal((await join(late.url.split('#')[1])).statusCode, 410)
  const expired = (await owner.call('POST', '/invitations', { body: other })).json().url.split('#')[1]
  await at.hub.advance(7 * 86_400_000)
  assert.equal((await join(expired)).statusCode, 410)
})

test('another role signs an account out everywhere, and so does its removal', async () => {
  const person = await signedIn(at, 'changed@example.org', 'viewer')
  const path = `/accounts/${publicId('account', person.accountId)}`
  assert.equal((await owner.call('PATCH', path, { body: { role: 'developer' } })).json().role, 'developer')
  assert.equal((await person.call('GET', '/users')).statusCode, 401)
  const body = { email: person.email, password: testPassword }
  const again = personOf(at, person, await at.call('POST', '/admin/api/session', { as: 'none', body }))
  assert.equal((await again.call('GET', '/users')).statusCode, 200)
  assert.equal((await owner.call('DELETE', path)).statusCode, 204)
  assert.equal((await again.call('GET', '/users')).statusCode, 401)
})

test('the last owner can neither be removed nor demoted, not even by two at once', async () => {
  const path = `/accounts/${publicId('account', owner.accountId)}`
  for (const answer of [
    await owner.call('DELETE', path),
    await owner.call('PATCH', path, { body: { role: 'viewer' } }),
  ]) {
    assert.equal(answer.statusCode, 409)
    assert.match(answer.json().detail, /last owner/)
  }
  const second = await addAccount(at, 'second@example.org', 'owner')
  const [one, two] = await Promise.all([
    owner.call('DELETE', `/accounts/${publicId('account', second)}`),
    owner.call('DELETE', path),
  ])
  assert.deepEqual([one.statusCode, two.statusCode].sort(), [204, 409])
  assert.equal(one.statusCode, 204)
})

test('a person sees no secret until they ask, which is written down', async () => {
  const made = (
    await developer.call('POST', '/destinations', { body: { ...webhook, headers: { authorization: 'x' } } })
  ).json()
  assert.deepEqual([made.signing_secret, made.signing_secret_hint.length], [null, 4])
  const path = `/destinations/${made.id}`
  assert.equal((await developer.call('GET', path)).json().signing_secret, null)
  assert.equal((await viewer.call('GET', path)).json().headers.authorization, '••••')
  assert.equal((await viewer.call('POST', `${path}/reveal-secret`)).statusCode, 403)
  const shown = (await developer.call('POST', `${path}/reveal-secret`)).json()
  assert.equal(shown.signing_secret.slice(-4), made.signing_secret_hint)
  assert.equal((await at.call('GET', `/admin/api${path}`)).json().signing_secret, shown.signing_secret)

  const log = await developer.call('GET', '/audit?action=destination.*')
  const entry = log.json().items.find(({ action }: { action: string }) => action === 'destination.secret_revealed')
  assert.deepEqual([entry.actor.name, entry.target, entry.dev_id], ['developer@example.org', made.id, 'test-dev'])
  assert.ok(!log.body.includes(shown.signing_secret))
})

test('the audit log is paged, filtered, apart by environment, and forgets after 400 days', async () => {
  const wrong = { email: 'owner@example.org', password: 'not the password' }
  await at.call('POST', '/admin/api/session', { as: 'none', body: wrong })
  const actions = async (query: string, as: 'key' | 'person' = 'person'): Promise<string[]> => {
    const url = `/audit?${query}`
    const answer = as === 'person' ? await developer.call('GET', url) : await at.call('GET', `/admin/api${url}`)
    return answer.json().items.map(({ action }: { action: string }) => action)
  }
  assert.deepEqual(await actions('action=session.refused'), ['session.refused'])
  assert.deepEqual(await actions('action=session.refused', 'key'), [])
  const some = await actions('action=destination.*,session.refused')
  assert.ok(some.includes('session.refused') && some.includes('destination.secret_revealed'))
  assert.ok(some.every((action) => /^(destination\.|session\.refused$)/.test(action)))
  assert.ok((await actions('actor=Owner@example.org')).includes('account.removed'))
  assert.ok(!(await actions(`actor=${publicId('account', developer.accountId)}`)).includes('account.removed'))
  const [newest] = (await developer.call('GET', '/audit?limit=1')).json().items
  const [before, after] = [-60_000, 1000].map((ms) => new Date(Date.parse(newest.at) + ms).toISOString())
  assert.ok((await actions(`since=${before}`)).includes(newest.action))
  assert.deepEqual(await actions(`since=${after}`), [])
  assert.ok((await actions(`until=${after}`)).length > 2)
  assert.deepEqual(await actions('until=2020-01-01'), [])
  const first = (await developer.call('GET', '/audit?limit=2')).json()
  const rest = (await developer.call('GET', `/audit?limit=200&cursor=${first.next_cursor}`)).json()
  assert.equal(first.items.length, 2)
  assert.ok(rest.items.every(({ id }: { id: string }) => id < first.next_cursor))
  const { api_key } = (await at.call('POST', '/admin/api/credentials/keys', { body: { name: 'ci' } })).json()
  assert.deepEqual(await actions('action=key.created', 'key'), ['key.created'])
  const stored = JSON.stringify(await at.hub.db`select * from audit_entries`)
  assert.ok(!stored.includes(api_key) && !stored.includes('not the password'))
  await at.hub.advance(401 * 86_400_000)
  assert.ok((await trimAudit(at.hub)) > 0)
})
