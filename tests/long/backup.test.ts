import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmbedded } from '../../src/db/embedded.ts'
import { openDatabase, raw } from '../../src/db/sql.ts'
import { makeExport } from '../../src/testing/exports.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import { dataFolder, eventually, importEnd, type RunningTellus, startTellus, upload } from '../../src/testing/tellus.ts'
import { judge } from '../../src/testing/verify.ts'

const main = join(import.meta.dirname, '..', '..', 'bin', 'tellus.mjs')

/** Runs a verb of the command on a data directory. */
function tellus(dataDir: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TELLUS_')))
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      [main, ...words],
      { env: { ...environment, TELLUS_DATA_DIR: dataDir } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  )
}

/** A checksum of the rows of every table of a data directory that nobody serves. */
async function contents(dataDir: string): Promise<Record<string, string>> {
  await using open = new AsyncDisposableStack()
  const embedded = await startEmbedded(dataDir)
  open.defer(() => embedded.stop())
  const db = openDatabase(embedded.url(), { label: 'test', onError: () => undefined })
  open.defer(() => db.close())
  const tables = await db<{ name: string }>`
    select relname::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    order by 1`
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await db<{ hash: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') as hash from ${raw(name)} t`
    found[name] = row?.hash ?? ''
  }
  return found
}

/** The checksum of a table without rows. */
const none = '0 '

interface EventView {
  id: string
  deliveries: { status: string }[]
}

/**
 * A server with everything in it is backed up while it works, killed in the middle of an import and of deliveries, backed
 * up again, and becomes another server that goes on where the first was.
 */
test('a restored Tellus is the one that was backed up, and goes on with its work', async () => {
  using folder = dataFolder()
  const at = (name: string) => join(folder.path, name)
  const { xml } = await makeExport(folder.path, ['--days', '120', '--seed', '3', '--routes', '0', '--ecg', '0'])
  await using good = await openReceiver()
  await using bad = await openReceiver({ status: 500 })
  await using cleanUp = new AsyncDisposableStack()
  let server: RunningTellus = await startTellus(at('first'))
  cleanUp.defer(async () => {
    await server.end('SIGKILL')
  })
  const made = await server.call<{ signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: good.url,
  })
  await server.call('POST', '/admin/api/destinations', { kind: 'webhook', url: bad.url, retry: Array(20).fill(1) })
  const generate = (n: number) =>
    server.call<{ event_id: string }>('POST', '/admin/api/generate', {
      provider: 'GARMIN',
      type: 'daily',
      seed: n,
      reference_id: 'mira',
      send: true,
    })

  // While it accepts.
  let accepting = true
  const accepted: string[] = []
  const load = (async () => {
    for (let n = 0; accepting; n++) accepted.push((await generate(n)).body.event_id)
  })()
  await eventually('some events', () => accepted.length > 3)
  const online = await tellus(at('first'), 'backup', at('online.zip'), '--json')
  const acceptedMeanwhile = accepted.length
  accepting = false
  await load
  assert.equal(online.code, 0, online.err)
  const { rows }: { rows: Record<string, number> } = JSON.parse(online.out)
  assert.ok((rows['events'] ?? 0) > 0 && acceptedMeanwhile > 3)

  const { import_id } = await upload(server, xml, '&reference_id=mira')
  const before = good.received.length
  await eventually('deliveries of the import', () => good.received.length > before + 5, 60_000)
  await server.end('SIGKILL')
  const offline = await tellus(at('first'), 'backup', at('offline.zip'))
  assert.equal(offline.code, 0, offline.err)
  assert.match(offline.out, /Backed up [\d,]+ rows of \d+ tables, [\d,]+ jobs? and 1 uploads? into .*offline\.zip/)
  assert.equal(statSync(at('offline.zip')).mode & 0o777, 0o600)

  // Each event of the one made meanwhile comes with what is owed for it.
  assert.equal((await tellus(at('second'), 'restore', at('online.zip'))).code, 0)
  const { events = '', deliveries = '', outcomes = '' } = await contents(at('second'))
  const counts = [events, deliveries, outcomes].map((hash) => Number.parseInt(hash, 10))
  assert.equal((counts[0] ?? 0) * 3, (counts[1] ?? 0) + (counts[2] ?? 0), `events, owed, ended: ${counts}`)

  const restored = await tellus(at('third'), 'restore', at('offline.zip'))
  assert.equal(restored.code, 0, restored.err)
  const original = await contents(at('first'))
  assert.notEqual(original['one_time_tokens'], none, 'the link of the first owner waits')
  // Who is signed in, and links that wait, are carried by no backup.
  assert.deepEqual(await contents(at('third')), { ...original, sessions: none, one_time_tokens: none })
  for (const name of ['secret.key', 'credentials.json']) {
    assert.equal(readFileSync(join(at('third'), name), 'utf8'), readFileSync(join(at('first'), name), 'utf8'))
    assert.equal(statSync(join(at('third'), name)).mode & 0o777, 0o600)
  }

  // It goes on: the import, what was pending, and the same signature.
  const seen = new Set(good.received.map((request) => request.headers['x-terra-trace-id']))
  bad.set({ status: 200 })
  server = await startTellus(at('third'))
  assert.equal((await importEnd(server, import_id)).status, 'completed')
  const [last] = accepted.slice(-1)
  await eventually('what the failing destination was owed', async () => {
    const { body } = await server.call<EventView>('GET', `/admin/api/events/${last}`)
    return body.deliveries.every(({ status }) => status === 'delivered')
  })
  const fresh = await eventually('a delivery by the new server', () => {
    const found = good.received.find((request) => !seen.has(request.headers['x-terra-trace-id']))
    return found ?? null
  })
  assert.deepEqual(await judge(fresh, made.body.signing_secret), [])
  assert.equal((await generate(1)).status, 202, 'the credentials are the same')

  const again = await tellus(at('third'), 'restore', at('offline.zip'))
  assert.deepEqual([again.code, again.out], [1, ''])
  assert.match(
    again.err,
    /^tellus: .*third is not empty \(it holds .*\): a backup is restored into an empty data directory/,
  )
})

test('the commands say in a sentence what is wrong, and leave no half-made directory', async () => {
  using folder = dataFolder()
  const at = (name: string) => join(folder.path, name)
  const nothing = await tellus(at('absent'), 'backup', at('a.zip'))
  assert.deepEqual([nothing.code, nothing.out], [1, ''])
  assert.match(nothing.err, /^tellus: There is no Tellus in .*absent: name its data directory.*\n$/)
  const noFile = await tellus(at('new'), 'restore', at('a.zip'))
  assert.match(noFile.err, /^tellus: There is no file .*a\.zip\.\n$/)
  const noName = await tellus(at('new'), 'restore')
  assert.deepEqual([noName.code, noName.err], [2, 'tellus: FILE is missing. See --help.\n'])
})
