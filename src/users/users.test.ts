import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saveRecords } from '../ingest/save.ts'
import { unpack } from '../lib/packed.ts'
import { checkEventBody } from '../schema/events.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { aDaily, incoming } from '../testing/records.ts'
import { connectUser } from './connect.ts'
import { deauthenticateUser } from './deauthenticate.ts'
import { findUser, listUsers, usersByReference } from './find.ts'
import { pageOfUsers } from './pages.ts'

const connect = (hub: TestHub, referenceId: string | null, provider = 'APPLE') =>
  hub.db.transaction((sql) =>
    connectUser(hub, sql, { environmentId: hub.environmentId, provider, providerAccount: 'file', referenceId }),
  )

const bodies = async (hub: TestHub) => {
  const rows = await hub.db<{ body: string | null; body_z: Buffer | null }>`select body, body_z from events order by id`
  return rows.map((row): { type: string; user: { active: boolean } } => JSON.parse(unpack(row)))
}

test('the first connection makes a user and says so once', async () => {
  await using hub = await testHub()
  const first = await connect(hub, 'me')
  const second = await connect(hub, 'me')
  assert.deepEqual([first.created, second.created], [true, false])
  assert.equal(first.user.userId, second.user.userId)
  const events = await bodies(hub)
  assert.deepEqual(
    events.map((event) => event.type),
    ['auth'],
  )
  assert.deepEqual(checkEventBody(events[0]), { ok: true })
})

test('another reference or provider is another user', async () => {
  await using hub = await testHub()
  const ids = [
    await connect(hub, 'me'),
    await connect(hub, 'you'),
    await connect(hub, null),
    await connect(hub, 'me', 'FILE'),
  ].map(({ user }) => user.userId)
  assert.equal(new Set(ids).size, 4)
  assert.equal((await usersByReference(hub, hub.environmentId, 'me')).length, 2)
})

test('two connections at once make one user', async () => {
  await using hub = await testHub()
  const made = await Promise.all(Array.from({ length: 8 }, () => connect(hub, 'me')))
  assert.equal(new Set(made.map(({ user }) => user.userId)).size, 1)
  assert.equal(made.filter(({ created }) => created).length, 1)
})

test('the end of a user deletes what was theirs and sends one deauth', async () => {
  await using hub = await testHub()
  const { user } = await connect(hub, 'me')
  await hub.db.transaction((sql) =>
    saveRecords(
      hub,
      sql,
      hub.environmentId,
      user.userId,
      incoming({ type: 'daily', record: aDaily('2026-07-01', 5) }),
      {
        observedAtMs: 1,
      },
    ),
  )
  assert.notEqual(await deauthenticateUser(hub, hub.environmentId, user.userId), null)
  assert.deepEqual(await hub.db`select * from records`, [])
  const events = await bodies(hub)
  assert.deepEqual(
    events.map((event) => [event.type, event.user.active]),
    [['deauth', false]],
  )
  assert.deepEqual(checkEventBody(events[0]), { ok: true })
  assert.equal(await findUser(hub, hub.environmentId, user.userId), null)
  assert.equal(await deauthenticateUser(hub, hub.environmentId, user.userId), null, 'a second call finds nobody')
})

test('users of another environment are not found', async () => {
  await using hub = await testHub()
  const { user } = await connect(hub, 'me')
  assert.equal(await findUser(hub, '00000000-0000-7000-8000-000000000000', user.userId), null)
  assert.equal(await findUser(hub, hub.environmentId, 'not-a-uuid'), null)
})

test('lists page by cursor and by number without losing or repeating anyone', async () => {
  await using hub = await testHub()
  for (let i = 0; i < 7; i++) {
    await connect(hub, `ref ${i}`)
    hub.clock.advance(1)
  }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listUsers(hub, hub.environmentId, { limit: 3, cursor })
    seen.push(...page.users.map((user) => user.referenceId ?? ''))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  assert.deepEqual(
    seen,
    Array.from({ length: 7 }, (_, i) => `ref ${i}`),
  )
  const last = await pageOfUsers(hub, hub.environmentId, 2, 3)
  assert.deepEqual([last.users.length, last.total], [1, 7])
  assert.equal((await listUsers(hub, hub.environmentId, { limit: 10, search: 'f 5' })).users.length, 1)
  await assert.rejects(listUsers(hub, hub.environmentId, { limit: 3, cursor: 'nonsense' }), /cursor/)
})
