import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fetchData } from '../../ingest/fetch/task.ts'
import { newUuid } from '../../lib/ids.ts'
import { unpack } from '../../lib/packed.ts'
import { checkEventBody } from '../../schema/events.ts'
import { testServer } from '../../testing/server.ts'
import { callbackOf, decideAtSandbox, openVisitor, type Visitor } from '../../testing/visitor.ts'
import { findUser } from '../../users/find.ts'
import { closeBucket } from '../../users/limits/store.ts'

const tellus = await testServer({ TELLUS_SANDBOX: 'on' })
const { hub } = tellus
const address = await tellus.listen()
hub.publicUrl = () => address
after(() => tellus[Symbol.asyncDispose]())

const ok = 'https://app.example/ok?from=tellus'
const no = 'https://app.example/no'
const redirects = { auth_success_redirect_url: ok, auth_failure_redirect_url: no }

async function openSession(body: object = {}): Promise<{ session_id: string; url: string }> {
  const answer = await tellus.call('POST', '/v2/auth/generateWidgetSession', { body: { ...redirects, ...body } })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

/** Walks from a session's page to the provider's address, by the links of the pages. */
async function toProvider(visitor: Visitor, url: string): Promise<string> {
  const list = await visitor.get(url)
  const consentUrl = /href="([^"]+\/connect\/SANDBOX)"/.exec(list.text)?.[1]
  assert.ok(consentUrl, list.text)
  const consent = await visitor.get(consentUrl)
  const startUrl = /href="([^"]+\/start\/SANDBOX)"/.exec(consent.text)?.[1]
  assert.ok(startUrl, consent.text)
  const start = await visitor.get(startUrl)
  assert.equal(start.status, 303)
  return start.location ?? ''
}

interface Notice {
  type: string
  reason?: string
  reference_id?: string | null
  widget_session_id?: string | null
  user?: { user_id: string; scopes: string | null }
  new_user?: { user_id: string }
  old_user?: { user_id: string; active: boolean }
}

/** Every notice so far, oldest first, each checked against its schema. */
async function notices(referenceId: string): Promise<Notice[]> {
  const rows = await hub.db<{ body: string | null; body_z: Buffer | null }>`select body, body_z from events order by id`
  const bodies = rows.map((row): Notice & { new_user?: { reference_id: string } } => JSON.parse(unpack(row)))
  for (const body of bodies) assert.deepEqual(checkEventBody(body), { ok: true })
  return bodies.filter((body) => (body.reference_id ?? body.new_user?.reference_id) === referenceId)
}

const queryOf = (url: string | null) => Object.fromEntries(new URL(url ?? '').searchParams)

test('a person walks from the session’s page to the app, connected', async () => {
  const { session_id: sessionId, url } = await openSession({ reference_id: 'walk' })
  assert.equal(url, `${address}/session/${sessionId}`)
  const visitor = openVisitor(tellus)
  const end = await decideAtSandbox(visitor, await toProvider(visitor, url), 'allow')
  assert.equal(end.status, 302)
  const { user_id: userId, ...rest } = queryOf(end.location)
  assert.deepEqual(rest, { from: 'tellus', resource: 'SANDBOX', reference_id: 'walk', widget_session_id: sessionId })
  const user = await findUser(hub, hub.environmentId, userId ?? '')
  assert.equal(user?.provider, 'SANDBOX')
  assert.equal(user?.scopes, 'profile,activity,body,daily,nutrition,sleep')
  const [auth, ...others] = await notices('walk')
  assert.deepEqual([auth?.type, auth?.user?.user_id, auth?.widget_session_id], ['auth', userId, sessionId])
  assert.deepEqual(others, [])
  const [tokens] = await hub.db<{ access_token: string }>`select access_token from provider_tokens where id = ${userId}`
  assert.match(tokens?.access_token ?? '', /^v1\./)
  assert.match((await visitor.get(url)).text, /Used before[\s\S]*Sandbox[\s\S]*All sources/)
})

test('then their last thirty days come through the usual door, of what they allowed', async () => {
  const { url } = await openSession({ reference_id: 'data' })
  const visitor = openVisitor(tellus)
  const granted = ['profile', 'daily', 'sleep']
  const end = await decideAtSandbox(visitor, await toProvider(visitor, url), 'allow', { person: 'mia', granted })
  const { user_id: userId } = queryOf(end.location)
  const payload = { environmentId: hub.environmentId, userId, days: 30 }
  const run = () => fetchData(hub)(payload, { signal: new AbortController().signal, attempt: 1 })
  await run()
  const counts = await hub.db<{ type: string; n: number }>`
    select type, count(*)::int as n from records where user_id = ${userId} group by type order by type`
  assert.deepEqual(
    counts.map(({ type }) => type),
    ['athlete', 'daily', 'sleep'],
  )
  assert.ok((counts.find(({ type }) => type === 'daily')?.n ?? 0) >= 28, JSON.stringify(counts))
  const sent = () => hub.db<{ n: number }>`select count(*)::int as n from events where user_id = ${userId}`
  const [before] = await sent()
  assert.ok((before?.n ?? 0) > 3)
  await run()
  assert.deepEqual(await sent(), [before], 'nothing is sent twice')
})

