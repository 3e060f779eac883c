import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeReset, renewSetupToken } from '../../../accounts/link.ts'
import { addAccount, cookieIn, personOf, signedIn, testPassword } from '../../../testing/people.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer()
after(() => at[Symbol.asyncDispose]())

const dayMs = 86_400_000
const open = (method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown, headers: Record<string, string> = {}) =>
  at.call(method, `/admin/api${url}`, { as: 'none', headers, ...(body === undefined ? {} : { body }) })

test('the first owner is made by the newest link, once, and then there is no first run', async () => {
  assert.equal((await open('GET', '/session')).json().first_run, true)
  const old = await renewSetupToken(at.hub)
  const token = await renewSetupToken(at.hub)
  const wanted = { email: 'Owner@Example.org', name: 'Olga', password: testPassword }
  assert.equal((await open('POST', '/session/setup', { ...wanted, token: old })).statusCode, 410)
  const short = await open('POST', '/session/setup', { ...wanted, token, password: 'too short' })
  assert.deepEqual([short.statusCode, /at least 10/.test(short.json().detail)], [400, true])

  const made = await open('POST', '/session/setup', { ...wanted, token })
  assert.equal(made.statusCode, 200)
  const { account, environments, first_run } = made.json()
  assert.deepEqual([account.email, account.name, account.role], ['owner@example.org', 'Olga', 'owner'])
  assert.equal(environments.length, 2)
  assert.equal(first_run, false)
  assert.equal((await open('POST', '/session/setup', { ...wanted, token })).statusCode, 410)
  assert.equal(await renewSetupToken(at.hub), null)
})

test('the cookie is for the server alone, and the answer is not kept', async () => {
  await addAccount(at, 'cookie@example.org', 'viewer')
  const answer = await open('POST', '/session', { email: 'cookie@example.org', password: testPassword })
  const set = String(answer.headers['set-cookie'])
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(set.includes(part), set)
  assert.ok(!set.includes('Secure'))
  assert.equal(answer.headers['cache-control'], 'no-store')
  const rows = JSON.stringify(await at.hub.db`select * from sessions`)
  assert.ok(!rows.includes(cookieIn(answer) ?? ''))
})

test('an unknown e-mail and a wrong password are answered with one sentence', async () => {
  await addAccount(at, 'known@example.org', 'viewer')
  const wrong = await open('POST', '/session', { email: 'known@example.org', password: 'not the password' })
  const unknown = await open('POST', '/session', { email: 'unknown@example.org', password: 'not the password' })
  assert.deepEqual([wrong.statusCode, unknown.statusCode], [401, 401])
  assert.equal(wrong.json().detail, unknown.json().detail)
  assert.equal(cookieIn(wrong), undefined)
})

test('after ten wrong passwords even the right one waits, and is told how long', async () => {
  await addAccount(at, 'guessed@example.org', 'viewer')
  const attempt = (password: string) => open('POST', '/session', { email: 'guessed@example.org', password })
  const answers = await Promise.all(Array.from({ length: 11 }, () => attempt('a wrong password')))
  assert.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 10)
  const refused = await attempt(testPassword)
  assert.equal(refused.statusCode, 429)
  assert.equal(refused.headers['retry-after'], '900')
  assert.match(refused.json().detail, /15 minutes/)
  await at.hub.advance(15 * 60_000)
  assert.equal((await attempt(testPassword)).statusCode, 200)
})

test('signing in begins another session than the one whose cookie came along', async () => {
  const person = await signedIn(at, 'fixed@example.org', 'viewer')
  const body = { email: person.email, password: testPassword }
  const again = await open('POST', '/session', body, { cookie: person.cookie })
  assert.notEqual(`tellus_session=${cookieIn(again)}`, person.cookie)
  assert.equal((await person.call('GET', '/users')).statusCode, 401)
  const planted = await open('POST', '/session', body, { cookie: 'tellus_session=chosen-by-somebody-else' })
  assert.notEqual(cookieIn(planted), 'chosen-by-somebody-else')
})

