import assert from 'node:assert/strict'
import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { eraseTask } from '../../../events/erase.ts'
import { migrateJobs } from '../../../jobs/jobs.ts'
import { signedIn } from '../../../testing/people.ts'
import { testServer } from '../../../testing/server.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'tellus-environments-'))
const at = await testServer({ TELLUS_DATA_DIR: dataDir })
after(() => at[Symbol.asyncDispose]())
await migrateJobs(at.hub.db)

const owner = await signedIn(at, 'owner@example.org', 'owner')
const developer = await signedIn(at, 'developer@example.org', 'developer')

const countOf = async (table: string, environmentId: string): Promise<number> => {
  const rows = await at.hub.database.db.pool.query(`select 1 from ${table} where environment_id = $1`, [environmentId])
  return rows.rows.length
}

test('a new environment has a key that works, an inbox, and no destination', async () => {
  const made = await developer.call('POST', '/environments', { body: { name: 'Staging' } })
  assert.equal(made.statusCode, 201)
  const { dev_id, api_key, name } = made.json()
  assert.equal(name, 'Staging')
  const headers = { 'dev-id': dev_id, 'x-api-key': api_key }
  const ask = async (url: string) => (await at.call('GET', `/admin/api${url}`, { as: 'none', headers })).json().items
  assert.equal((await ask('/inboxes')).length, 1)
  assert.deepEqual(await ask('/destinations'), [])
  const renamed = await developer.call('PATCH', `/environments/${dev_id}`, { body: { name: 'Trials' } })
  assert.equal(renamed.json().name, 'Trials')
  const listed = (await developer.call('GET', '/environments')).json().items
  assert.ok(listed.some((one: { dev_id: string; name: string }) => one.dev_id === dev_id && one.name === 'Trials'))
})

test('a deleted environment leaves nothing behind, and its key opens nothing', async () => {
  const { dev_id, api_key } = (await developer.call('POST', '/environments', { body: { name: 'Gone' } })).json()
  const headers = { 'dev-id': dev_id, 'x-api-key': api_key }
  const call = (method: 'GET' | 'POST', url: string, body?: unknown) =>
    at.call(method, `/admin/api${url}`, { as: 'none', headers, ...(body === undefined ? {} : { body }) })
  await call('POST', '/destinations', { kind: 'webhook', url: 'http://127.0.0.1:4999/hook' })
  assert.equal((await call('POST', '/generate', { provider: 'OURA', type: 'sleep', send: true })).statusCode, 202)
  const gpx =
    '<gpx version="1.1" creator="t"><trk><trkseg><trkpt lat="1" lon="1"><time>2026-07-01T07:00:00Z</time></trkpt><trkpt lat="1.001" lon="1"><time>2026-07-01T07:01:00Z</time></trkpt></trkseg></trk></gpx>'
  const { counts } = (await developer.call('GET', `/environments/${dev_id}`)).json()
  assert.deepEqual([counts.destinations, counts.users, counts.keys, counts.has_more_events], [1, 1, 1, false])
  assert.ok(counts.events > 0)
  assert.equal((await developer.call('GET', '/environments/nobody-has-this')).statusCode, 404)
  const uploaded = await at.call('POST', '/admin/api/imports?filename=a.gpx', { as: 'none', headers, body: gpx })
  assert.equal(uploaded.statusCode, 202)
  assert.equal((await readdir(join(dataDir, 'raw'))).length, 1)
  const [row] = await at.hub.db<{ id: string }>`select id from environments where dev_id = ${dev_id}`
  const id = row?.id ?? ''

  const path = `/environments/${dev_id}`
  assert.equal((await developer.call('DELETE', path, { body: { confirm: dev_id } })).statusCode, 403)
  assert.equal((await owner.call('DELETE', path, { body: { confirm: 'test-dev' } })).statusCode, 400)
  assert.equal((await owner.call('DELETE', path)).statusCode, 400)
  assert.equal((await owner.call('DELETE', path, { body: { confirm: dev_id } })).statusCode, 204)
  await eraseTask(at.hub)({ environmentId: id }, { signal: new AbortController().signal, attempt: 1 })

  for (const table of ['users', 'imports', 'destinations', 'inboxes', 'api_keys', 'events', 'event_keys', 'jobs'])
    assert.equal(await countOf(table, id), 0, table)
  for (const table of ['deliveries', 'attempts', 'outcomes', 'records', 'inbox_messages'])
    assert.equal((await at.hub.db.pool.query(`select 1 from ${table} limit 1`)).rows.length, 0, table)
  assert.deepEqual(await readdir(join(dataDir, 'raw')), [])
  assert.equal((await call('GET', '/users')).statusCode, 401)
  const entry = (await owner.call('GET', '/audit?action=environment.deleted')).json().items[0]
  assert.equal(entry.target, dev_id)
})

test('the last environment stays', async () => {
  const { items } = (await owner.call('GET', '/environments')).json()
  for (const { dev_id } of items.slice(1))
    assert.equal((await owner.call('DELETE', `/environments/${dev_id}`, { body: { confirm: dev_id } })).statusCode, 204)
  const last = items[0].dev_id
  const refused = await owner.call('DELETE', `/environments/${last}`, { body: { confirm: last } })
  assert.equal(refused.statusCode, 409)
  assert.match(refused.json().detail, /last environment/)
})
