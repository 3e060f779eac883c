import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { privateId } from '../../lib/ids.ts'
import { pack, unpack } from '../../lib/packed.ts'
import { eventsOf } from '../../testing/connected.ts'
import { testServer } from '../../testing/server.ts'
import { runImport } from '../run-import.ts'
import { runReplay } from './run.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'tellus-replay-'))
const at = await testServer({ TELLUS_DATA_DIR: dataDir })
const { hub } = at
after(async () => {
  await at[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true })
})
const signal = new AbortController().signal

const gpx = (name: string) => `<?xml version="1.0"?><gpx version="1.1" creator="test"
 xmlns="http://www.topografix.com/GPX/1/1"><trk><name>${name}</name><trkseg>
<trkpt lat="59.91" lon="10.75"><time>2026-07-01T07:00:00Z</time></trkpt>
<trkpt lat="59.92" lon="10.76"><time>2026-07-01T07:10:00Z</time></trkpt></trkseg></trk></gpx>`

async function bring(referenceId: string) {
  const url = `/admin/api/imports?reference_id=${referenceId}&filename=track.gpx`
  const { import_id, user_id } = (await at.call('POST', url, { body: gpx(referenceId) })).json()
  const importId = privateId('import', import_id) ?? ''
  await runImport(hub, importId, null, signal)
  return { importId, shownId: import_id, userId: user_id }
}

async function replay(body: object) {
  const { id } = (await at.call('POST', '/admin/api/replays', { body })).json()
  while (!(await runReplay(hub, privateId('replay', id) ?? '', signal)));
  return (await at.call('GET', `/admin/api/replays/${id}`)).json()
}

const activities = async (userId: string) =>
  (
    await at.call('GET', `/admin/api/users/${userId}/data?type=activity&start_date=2026-07-01&end_date=2026-07-02`)
  ).json()
const sent = async (userId: string) => (await eventsOf(hub, userId)).filter(({ type }) => type === 'activity').length

interface Spoiled {
  calories_data?: object
}
const withCalories = (record: Spoiled): object => ({
  ...record,
  calories_data: { ...record.calories_data, total_burned_calories: 1234 },
})

/** Stores a record otherwise, as an importer that was wrong would have. */
async function spoil(userId: string, spoiled: (record: Spoiled) => object) {
  const [row] = await hub.db<{ body: string | null; body_z: Buffer | null }>`
    select body, body_z from records where user_id = ${userId} and type = 'activity'`
  assert.ok(row)
  const { body, body_z, bytes } = pack(JSON.stringify(spoiled(JSON.parse(unpack(row)))))
  await hub.db`
    update records set body = ${body}, body_z = ${body_z}, bytes = ${bytes}, hash = ${Buffer.from([0])}
    where user_id = ${userId} and type = 'activity'`
}

test('a record of a file tells the import and the importer', async () => {
  const { userId, shownId } = await bring('told')
  assert.deepEqual((await activities(userId)).provenance, [{ raw_id: shownId, mapper: 'gpx@1' }])
})

test('a file that is still kept is read anew: what its importer made wrong is corrected and sent', async () => {
  const { userId, shownId } = await bring('spoiled')
  const right = await activities(userId)
  assert.deepEqual(await replay({ user_id: userId }).then(({ types }) => types[0].changed), 0)
  assert.equal(await sent(userId), 1, 'what was right is not sent again')
  await spoil(userId, withCalories)
  const dry = await replay({ user_id: userId, dry_run: true })
  assert.deepEqual([dry.files, dry.types[0].changed, await sent(userId)], [1, 1, 1])
  assert.deepEqual(dry.types[0].examples, [
    {
      user_id: userId,
      raw_id: shownId,
      day: '2026-07-01',
      is_new: false,
      paths: ['calories_data.total_burned_calories'],
    },
  ])
  const ended = await replay({ user_id: userId })
  assert.deepEqual([ended.status, ended.types[0].changed, await sent(userId)], ['completed', 1, 2])
  assert.deepEqual(await activities(userId), right)
  await replay({ user_id: userId })
  assert.equal(await sent(userId), 2)
})

test('of a record that a file made only in part nothing is taken away', async () => {
  const { userId } = await bring('part')
  await spoil(userId, withCalories)
  await hub.db`update records set raw_whole = false where user_id = ${userId}`
  await replay({ user_id: userId })
  const { items } = await activities(userId)
  assert.deepEqual([items[0].calories_data.total_burned_calories, await sent(userId)], [1234, 1])
})

test('a file that is gone is named, and one of another type than asked for changes nothing', async () => {
  const { userId, importId, shownId } = await bring('gone')
  const other = await replay({ user_id: userId, type: 'sleep' })
  assert.deepEqual([other.types, other.status], [[], 'completed'])
  await rm(join(dataDir, 'raw', importId))
  const ended = await replay({ user_id: userId })
  assert.deepEqual([ended.done, ended.refusals], [1, [{ raw_id: shownId, why: 'The file is no longer there.' }]])
})

test('a reading that is interrupted goes on after the records that are done', async () => {
  const { userId } = await bring('interrupted')
  await spoil(userId, withCalories)
  const { id } = (await at.call('POST', '/admin/api/replays', { body: { user_id: userId } })).json()
  const stop = new AbortController()
  const replayId = privateId('replay', id) ?? ''
  await runReplay({ ...hub, wake: () => stop.abort() }, replayId, stop.signal)
  const half = (await at.call('GET', `/admin/api/replays/${id}`)).json()
  assert.deepEqual([half.status, half.done, half.types[0].changed], ['running', 0, 1])
  while (!(await runReplay(hub, replayId, signal)));
  const ended = (await at.call('GET', `/admin/api/replays/${id}`)).json()
  assert.deepEqual([ended.status, ended.done, ended.types[0].checked, await sent(userId)], ['completed', 1, 1, 2])
})