test('a change needs the token of its own session and a page of ours', async () => {
  const person = await signedIn(at, 'page@example.org', 'developer')
  const other = await signedIn(at, 'other-page@example.org', 'developer')
  const make = (headers: Record<string, string>) => person.call('POST', '/inboxes', { body: { name: 'x' }, headers })
  assert.equal((await make({})).statusCode, 201)
  for (const headers of [
    { 'x-csrf-token': '' },
    { 'x-csrf-token': other.csrfToken },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[])
    assert.equal((await make(headers)).statusCode, 403, JSON.stringify(headers))
  const byOrigin = (origin: string) =>
    at.call('POST', '/admin/api/inboxes', {
      as: 'none',
      body: { name: 'x' },
      headers: { cookie: person.cookie, 'x-csrf-token': person.csrfToken, origin },
    })
  assert.equal((await byOrigin('http://127.0.0.1:4000')).statusCode, 201)
  assert.equal((await byOrigin('https://evil.example')).statusCode, 403)
  assert.equal((await byOrigin('null')).statusCode, 403)
  const foreign = { 'sec-fetch-site': 'cross-site' }
  const signIn = await open('POST', '/session', { email: person.email, password: testPassword }, foreign)
  assert.equal(signIn.statusCode, 403)
})

test('a session ends after 14 days without a call, and 60 days in all', async () => {
  const idle = await signedIn(at, 'idle@example.org', 'viewer')
  const busy = await signedIn(at, 'busy@example.org', 'viewer')
  for (let days = 0; days < 13; days += 6) {
    await at.hub.advance(6 * dayMs)
    assert.equal((await busy.call('GET', '/users')).statusCode, 200)
  }
  const ended = await idle.call('GET', '/users')
  assert.deepEqual([ended.statusCode, ended.json().detail], [401, 'your session has ended: sign in again'])
  for (let days = 0; days < 36; days += 12) {
    await at.hub.advance(12 * dayMs)
    assert.equal((await busy.call('GET', '/users')).statusCode, 200)
  }
  await at.hub.advance(7 * dayMs)
  assert.equal((await busy.call('GET', '/users')).statusCode, 401)
  const asked = await open('GET', '/session', undefined, { cookie: busy.cookie })
  assert.deepEqual([asked.json().account, cookieIn(asked)], [null, ''])
})

test('sessions are listed, ended one by one, and all at once', async () => {
  const here = await signedIn(at, 'many@example.org', 'viewer')
  const body = { email: here.email, password: testPassword }
  const there = personOf(at, here, await open('POST', '/session', body, { 'user-agent': 'x'.repeat(500) }))
  const { items } = (await here.call('GET', '/sessions')).json()
  assert.equal(items.length, 2)
  assert.equal(items.filter(({ current }: { current: boolean }) => current).length, 1)
  const other = items.find(({ current }: { current: boolean }) => !current)
  assert.deepEqual([other.user_agent.length, other.address], [160, '127.0.0.1'])
  const stranger = await signedIn(at, 'stranger@example.org', 'owner')
  const id = items.find(({ current }: { current: boolean }) => !current).id
  assert.equal((await stranger.call('DELETE', `/sessions/${id}`)).statusCode, 404)
  assert.equal((await here.call('DELETE', `/sessions/${id}`)).statusCode, 204)
  assert.equal((await there.call('GET', '/users')).statusCode, 401)
  assert.equal((await here.call('DELETE', '/sessions')).statusCode, 204)
  assert.equal((await here.call('GET', '/users')).statusCode, 401)
})

test('signing out ends the session, and without one changes nothing', async () => {
  const person = await signedIn(at, 'out@example.org', 'viewer')
  assert.equal((await open('DELETE', '/session', undefined, { cookie: person.cookie })).statusCode, 403)
  const out = await person.call('DELETE', '/session')
  assert.deepEqual([out.statusCode, cookieIn(out)], [204, ''])
  assert.equal((await person.call('GET', '/users')).statusCode, 401)
  assert.equal((await person.call('DELETE', '/session')).statusCode, 204)
})

test('a changed password ends every other session', async () => {
  const here = await signedIn(at, 'change@example.org', 'viewer')
  const body = { email: here.email, password: testPassword }
  const there = personOf(at, here, await open('POST', '/session', body))
  const change = (current_password: string, new_password: string) =>
    here.call('POST', '/session/password', { body: { current_password, new_password } })
  assert.equal((await change('not my password', 'another password')).statusCode, 403)
  assert.match((await change(testPassword, 'change@example.org')).json().detail, /e-mail/)
  const changed = await change(testPassword, 'another password')
  assert.equal(changed.statusCode, 200)
  assert.equal((await there.call('GET', '/users')).statusCode, 401)
  assert.equal((await here.call('GET', '/users')).statusCode, 401)
  const now = personOf(at, here, changed)
  assert.equal((await now.call('GET', '/users')).statusCode, 200)
  assert.equal((await open('POST', '/session', body)).statusCode, 401)
})

test('a reset link sets a password once, within a day, and ends every session', async () => {
  const person = await signedIn(at, 'reset@example.org', 'viewer')
  const late = await makeReset(at.hub.db, person.email)
  await at.hub.advance(dayMs)
  assert.equal(
    (await open('POST', '/session/reset', { token: late.token, password: 'a new password' })).statusCode,
    410,
  )
  const { token } = await makeReset(at.hub.db, person.email)
  const done = await open('POST', '/session/reset', { token, password: 'a new password' })
  assert.equal(done.json().account.email, person.email)
  assert.equal((await person.call('GET', '/users')).statusCode, 401)
  assert.equal((await open('POST', '/session/reset', { token, password: 'a new password' })).statusCode, 410)
  assert.equal((await open('POST', '/session', { email: person.email, password: 'a new password' })).statusCode, 200)
})

test('a session works on the environment it names, else on the first', async () => {
  const person = await signedIn(at, 'environment@example.org', 'developer')
  const inOther = { 'tellus-environment': 'other-dev' }
  await person.call('POST', '/inboxes', { body: { name: 'elsewhere' }, headers: inOther })
  const namesIn = async (url: string, headers = {}) =>
    (await person.call('GET', url, { headers })).json().items.map(({ name }: { name: string }) => name)
  assert.deepEqual(await namesIn('/inboxes', inOther), ['elsewhere'])
  assert.deepEqual(await namesIn('/inboxes?environment=other-dev'), ['elsewhere'])
  assert.ok(!(await namesIn('/inboxes')).includes('elsewhere'))
  const wrong = await person.call('GET', '/inboxes', { headers: { 'tellus-environment': 'nobody-has-this' } })
  assert.equal(wrong.statusCode, 404)
  assert.match(wrong.json().detail, /nobody-has-this/)
})

test('a session opens the management API and nothing of Terra', async () => {
  const person = await signedIn(at, 'terra@example.org', 'owner')
  const answer = await at.call('GET', '/v2/subscriptions', { as: 'none', headers: { cookie: person.cookie } })
  assert.equal(answer.statusCode, 401)
})