test('a person who refuses is led to the failure address, and the app hears why', async () => {
  const { session_id: sessionId, url } = await openSession({ reference_id: 'refuse' })
  const visitor = openVisitor(tellus)
  const end = await decideAtSandbox(visitor, await toProvider(visitor, url), 'refuse')
  assert.ok(end.location?.startsWith(`${no}?`))
  assert.deepEqual(queryOf(end.location), {
    resource: 'SANDBOX',
    reference_id: 'refuse',
    widget_session_id: sessionId,
    reason: 'access_denied',
  })
  const all = await notices('refuse')
  assert.deepEqual(
    all.map(({ type, reason }) => [type, reason]),
    [['auth_cancelled', 'access_denied']],
  )
})

test('without a reference the address says null, and without an address our own page says how it ended', async () => {
  const answer = await tellus.call('POST', '/v2/auth/generateWidgetSession', { body: {} })
  const visitor = openVisitor(tellus)
  const end = await decideAtSandbox(visitor, await toProvider(visitor, answer.json().url), 'allow', {
    person: 'own page',
  })
  assert.equal(queryOf(end.location)['reference_id'], 'null')
  const page = await visitor.get(end.location ?? '')
  assert.equal(page.status, 200)
  assert.match(page.text, /Sandbox is connected[\s\S]*on their way[\s\S]*Connect another source/)
  assert.equal(page.headers['refresh'], '3')
  await hub.db`update users set last_data_at = now() where user_id = ${queryOf(end.location)['user_id']}`
  const later = await visitor.get(end.location ?? '')
  assert.match(later.text, /receives your data from now on/)
  assert.equal(later.headers['refresh'], undefined)
})

test('a state is good once', async () => {
  const { url } = await openSession({ reference_id: 'replay' })
  const visitor = openVisitor(tellus)
  const callback = await callbackOf(visitor, await toProvider(visitor, url), 'allow', { person: 'replay' })
  const [first, second] = [await visitor.get(callback), await visitor.get(callback)]
  assert.deepEqual([first.status, second.status, second.location], [302, 400, null])
  assert.match(second.text, /finished already/)
  assert.equal((await notices('replay')).length, 1)
})

test('a state is good only in the browser that began, and stays good there', async () => {
  const { url } = await openSession({ reference_id: 'foreign' })
  const visitor = openVisitor(tellus)
  const callback = await callbackOf(visitor, await toProvider(visitor, url), 'allow', { person: 'foreign' })
  const stranger = openVisitor(tellus)
  const without = await stranger.get(callback)
  await toProvider(stranger, (await openSession()).url)
  const withAnother = await stranger.get(callback)
  for (const refused of [without, withAnother]) {
    assert.deepEqual([refused.status, refused.location], [403, null])
    assert.match(refused.text, /another browser/)
  }
  assert.deepEqual(await notices('foreign'), [])
  assert.equal((await visitor.get(callback)).status, 302)
})

test('a state that was never given out, or belongs to another source, leads nowhere', async () => {
  const { url } = await openSession({ reference_id: 'other source' })
  const visitor = openVisitor(tellus)
  const callback = await callbackOf(visitor, await toProvider(visitor, url), 'allow')
  for (const wrong of [
    '/oauth/SANDBOX/callback?code=x&state=invented',
    '/oauth/SANDBOX/callback',
    callback.replace('/SANDBOX/', '/APPLE/'),
    callback.replace('/SANDBOX/', '/NONE/'),
  ]) {
    const answer = await visitor.get(wrong)
    assert.deepEqual([answer.status, answer.location], [400, null], wrong)
  }
})

test('the code of another sign-in does not do: PKCE ties it to its own', async () => {
  const visitor = openVisitor(tellus)
  const [one, two] = [await openSession({ reference_id: 'pkce' }), await openSession({ reference_id: 'pkce' })]
  const first = new URL(await callbackOf(visitor, await toProvider(visitor, one.url), 'allow'))
  const second = new URL(await callbackOf(visitor, await toProvider(visitor, two.url), 'allow'))
  first.searchParams.set('code', second.searchParams.get('code') ?? '')
  const end = await visitor.get(first.href)
  assert.equal(queryOf(end.location)['reason'], 'provider_error')
})

