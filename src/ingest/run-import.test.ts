import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { makeExport } from '../testing/exports.ts'
import { exampleRun } from '../testing/fit-example.ts'
import { fitFile } from '../testing/fit-writer.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { deauthenticateUser } from '../users/deauthenticate.ts'
import { importTask } from './import-task.ts'
import { acceptImport, cancelImport, getImport } from './imports.ts'
import { sweepUploads } from './raw-files.ts'
import { runImport } from './run-import.ts'

const folder = mkdtempSync(join(tmpdir(), 'tellus-run-import-'))
let exported: Buffer
before(async () => {
  const { xml } = await makeExport(folder, [
    '--days',
    '12',
    '--seed',
    '2',
    '--density',
    '0.2',
    '--routes',
    '0',
    '--ecg',
    '0',
  ])
  exported = readFileSync(xml)
})
after(() => rmSync(folder, { recursive: true }))

const never = new AbortController().signal

async function importing(): Promise<TestHub & { dataDir: string }> {
  const dataDir = mkdtempSync(join(folder, 'data-'))
  return Object.assign(await testHub({ TELLUS_DATA_DIR: dataDir }), { dataDir })
}

const bring = (hub: TestHub, bytes: Buffer, filename = 'export.xml') =>
  acceptImport(hub, {
    environmentId: hub.environmentId,
    kind: 'auto',
    filename,
    contentLength: bytes.length,
    stream: Readable.from([bytes]),
    referenceId: 'me',
  })

async function ended(hub: TestHub, importId: string) {
  const status = await getImport(hub, hub.environmentId, importId)
  assert.ok(status !== null)
  return status
}

test('an export is read to its end, counted, and its work folder is gone', async () => {
  await using hub = await importing()
  const { importId } = await bring(hub, exported)
  await runImport(hub, importId, null, never)
  const status = await ended(hub, importId)
  assert.equal(status.status, 'completed', status.error ?? '')
  assert.deepEqual([status.counts, status.bytes_read], [status.saved, exported.length])
  assert.deepEqual([status.counts['daily'], status.counts['athlete']], [12, 1])
  assert.deepEqual(readdirSync(join(hub.dataDir, 'work')), [])
})

test('a ride in a FIT file is a record of the same person, of another provider', async () => {
  await using hub = await importing()
  const apple = await bring(hub, exported)
  const fit = await bring(hub, fitFile(exampleRun), 'ride.fit')
  await runImport(hub, fit.importId, null, never)
  const status = await ended(hub, fit.importId)
  assert.deepEqual([status.kind, status.status, status.counts['activity']], ['fit', 'completed', 1])
  assert.notEqual(status.user_id, apple.userId)
})

test('an export that breaks off imports what is readable and says up to where', async () => {
  await using hub = await importing()
  const half = exported.subarray(0, Math.floor(exported.length / 2))
  const { importId } = await bring(hub, half)
  await runImport(hub, importId, null, never)
  const status = await ended(hub, importId)
  assert.equal(status.status, 'completed')
  assert.ok((status.counts['daily'] ?? 0) > 0)
  assert.equal(status.warnings.length > 0, true)
  assert.match(status.warnings.join(' '), /byte|up to/)
})

test('a file that got damaged on disk fails with a sentence and not with a crash', async () => {
  await using hub = await importing()
  const { importId } = await bring(hub, fitFile(exampleRun), 'ride.fit')
  truncateSync(join(hub.dataDir, 'raw', importId), 3)
  await runImport(hub, importId, null, never)
  const status = await ended(hub, importId)
  assert.equal(status.status, 'failed')
  assert.match(status.error ?? '', /ride\.fit/)
})

test('an import that was cancelled while it waited does nothing', async () => {
  await using hub = await importing()
  const { importId } = await bring(hub, exported)
  assert.equal((await cancelImport(hub, hub.environmentId, importId))?.status, 'cancelled')
  await runImport(hub, importId, null, never)
  assert.deepEqual((await ended(hub, importId)).counts, {})
  assert.deepEqual(await hub.db`select 1 from records`, [])
})

test('an import that is interrupted by a stop is owed again and no failure is counted', async () => {
  await using hub = await importing()
  const { importId, userId } = await bring(hub, exported)
  await hub.db`delete from graphile_worker._private_jobs`
  const stopped = AbortSignal.abort(new Error('Tellus is stopping.'))
  await importTask(hub)({ importId, userId, zone: null }, { signal: stopped, attempt: 1 })
  const jobs = await hub.db`select payload from graphile_worker._private_jobs`
  assert.deepEqual(jobs, [{ payload: { importId, userId, zone: null, failures: 0 } }])
  await runImport(hub, importId, null, never)
  assert.equal((await ended(hub, importId)).status, 'completed')
})

test('nothing is stored for a person who left in the meantime, and their file is gone', async () => {
  await using hub = await importing()
  const { importId, userId } = await bring(hub, exported)
  await deauthenticateUser(hub, hub.environmentId, userId)
  await runImport(hub, importId, null, never)
  assert.equal(await getImport(hub, hub.environmentId, importId), null)
  assert.deepEqual(await hub.db`select 1 from records`, [])
  assert.deepEqual(readdirSync(join(hub.dataDir, 'raw')), [])
})

test('the uploaded file is kept for replay until its retention ends', async () => {
  await using hub = await importing()
  const { importId } = await bring(hub, exported)
  await runImport(hub, importId, null, never)
  const path = join(hub.dataDir, 'raw', importId)
  assert.equal(await sweepUploads(hub), 0)
  assert.ok(existsSync(path))
  hub.clock.advance(31 * 86_400_000)
  assert.equal(await sweepUploads(hub), 1)
  assert.ok(!existsSync(path))
})
