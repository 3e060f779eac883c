import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lockDataDir } from '../../src/data-dir.ts'
import { openAnnouncer } from '../../src/delivery/signal.ts'
import { aDestination } from '../../src/testing/delivering.ts'
import { testSecretKey } from '../../src/testing/hub.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import { testServer } from '../../src/testing/server.ts'
import { dataFolder, eventually } from '../../src/testing/tellus.ts'
import { startWorkerCommand } from '../../src/testing/worker-command.ts'

const perRequest = 4
const pauseMs = 20

/**
 * What is accepted here is delivered by two processes of `tellus worker` alone. Each is stopped while events keep arriving,
 * one after its successor works, the other before it is started.
 */
test('workers that are replaced one after another lose nothing and send nothing twice', async () => {
  using folder = dataFolder()
  await using server = await testServer({ TELLUS_DATA_DIR: folder.path })
  const { hub } = server
  // Says where the database is, as a server does that the workers stand beside.
  const lock = lockDataDir(folder.path)
  lock.say({ database_url: hub.database.url })
  const announcer = openAnnouncer(hub.db)
  hub.wake = () => announcer.announce()
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(() => lock.release())
  cleanUp.defer(() => announcer.close())
  await using receiver = await openReceiver({ delayMs: 40 })
  // So few at once that some always wait in each process, and some are under way.
  await aDestination(hub, receiver.url, { max_in_flight: 4 })
  const start = async () =>
    cleanUp.use(
      await startWorkerCommand({
        TELLUS_DATA_DIR: folder.path,
        TELLUS_SECRET_KEY: testSecretKey,
      }),
    )

  let accepted = 0
  let stopping = false
  const app = async () => {
    while (!stopping) {
      const lines = Array.from({ length: perRequest }, () => `{"type":"order","body":{"n":${accepted++}}}\n`)
      const answer = await server.call('POST', '/admin/api/events', {
        body: lines.join(''),
        headers: { 'content-type': 'application/x-ndjson' },
      })
      assert.equal(answer.statusCode, 202)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  cleanUp.defer(() => {
    stopping = true
  })
  const [first, second] = await Promise.all([start(), start()])
  const arriving = app()
  await receiver.take(20)

  const third = await start()
  assert.equal(await first.end(), 0, first.said())
  await receiver.take(20)
  assert.equal(await second.end(), 0, second.said())
  const fourth = await start()
  await receiver.take(20)
  stopping = true
  await arriving
  await eventually(
    'everything was delivered',
    async () => {
      const [row] = await hub.db<{ n: number }>`select count(*) as n from deliveries`
      return row?.n === 0
    },
    20_000,
  )
  assert.deepEqual([await third.end(), await fourth.end()], [0, 0])

  assert.ok(accepted > 200, `only ${accepted} events arrived meanwhile`)
  const numbers = receiver.received.map(({ body }) => JSON.parse(body.toString('utf8')).n).sort((a, b) => a - b)
  assert.deepEqual(numbers, [...Array(accepted).keys()])
  const attempts = await hub.db`select 1 from attempts where number > 1`
  assert.equal(attempts.length, 0)
  for (const worker of [first, second, third, fourth]) assert.doesNotMatch(worker.said(), /"level":/)
})