test('after ten minutes a sign-in is over, though its session may be open', async () => {
  const { url } = await openSession({ reference_id: 'late' })
  const visitor = openVisitor(tellus)
  const callback = await callbackOf(visitor, await toProvider(visitor, url), 'allow')
  await hub.advance(10 * 60_000)
  const end = await visitor.get(callback)
  assert.equal(queryOf(end.location)['reason'], 'expired')
  assert.equal((await visitor.get(url)).status, 200)
  assert.deepEqual(
    (await notices('late')).map(({ type, reason }) => [type, reason]),
    [['auth_cancelled', 'expired']],
  )
})

test('an expired session says so with 410, an unknown one with 404', async () => {
  const { url } = await openSession()
  await hub.advance(15 * 60_000)
  const visitor = openVisitor(tellus)
  const expired = await visitor.get(url)
  assert.equal(expired.status, 410)
  assert.match(expired.text, /This link has expired/)
  assert.equal((await visitor.get(`${url}/start/SANDBOX`)).status, 410)
  for (const unknown of [`/session/${newUuid()}`, '/session/none'])
    assert.equal((await visitor.get(unknown)).status, 404)
})

test('the same account under another reference lives twice', async () => {
  const ids: (string | undefined)[] = []
  for (const reference_id of ['twin a', 'twin b']) {
    const visitor = openVisitor(tellus)
    const { url } = await openSession({ reference_id })
    const end = await decideAtSandbox(visitor, await toProvider(visitor, url), 'allow', { person: 'twin' })
    ids.push(queryOf(end.location)['user_id'])
  }
  assert.equal(new Set(ids).size, 2)
  for (const id of ids) assert.equal((await findUser(hub, hub.environmentId, id ?? ''))?.active, true)
})

test('the same account under the same reference is one person: a new id with the old history', async () => {
  const connect = async () => {
    const visitor = openVisitor(tellus)
    const { url } = await openSession({ reference_id: 'again' })
    const end = await decideAtSandbox(visitor, await toProvider(visitor, url), 'allow', { person: 'again' })
    return queryOf(end.location)['user_id'] ?? ''
  }
  const run = (userId: string) =>
    fetchData(hub)(
      { environmentId: hub.environmentId, userId, days: 30 },
      { signal: new AbortController().signal, attempt: 1 },
    )
  const records = (userId: string) => hub.db`select type, key from records where user_id = ${userId} order by 1, 2`
  const former = await connect()
  await run(former)
  const history = await records(former)
  assert.ok(history.length > 60)
  await hub.advance(1000)
  const now = await connect()
  assert.notEqual(now, former)
  assert.equal(await findUser(hub, hub.environmentId, former), null)
  assert.deepEqual(await records(now), history)
  const left = await hub.db`select id from events where user_id = ${former}`
  assert.deepEqual(left, [], 'what is erased with the new user is all there is')
  const all = (await notices('again')).filter(({ type }) => ['auth', 'user_reauth'].includes(type))
  assert.deepEqual(
    all.map(({ type }) => type),
    ['auth', 'user_reauth', 'auth'],
  )
  assert.deepEqual([all[1]?.old_user?.user_id, all[1]?.old_user?.active], [former, false])
  assert.deepEqual([all[1]?.new_user?.user_id, all[2]?.user?.user_id], [now, now])
})

test('a link made by authenticateUser leads straight to the provider, and its user exists once that is done', async () => {
  const asked = await tellus.call('POST', '/v2/auth/authenticateUser?resource=sandbox', {
    body: { reference_id: 'link', ...redirects },
  })
  const { user_id: userId, auth_url: authUrl } = asked.json()
  assert.ok(authUrl.startsWith(`${address}/sandbox/authorize?`) && new URL(authUrl).searchParams.has('state'))
  const early = await tellus.call('GET', `/v2/userInfo?user_id=${userId}`)
  assert.equal(early.statusCode, 404)
  const end = await decideAtSandbox(openVisitor(tellus), authUrl, 'allow', { person: 'link' })
  assert.deepEqual(queryOf(end.location), {
    from: 'tellus',
    user_id: userId,
    resource: 'SANDBOX',
    reference_id: 'link',
  })
  assert.equal((await tellus.call('GET', `/v2/userInfo?user_id=${userId}`)).json().is_authenticated, true)
  assert.deepEqual(
    (await notices('link')).map((notice) => notice.widget_session_id),
    [null],
  )
})

