import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createDestination, listDestinations } from '../destinations/destination.ts'
import { rotateSecret } from '../destinations/secrets.ts'
import { openLiveness } from '../jobs/liveness.ts'
import { keyIdOf, vault } from '../lib/sealed.ts'
import { inFreshEnvironment } from '../testing/delivering.ts'
import { testHub, testSecretKey } from '../testing/hub.ts'
import { countSealed, resealAll, unawareProcesses, withRotationLock } from './reseal.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const oldId = keyIdOf(testSecretKey)
const newKey = 'the new secret key, of more than thirty-two characters'
const newId = keyIdOf(newKey)

const rings = { both: { current: newKey, previous: [testSecretKey] } }
const both = vault(() => rings.both)

/** An environment with destinations whose secrets, previous secrets and headers are sealed with the test key. */
async function withDestinations(count: number) {
  const hub = await inFreshEnvironment(shared)
  await hub.db`delete from destinations`
  for (let i = 0; i < count; i++) {
    const { id } = await createDestination(hub, hub.environmentId, {
      kind: 'webhook',
      url: 'https://example.com/',
      ...(i % 2 === 0 ? { headers: { authorization: `Bearer ${i}` } } : {}),
    })
    if (i % 3 === 0) await rotateSecret(hub, hub.environmentId, id)
  }
  return hub
}

const openedBy = async (hub: typeof shared, keys: typeof both) =>
  (await listDestinations({ db: hub.db, vault: keys }, hub.environmentId)).map(
    ({ secret, previousSecret, headers }) => ({
      secret,
      previousSecret,
      headers,
    }),
  )

test('every sealed text is sealed anew and says what it said, in pages, though it was interrupted in the middle', async () => {
  const hub = await withDestinations(230)
  const before = await openedBy(hub, hub.vault)
  const all = 230 + 115 + 77
  assert.deepEqual(await countSealed(hub.db), new Map([[oldId, all]]))

  await assert.rejects(
    resealAll(hub.db, both, () => {
      throw new Error('killed after the first page')
    }),
    /killed/,
  )
  const halfway = await countSealed(hub.db)
  const done = halfway.get(newId) ?? 0
  assert.ok(done > 0 && done < all, `${done} of ${all}`)
  assert.equal(done + (halfway.get(oldId) ?? 0), all)
  assert.deepEqual(await openedBy(hub, both), before, 'whoever knows both keys goes on meanwhile')
  const lost = (await listDestinations(hub, hub.environmentId)).filter(({ enabled }) => !enabled)
  assert.ok(lost.length > 0 && lost.every(({ disabledReason }) => /another key/.test(disabledReason ?? '')))

  assert.equal(await resealAll(hub.db, both), all - done)
  assert.deepEqual(await countSealed(hub.db), new Map([[newId, all]]))
  assert.deepEqual(await openedBy(hub, vault(newKey)), before, 'the new key alone opens everything')
  assert.equal(await resealAll(hub.db, both), 0, 'a run too many does nothing')
})

test('destinations that are made and changed meanwhile lose nothing', async () => {
  const hub = await withDestinations(120)
  const before = await openedBy(hub, hub.vault)
  const server = { ...hub, vault: both }
  const ids = (await listDestinations(server, hub.environmentId)).map(({ id }) => id)
  await Promise.all([
    resealAll(hub.db, both),
    ...ids.slice(0, 40).map((id) => rotateSecret(server, hub.environmentId, id)),
  ])
  await resealAll(hub.db, both)
  const now = await openedBy(hub, vault(newKey))
  for (const [i, one] of now.entries())
    if (i < 40) assert.equal(one.previousSecret, before[i]?.secret)
    else assert.deepEqual(one, before[i])
})

test('nothing is sealed where the re-sealing does not look', async () => {
  const root = join(import.meta.dirname, '..')
  const sealing = globSync('**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts') && /\bseal\(/.test(readFileSync(join(root, file), 'utf8')))
    .sort()
  // Links of ping mode are sealed too, but not stored.
  const known = [
    'db/reseal.ts',
    'delivery/ping.ts',
    'destinations/destination.ts',
    'destinations/row.ts',
    'destinations/secrets.ts',
    'ingest/fetch/subscribe-user.ts',
    'ingest/fetch/subscribe.ts',
    'ingest/fetch/webhook-secret.ts',
    'lib/sealed.ts',
    'sandbox/doubles/frame.ts',
    'sandbox/doubles/tokens.ts',
    'sandbox/subscribe.ts',
    'users/clients/clients.ts',
    'users/sign-in/begin.ts',
    'users/sign-in/tokens.ts',
  ]
  assert.deepEqual(sealing, known, 'a new place that seals: is its column in src/db/reseal.ts?')

  const hub = await withDestinations(2)
  const columns = await hub.db<{ table_name: string; column_name: string }>`
    select table_name, column_name
    from information_schema.columns
    where table_schema = 'public' and data_type = 'text'`
  await resealAll(hub.db, both)
  for (const { table_name: table, column_name: column } of columns) {
    const { rows } = await hub.db.pool.query(`select 1 from ${table} where ${column} like 'v1.${oldId}.%' limit 1`)
    assert.equal(rows.length, 0, `${table}.${column} holds a text sealed with the old key`)
  }
})

test('running processes that do not know a key are named, those that read the key file are not', async () => {
  const { db, log } = shared
  await using _follows = await openLiveness({ db, log }, 'follows')
  await using _knows = await openLiveness({ db, log }, 'knows', [oldId, newId])
  {
    await using _older = await openLiveness({ db, log }, 'older', [oldId])
    assert.deepEqual(await unawareProcesses(db, newId, true), ['older'])
    assert.deepEqual(await unawareProcesses(db, newId, false), ['follows', 'older'])
  }
  assert.deepEqual(await unawareProcesses(db, newId, true), [], 'one that has ended needs no key')
})

test('one rotates at a time', async () => {
  const within = await withRotationLock(shared.db, () => withRotationLock(shared.db, async () => 'both'))
  assert.equal(within, null)
  assert.equal(await withRotationLock(shared.db, async () => 'alone'), 'alone')
})
