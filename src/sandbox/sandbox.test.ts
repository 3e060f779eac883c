import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { client } from '../providers/sandbox/manifest.ts'
import { checkRecord } from '../schema/events.ts'
import { testServer } from '../testing/server.ts'
import { callbackOf, openVisitor } from '../testing/visitor.ts'
import { profileOf, recordsOf, typesOf } from './person.ts'

const at = await testServer({ TELLUS_SANDBOX: 'on' })
after(() => at[Symbol.asyncDispose]())
const visitor = openVisitor(at)

const verifier = 'v'.repeat(64)
const redirectUri = `${at.hub.publicUrl()}/oauth/SANDBOX/callback`
const asked = {
  response_type: 'code',
  client_id: client.id,
  redirect_uri: redirectUri,
  scope: 'sleep daily',
  state: 's&"t',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}
const authorize = (changed: Record<string, string> = {}) =>
  `/sandbox/authorize?${new URLSearchParams({ ...asked, ...changed })}`

const basic = (secret: string) => `Basic ${Buffer.from(`${client.id}:${secret}`).toString('base64')}`
const post = (path: string, form: Record<string, string>, authorization = basic(client.secret)) =>
  at.server.inject({
    method: 'POST',
    url: path,
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
const token = (form: Record<string, string>) => post('/sandbox/token', form)
const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token })
const read = (path: string, accessToken: string) =>
  at.server.inject({ url: path, headers: { authorization: `Bearer ${accessToken}` } })

async function newCode(person?: string): Promise<string> {
  const address = await callbackOf(visitor, authorize(), 'allow', person === undefined ? {} : { person })
  return new URL(address).searchParams.get('code') ?? ''
}
const redeem = (code: string, changed: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri, ...changed })
const newTokens = async (person?: string): Promise<{ access_token: string; refresh_token: string }> =>
  (await redeem(await newCode(person))).json()

test('the consent page has one button that allows and one that refuses, and no other way', async () => {
  const page = await visitor.get(authorize())
  assert.deepEqual(
    [...page.text.matchAll(/<button[^>]*value="(\w+)"/g)].map(([, value]) => value),
    ['allow', 'refuse'],
  )
  assert.doesNotMatch(page.text, /<script|<style|onclick/)
  const refused = new URL(await callbackOf(visitor, authorize(), 'refuse'))
  assert.deepEqual(Object.fromEntries(refused.searchParams), { state: asked.state, error: 'access_denied' })
  const nothing = new URL(await callbackOf(visitor, authorize(), 'allow', { granted: [] }))
  assert.equal(nothing.searchParams.get('error'), 'access_denied')
})

test('a request that is not ours is shown and sent nowhere', async () => {
  for (const changed of [
    { redirect_uri: 'https://evil.example/' },
    { client_id: 'other' },
    { response_type: 'token' },
    { code_challenge_method: 'plain' },
    { code_challenge: 'short' },
  ]) {
    const answer = await visitor.get(authorize(changed))
    assert.deepEqual([answer.status, answer.location], [400, null], JSON.stringify(changed))
    const posted = await visitor.post('/sandbox/authorize', {
      ...asked,
      ...changed,
      decision: 'allow',
      granted: 'sleep',
    })
    assert.deepEqual([posted.status, posted.location], [400, null])
  }
})

test('a code is good once, with its verifier, redirect and client; twice ends what it gave', async () => {
  const code = await newCode()
  assert.equal((await redeem(code, { code_verifier: 'w'.repeat(64) })).json().error, 'invalid_grant')
  assert.equal((await redeem(code, { redirect_uri: 'https://evil.example/' })).json().error, 'invalid_grant')
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri }
  assert.equal((await post('/sandbox/token', form, basic('wrong'))).statusCode, 401)
  const given = (await redeem(code)).json()
  assert.deepEqual(
    [given.token_type, given.expires_in, given.scope],
    ['Bearer', 3600, 'daily sleep'.split(' ').reverse().join(' ')],
  )
  assert.equal((await read('/sandbox/userinfo', given.access_token)).statusCode, 200)
  assert.equal((await redeem(code)).json().error, 'invalid_grant')
  assert.equal((await read('/sandbox/userinfo', given.access_token)).statusCode, 401)
  const late = await newCode()
  await at.hub.advance(61_000)
  assert.equal((await redeem(late)).json().error, 'invalid_grant')
})

