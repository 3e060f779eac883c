import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { fitbitArchive } from '../testing/fitbit-archive.ts'
import { archiveOf, minute, newYork } from '../testing/fitbit-files.ts'
import { garminArchive } from '../testing/garmin-archive.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { acceptImport, getImport } from './imports.ts'
import { runImport } from './run-import.ts'

const folder = mkdtempSync(join(tmpdir(), 'tellus-archives-'))
after(() => rmSync(folder, { recursive: true }))

/** Brings a zip as the person would, and runs its import to the end. */
async function bring(hub: TestHub, zip: Buffer, referenceId = 'me') {
  const { importId } = await acceptImport(hub, {
    environmentId: hub.environmentId,
    kind: 'auto',
    filename: 'archive.zip',
    contentLength: zip.length,
    stream: Readable.from([zip]),
    referenceId,
  })
  await runImport(hub, importId, null, new AbortController().signal)
  const status = await getImport(hub, hub.environmentId, importId)
  assert.equal(status?.status, 'completed', status?.error ?? '')
  return status
}

const newHub = () => testHub({ TELLUS_DATA_DIR: mkdtempSync(join(folder, 'data-')) })

test('archives of accounts become users of their providers, and the same archive again changes nothing', async () => {
  await using hub = await newHub()
  const fitbit = await fitbitArchive({ first: '2024-03-08', days: 4, zone: 'America/New_York' })
  const garmin = await garminArchive({ first: '2026-03-27', days: 4, zone: 'Europe/Vienna' })
  for (const [zip, kind, provider, counts] of [
    [fitbit.zip, 'google-takeout', 'FITBIT', { athlete: 1, daily: 4, sleep: 4, activity: 2 }],
    [garmin.zip, 'garmin-export', 'GARMIN', { activity: 4, daily: 4, sleep: 4 }],
  ] as const) {
    const first = await bring(hub, zip)
    assert.deepEqual([first.kind, first.counts, first.saved, first.warnings], [kind, counts, counts, []])
    const [user] = await hub.db<{ provider: string }>`select provider from users where user_id = ${first.user_id}`
    assert.equal(user?.provider, provider)
    assert.deepEqual((await bring(hub, zip)).saved, {})
  }
})

test('of two archives the one with the longer day counts, whichever is brought first', async () => {
  const morning = minute('06/01/24 13:00:00', '100')
  const short = await archiveOf({ ...newYork, 'steps-2024-06-01.json': [morning] })
  const long = await archiveOf({ ...newYork, 'steps-2024-06-01.json': [morning, minute('06/01/24 20:00:00', '50')] })
  for (const order of [
    [short, long],
    [long, short],
  ]) {
    await using hub = await newHub()
    for (const zip of order) await bring(hub, zip)
    const sent = await hub.db<{ body: string }>`select body from events where type = 'daily'`
    const steps = sent.map(({ body }) => JSON.parse(body).data[0].distance_data.steps).sort((a, b) => a - b)
    // What was known before is not sent again as it was less known.
    assert.deepEqual(steps, order[0] === short ? [100, 150] : [150])
  }
})
