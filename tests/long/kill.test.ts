import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeExport } from '../../src/testing/exports.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import {
  allDelivered,
  databasePid,
  dataFolder,
  eventually,
  importEnd,
  type RunningTellus,
  startTellus,
  upload,
} from '../../src/testing/tellus.ts'

/**
 * An import is killed again and again, the process and the database in turn, and goes on each time. In the end every
 * record has arrived, and none in two events: what is repeated is repeated under its own trace id.
 */
test('kill -9 in the middle of an import loses nothing and sends nothing twice', async () => {
  using folder = dataFolder()
  const data = join(folder.path, 'data')
  const { xml, truth } = await makeExport(folder.path, ['--days', '150', '--seed', '3', '--routes', '0', '--ecg', '0'])
  await using receiver = await openReceiver()
  let tellus: RunningTellus = await startTellus(data)
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(async () => {
    await tellus.end('SIGKILL')
  })
  await tellus.call('POST', '/admin/api/destinations', { kind: 'webhook', url: receiver.url })
  const { import_id } = await upload(tellus, xml)
  for (const [round, seen] of [0, 6, 14, 24].entries()) {
    await eventually('some deliveries', () => receiver.received.length >= seen, 60_000)
    const database = databasePid(data)
    if (round % 2 === 1 && database !== null) process.kill(database, 'SIGKILL')
    await tellus.end('SIGKILL')
    tellus = await startTellus(data)
  }
  const ended = await importEnd(tellus, import_id)
  assert.equal(ended.status, 'completed', ended.error ?? '')
  await allDelivered(tellus)

  const once = new Map(
    receiver.received.map((request) => [String(request.headers['x-terra-trace-id']), request.body.toString('utf8')]),
  )
  for (const request of receiver.received)
    assert.equal(
      request.body.toString('utf8'),
      once.get(String(request.headers['x-terra-trace-id'])),
      'a repeat has the bytes of the first',
    )
  const events: {
    type: string
    data?: { metadata: { start_time: string; summary_id?: string }; distance_data?: { steps: number } }[]
  }[] = [...once.values()].map((body) => JSON.parse(body))
  const records = events.flatMap(({ type, data = [] }) =>
    data.map((record) => ({
      key: `${type} ${record.metadata.summary_id ?? record.metadata.start_time.slice(0, 10)}`,
      record,
    })),
  )
  assert.equal(new Set(records.map(({ key }) => key)).size, records.length, 'no record is in two events')
  const stored = Object.values(ended.counts).reduce((a, b) => a + b, 0)
  assert.equal(records.length + events.filter(({ type }) => type === 'athlete').length, stored, 'every record arrived')
  const steps = records
    .filter(({ key }) => key.startsWith('daily '))
    .reduce((sum, { record }) => sum + (record.distance_data?.steps ?? 0), 0)
  assert.equal(steps, truth.totals.steps_deduplicated)
})