test('a refresh gives both tokens anew; one that comes again ends the grant', async () => {
  const first = await newTokens()
  const second = (await refresh(first.refresh_token)).json()
  assert.notEqual(second.refresh_token, first.refresh_token)
  assert.equal((await read('/sandbox/userinfo', first.access_token)).statusCode, 401)
  assert.equal((await read('/sandbox/userinfo', second.access_token)).statusCode, 200)
  assert.equal((await refresh(first.refresh_token)).json().error, 'invalid_grant')
  assert.equal((await read('/sandbox/userinfo', second.access_token)).statusCode, 401)
  assert.equal((await refresh(second.refresh_token)).json().error, 'invalid_grant')
})

test('an access token ends after an hour or when it is given back', async () => {
  const [one, two] = [await newTokens(), await newTokens()]
  assert.equal((await post('/sandbox/revoke', { token: one.refresh_token })).statusCode, 200)
  assert.equal((await post('/sandbox/revoke', { token: 'unknown' })).statusCode, 200)
  assert.equal((await read('/sandbox/userinfo', one.access_token)).statusCode, 401)
  assert.equal((await read('/sandbox/userinfo', two.access_token)).statusCode, 200)
  await at.hub.advance(3_600_000)
  assert.equal((await read('/sandbox/userinfo', two.access_token)).statusCode, 401)
})

test('only what was allowed can be read, a month at a time', async () => {
  const { access_token: accessToken } = await newTokens('Bea')
  assert.deepEqual((await read('/sandbox/userinfo', accessToken)).json(), { ...profileOf('Bea'), scope: 'sleep daily' })
  const ask = (type: string, start: string, end: string) =>
    read(`/sandbox/records?type=${type}&start=${start}&end=${end}`, accessToken)
  assert.equal((await ask('activity', '2026-07-01', '2026-07-02')).statusCode, 403)
  assert.equal((await ask('daily', '2026-07-01', '2026-08-01')).statusCode, 400)
  assert.equal((await ask('daily', 'yesterday', '2026-08-01')).statusCode, 400)
  assert.equal((await ask('daily', '2026-07-01', '2026-07-31')).json().records.length, 31)
  assert.equal((await read('/sandbox/userinfo', 'invented')).statusCode, 401)
})

test('a person has believable records for sixty days and more, the same whenever asked, and none of the future', () => {
  const nowMs = Date.UTC(2026, 6, 31, 12)
  for (const type of typesOf(['profile', 'activity', 'body', 'daily', 'nutrition', 'sleep'])) {
    const months = [
      ['2026-06-01', '2026-06-30'],
      ['2026-07-01', '2026-07-31'],
    ].flatMap(([first = '', last = '']) => recordsOf('alex', type, first, last, nowMs))
    assert.ok(months.length >= (type === 'athlete' ? 1 : 15), `${type}: ${months.length}`)
    for (const record of months) assert.equal(checkRecord(type, record).ok, true, type)
  }
  const days = recordsOf('alex', 'daily', '2026-07-01', '2026-07-31', nowMs)
  assert.equal(days.length, 31)
  assert.match(JSON.stringify(days.at(-1)), /"timestamp":"2026-07-31T05:45/, 'of today there is what was until now')
  const some = recordsOf('alex', 'daily', '2026-07-10', '2026-07-12', nowMs)
  assert.deepEqual(some, days.slice(9, 12))
  assert.notDeepEqual(recordsOf('bea', 'daily', '2026-07-10', '2026-07-12', nowMs), some)
})