test('at a provider’s limit a sign-in waits a little, and fails where that would be long', async () => {
  const signIn = async (person: string, closedSeconds: number) => {
    const asked = await tellus.call('POST', '/v2/auth/authenticateUser?resource=sandbox', {
      body: { reference_id: person, ...redirects },
    })
    await closeBucket(hub.db, { name: `SANDBOX 60s ${asked.json().user_id}`, calls: 600, seconds: 60 }, closedSeconds)
    return decideAtSandbox(openVisitor(tellus), asked.json().auth_url, 'allow', { person })
  }
  const soon = await signIn('patient', 0.5)
  assert.ok(soon.location?.startsWith(ok), soon.location ?? '')
  const late = await signIn('refused', 90)
  assert.ok(late.location?.startsWith(no), late.location ?? '')
  const [notice] = await notices('refused')
  assert.deepEqual([notice?.type, notice?.reason], ['auth_cancelled', 'provider_error'])
})

test('one source is gone to at once; one on a phone leads back to the app, or is explained', async () => {
  const visitor = openVisitor(tellus)
  const { url } = await openSession({ providers: 'sandbox' })
  const straight = await visitor.get(url)
  assert.deepEqual(
    [straight.status, new URL(straight.location ?? '', url).pathname],
    [303, `${new URL(url).pathname}/start/SANDBOX`],
  )
  const phone = await openSession({ providers: ['APPLE', 'OURA'], reference_id: 'phone' })
  const led = await visitor.get(`${phone.url}/connect/APPLE`)
  assert.equal(queryOf(led.location)['user_id'], 'null')
  const bare = (await tellus.call('POST', '/v2/auth/generateWidgetSession', { body: {} })).json()
  assert.match((await visitor.get(`${bare.url}/connect/APPLE`)).text, /Apple Health is on your phone/)
})

test('disconnecting is offered where the session says so, asks, gives the token back and ends the user', async () => {
  const visitor = openVisitor(tellus)
  const { url } = await openSession({ reference_id: 'leaver' })
  await decideAtSandbox(visitor, await toProvider(visitor, url), 'allow', { person: 'leaver' })
  assert.doesNotMatch((await visitor.get(url)).text, /Disconnect/)
  const other = await openSession({ reference_id: 'leaver', show_disconnect: true, providers: 'SANDBOX' })
  const askUrl = /href="([^"]+\/disconnect\/[^"]+)"/.exec((await visitor.get(other.url)).text)?.[1] ?? ''
  assert.match((await visitor.get(askUrl)).text, /Disconnect Sandbox\?/)
  const done = await visitor.post(askUrl, {})
  assert.equal(done.status, 303)
  assert.match((await visitor.get(done.location ?? '')).text, /Sandbox was disconnected/)
  assert.equal((await visitor.post(askUrl, {})).status, 303, 'a second time does nothing')
  const [grant] = await hub.db<{
    revoked_at: Date | null
  }>`select revoked_at from sandbox_grants where person = 'leaver'`
  assert.notEqual(grant?.revoked_at, null)
  const strangers = await openSession({ reference_id: 'somebody else', show_disconnect: true })
  assert.doesNotMatch((await visitor.get(strangers.url)).text, /Disconnect/)
})

test('sources are found without a script, and what is searched for is shown as text', async () => {
  const visitor = openVisitor(tellus)
  const { url } = await openSession()
  const found = (await visitor.get(`${url}?q=apple`)).text
  assert.ok(found.includes('Apple Health') && !found.includes('Samsung'))
  const none = (await visitor.get(`${url}?q=${encodeURIComponent('<script>x')}`)).text
  assert.match(none, /No source is called “&lt;script&gt;x”\./)
})

test('a source that is switched off is not offered, nor begun by its address, until it is on again', async () => {
  const visitor = openVisitor(tellus)
  const { url } = await openSession()
  const turn = (enabled: boolean) => tellus.call('PATCH', '/admin/api/sources/SANDBOX', { body: { enabled } })
  assert.equal((await turn(false)).statusCode, 200)
  assert.doesNotMatch((await visitor.get(url)).text, /connect\/SANDBOX/)
  assert.equal((await visitor.get(`${url}/start/SANDBOX`)).status, 404)
  assert.equal((await turn(true)).statusCode, 200)
  assert.match((await visitor.get(url)).text, /connect\/SANDBOX/)
})

test('the language is the session’s, else the environment’s, else the browser’s', async () => {
  const visitor = openVisitor(tellus)
  const bare = await openSession()
  assert.match(
    (await visitor.get(bare.url, { 'accept-language': 'xx, de-AT;q=0.8, fr;q=0.5' })).text,
    /<html lang="de"/,
  )
  const { url } = await openSession({ language: 'JA' })
  const seen = await visitor.get(url, { 'accept-language': 'de' })
  assert.match(seen.text, /<html lang="ja"/)
  assert.equal(seen.headers['content-language'], 'ja')
})
