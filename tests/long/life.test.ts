import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { databasePid, dataFolder, eventually, startTellus } from '../../src/testing/tellus.ts'

const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

test('the first start makes credentials that only their owner reads, an environment and an inbox that gets everything', async () => {
  using data = dataFolder()
  await using tellus = await startTellus(data.path)
  assert.equal(statSync(join(data.path, 'credentials.json')).mode & 0o777, 0o600)
  await eventually('the key', () => tellus.said().includes(tellus.apiKey))
  const inboxes = await tellus.call<{ items: unknown[] }>('GET', '/admin/api/inboxes')
  const destinations = await tellus.call<{ items: { kind: string }[] }>('GET', '/admin/api/destinations')
  assert.equal(inboxes.body.items.length, 1)
  assert.deepEqual(
    destinations.body.items.map((destination) => destination.kind),
    ['inbox'],
  )
})

test('a second start shows no key, keeps it, and finds everything as it was', async () => {
  using data = dataFolder()
  const first = await startTellus(data.path)
  const key = first.apiKey
  assert.equal(await first.end(), 0, first.said())
  await using second = await startTellus(data.path)
  assert.equal(second.apiKey, key)
  assert.equal((await second.call('GET', '/v2/subscriptions')).status, 200)
  assert.ok(!second.said().includes(key), 'the key is shown once only')
  assert.equal((await second.call<{ items: unknown[] }>('GET', '/admin/api/inboxes')).body.items.length, 1)
})

test('SIGTERM and SIGINT stop it cleanly, the database too', async () => {
  using data = dataFolder()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const tellus = await startTellus(data.path)
    const pid = databasePid(data.path)
    assert.notEqual(pid, null)
    assert.equal(await tellus.end(signal), 0, tellus.said())
    assert.ok(!existsSync(`/proc/${pid}`), 'the database has ended')
    assert.ok(!existsSync(join(data.path, 'server.json')), 'the lock is given back')
  }
})

test('a second one on the same data directory says who holds it and leaves', async () => {
  using data = dataFolder()
  await using tellus = await startTellus(data.path)
  await assert.rejects(startTellus(data.path), (error: Error) => {
    assert.match(error.message, new RegExp(`pid ${tellus.process.pid}`))
    assert.match(error.message, /holds the data directory/)
    return true
  })
  assert.equal((await tellus.call('GET', '/readyz')).status, 200, 'the first one is untouched')
})

test('two first starts at once: one serves, the other leaves', async () => {
  using data = dataFolder()
  const both = await Promise.allSettled([startTellus(data.path), startTellus(data.path)])
  const served = both.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  for (const tellus of served) await tellus.end()
  assert.equal(served.length, 1)
})

test('after kill -9 no database is left behind, and the next start just works', async () => {
  using data = dataFolder()
  const first = await startTellus(data.path)
  const pid = databasePid(data.path)
  await first.end('SIGKILL')
  await eventually('the end of the database', () => !existsSync(`/proc/${pid}`))
  await using second = await startTellus(data.path)
  assert.equal((await second.call('GET', '/v2/subscriptions')).status, 200)
})

test('after kill -9 of both at once the next start just works', async () => {
  using data = dataFolder()
  const first = await startTellus(data.path)
  const pid = databasePid(data.path)
  assert.ok(pid !== null)
  process.kill(pid, 'SIGKILL')
  await first.end('SIGKILL')
  await using second = await startTellus(data.path)
  assert.equal((await second.call('GET', '/v2/subscriptions')).status, 200)
})

test('when the database is killed it says so, starts it again and goes on serving', async () => {
  using data = dataFolder()
  await using tellus = await startTellus(data.path)
  const pid = databasePid(data.path)
  assert.ok(pid !== null)
  process.kill(pid, 'SIGKILL')
  await eventually(
    'the recovery',
    async () => (await tellus.call('GET', '/readyz')).status === 200 && databasePid(data.path) !== pid,
  )
  assert.equal((await tellus.call('GET', '/v2/subscriptions')).status, 200)
})

test('fixed credentials of the environment are those that work', async () => {
  using data = dataFolder()
  await using tellus = await startTellus(data.path, {
    TELLUS_DEV_ID: 'acme',
    TELLUS_API_KEY: 'a-fixed-key-for-containers',
  })
  assert.deepEqual([tellus.devId, tellus.apiKey], ['acme', 'a-fixed-key-for-containers'])
  assert.equal((await tellus.call('GET', '/v2/subscriptions')).status, 200)
})

test('a port that is taken is one sentence', async () => {
  using data = dataFolder()
  using other = dataFolder()
  await using tellus = await startTellus(data.path)
  const port = new URL(tellus.url).port
  await assert.rejects(
    startTellus(other.path, { TELLUS_PORT: port }),
    /cannot listen on 127\.0\.0\.1:\d+: another program listens there/,
  )
})

test('a setting with a typo stops the start with one sentence', async () => {
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { PATH: process.env['PATH'], TELLUS_PROT: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = await once(child, 'close')
  assert.equal(code, 1)
  assert.match(said.trim(), /^tellus: TELLUS_PROT is not a setting of Tellus[^\n]*$/)
})
