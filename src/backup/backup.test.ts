import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import yazl from 'yazl'
import { migrate } from '../db/migrate.ts'
import { dropPartitions, makePartitions, tablesLock } from '../db/partitions.ts'
import { type Database, openDatabase, raw } from '../db/sql.ts'
import { createInbox } from '../inbox/inbox.ts'
import { addJob, migrateJobs } from '../jobs/jobs.ts'
import { newId } from '../lib/ids.ts'
import { prepareDatabase } from '../prepare-database.ts'
import { aDestination, emit } from '../testing/delivering.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { dataFolder } from '../testing/tellus.ts'
import { openArchive, verifyArchive } from './archive.ts'
import { manifestName } from './format.ts'
import { checkEmptyDirectory, checkSchema, loadDatabase, readSecrets, restoreUploads } from './restore.ts'
import { writeBackup } from './write.ts'

const secrets = { keys: ['the key of now', 'the key of before'], credentials: '{"dev_id":"d"}' }
const about = { keyIds: ['k1', 'k2'], secrets }

/** A database with nothing in it, on the server of the tests. */
async function bareDatabase(hub: TestHub): Promise<AsyncDisposable & { db: Database }> {
  const name = `bare_${newId().replaceAll('-', '')}`
  await hub.db`create database ${raw(name)}`
  const own = /\/(test_[0-9a-f]+)/.exec(hub.database.url)?.[1] ?? ''
  const db = openDatabase(hub.database.url.replace(own, name), { label: name, connections: 4 })
  return {
    db,
    async [Symbol.asyncDispose]() {
      await db.close()
      await hub.db`drop database ${raw(name)}`
    },
  }
}

/** A checksum of the rows of every table. */
async function contents(db: Database): Promise<Record<string, string>> {
  const tables = await db<{ name: string }>`
    select relname::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'test_clock'
    order by 1`
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await db<{ hash: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as hash
      from ${raw(name)} t`
    found[name] = row?.hash ?? ''
  }
  return found
}

/** Something of everything, with texts that a careless copy would spoil. */
async function fill(hub: TestHub, dataDir: string): Promise<void> {
  const { db, environmentId } = hub
  const userId = newId()
  await db`
    insert into users (user_id, environment_id, provider, reference_id, created_at)
    values (${userId}, ${environmentId}, 'APPLE', ${'tab\t, line\n, \\N, \\. and “quotes”'}, '2026-03-29 01:30:00.123456+02')`
  const destination = await aDestination(hub, 'http://127.0.0.1:9/', { min_interval_seconds: { daily: 60 } })
  await emit(hub, { userId }, { type: 'sleep', body: JSON.stringify({ long: 'ü\\n'.repeat(4000) }) })
  // Of a day long ago, with and without a partition of its own.
  await makePartitions(db, Date.parse('2026-01-10T00:00:00Z'))
  await emit(hub, { id: newId(Date.parse('2026-01-10T12:00:00Z')) }, { id: newId(Date.parse('2025-12-01T12:00:00Z')) })
  await db`
    insert into attempts (event_id, delivery_id, destination_id, number, started_at, duration_ms, response_body)
    select event_id, id, destination_id, 1, now(), 5, ${'no\r\n\tthanks'} from deliveries`
  await createInbox(hub, db, { environmentId, name: 'Inbox' })
  await db`insert into workers (label, job_lock_ids) values ('gone', '{a,"b,c"}'), ('gone too', '{}')`
  await db`delete from workers where label = 'gone too'`
  await db`update deliveries set lease_owner = 1, lease_until = now(), attempt = 1 where destination_id = ${destination.id}`
  await db`insert into settings (key, value) values ('a', '{"b": [1, 2.50, null]}')`
  const path = `raw/${newId()}`
  mkdirSync(join(dataDir, 'raw'), { recursive: true })
  writeFileSync(join(dataDir, path), Buffer.alloc(300_000, 'health'))
  for (const rawPath of [path, `raw/${newId()}`])
    await db`
      insert into imports (id, environment_id, user_id, kind, filename, raw_path, bytes_total)
      values (${newId()}, ${environmentId}, ${userId}, 'fit', 'a.fit', ${rawPath}, 300000)`
  await addJob(db, 'import', { text: 'it’s\\n' }, { queue: 'q', key: 'k', maxAttempts: 10_000, delaySeconds: 60 })
  await addJob(db, 'import', { second: true }, { queue: 'q' })
  await db`update graphile_worker._private_jobs set locked_by = 'x', locked_at = now(), attempts = 3 where key is null`
}

const jobsOf = (db: Database) => db`
  select j.task_identifier, j.queue_name, j.run_at, j.attempts, j.max_attempts, j.key, j.locked_by, p.payload
  from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
  order by j.id`

test('a backup carries accounts, but nothing that opens a session', async () => {
  await using hub = await testHub()
  using folder = dataFolder()
  await migrateJobs(hub.db)
  const accountId = newId()
  await hub.db`
    insert into accounts (id, email, role, password)
    values (${accountId}, 'ada@example.org', 'owner', 'a hash')`
  await hub.db`
    insert into sessions (id, account_id, hash)
    values (${newId()}, ${accountId}, '\\x01')`
  await hub.db`
    insert into one_time_tokens (id, kind, hash)
    values (${newId()}, 'setup', '\\x02')`
  const file = join(folder.path, 'a.zip')
  await writeBackup({ db: hub.db, dataDir: folder.path, ...about }, file)
  await using bare = await bareDatabase(hub)
  using archive = await openArchive(file)
  await loadDatabase(bare.db, archive)
  const count = async (table: string) => (await bare.db`select 1 from ${raw(table)}`).length
  assert.deepEqual([await count('accounts'), await count('sessions'), await count('one_time_tokens')], [1, 0, 0])
})

test('what is restored is what was backed up: rows, sequences, jobs, files and secrets', async () => {
  await using hub = await testHub()
  using folder = dataFolder()
  const [from, to, file] = ['from', 'to', 'a.zip'].map((name) => join(folder.path, name))
  assert.ok(from && to && file)
  await fill(hub, from)
  const { manifest, bytes } = await writeBackup({ db: hub.db, dataDir: from, ...about }, file)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(file).size, bytes)
  assert.deepEqual(readdirSync(folder.path).sort(), ['a.zip', 'from'])
  assert.equal(manifest.missing_uploads.length, 1)

  await using target = await bareDatabase(hub)
  using archive = await openArchive(file)
  await checkSchema(archive)
  await verifyArchive(archive)
  assert.deepEqual(await loadDatabase(target.db, archive), ['test_clock'])
  const before = await contents(hub.db)
  const after = await contents(target.db)
  assert.ok(Object.keys(before).length > 15)
  const { imports, ...rest } = after
  assert.deepEqual(rest, Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'imports')))
  assert.ok(imports?.startsWith('2 '))
  const kept = await target.db<{ raw_path: string }>`select raw_path from imports where raw_path is not null`
  assert.equal(await restoreUploads(to, archive), 1)
  assert.deepEqual(readFileSync(join(to, kept[0]?.raw_path ?? '')), readFileSync(join(from, kept[0]?.raw_path ?? '')))

  const days = async (db: Database) =>
    db`select tableoid::regclass::text as place, count(*) as n from events group by 1 order by 1`
  assert.deepEqual(await days(target.db), await days(hub.db))
  const [next] = await target.db<{ no: number }>`insert into workers (label) values ('new') returning no`
  assert.equal(next?.no, 3)
  const jobs = await jobsOf(target.db)
  assert.deepEqual(
    jobs,
    (await jobsOf(hub.db)).map((job) => ({ ...job, locked_by: null })),
  )
  assert.equal(jobs.length, 2)
  assert.deepEqual(await readSecrets(archive), secrets)
  assert.deepEqual(await prepareDatabase(target.db, Date.now()), [])
})

test('a backup may be written without secrets', async () => {
  await using hub = await testHub()
  using folder = dataFolder()
  const file = join(folder.path, 'a.zip')
  await writeBackup({ db: hub.db, dataDir: folder.path, keyIds: ['k1'], secrets: null }, file)
  using archive = await openArchive(file)
  assert.deepEqual(await readSecrets(archive), { keys: [], credentials: null })
  assert.deepEqual([archive.manifest.has_secrets, archive.manifest.key_ids], [false, ['k1']])
})

test('while a backup reads, what is stored goes on, and no partition is made or dropped', async () => {
  await using hub = await testHub()
  using folder = dataFolder()
  await aDestination(hub, 'http://127.0.0.1:9/')
  await emit(hub, {}, {})
  const locks = async () =>
    (
      await hub.db`select 1 from pg_locks where locktype = 'advisory' and objid = ${tablesLock} and mode = 'ShareLock'
      and database = (select oid from pg_database where datname = current_database())`
    ).length
  let meanwhile: Promise<unknown> = Promise.resolve()
  let held: Promise<number> = Promise.resolve(0)
  const { manifest } = await writeBackup({ db: hub.db, dataDir: folder.path, ...about }, join(folder.path, 'a.zip'), {
    onTable: (name) => {
      if (name !== 'attempts') return
      meanwhile = emit(hub, {}, {}, {})
      held = locks()
    },
  })
  await meanwhile
  const rows = (name: string) => manifest.tables.find((table) => table.name === name)?.rows
  assert.deepEqual([rows('events'), rows('deliveries')], [2, 2])
  assert.deepEqual([await held, await locks()], [1, 0])

  const days = async () =>
    (await hub.db`select 1 from pg_class where relispartition and relkind = 'r' and relname like 'events\\_2%'`).length
  const tomorrow = Date.now() + 86_400_000
  const before = await days()
  const reader = await hub.db.pool.connect()
  await reader.query('select pg_advisory_lock_shared($1)', [tablesLock])
  await makePartitions(hub.db, tomorrow)
  assert.deepEqual([await dropPartitions(hub.db, tomorrow), await days()], [[], before])
  await reader.query('select pg_advisory_unlock_shared($1)', [tablesLock])
  reader.release()
  await makePartitions(hub.db, tomorrow)
  assert.equal(await days(), before + 1)
  assert.ok((await dropPartitions(hub.db, tomorrow)).length > 0)
})

test('a backup of an older Tellus is loaded into the schema of its time and then migrated', async () => {
  await using hub = await testHub()
  await using older = await bareDatabase(hub)
  await using target = await bareDatabase(hub)
  using folder = dataFolder()
  const file = join(folder.path, 'old.zip')
  await migrate(older.db, new Set(['0001_initial.sql', '0002_delivery.sql']))
  await older.db`insert into environments (id, dev_id, name) values (${newId()}, 'old', 'old')`
  await writeBackup({ db: older.db, dataDir: folder.path, ...about }, file)
  using archive = await openArchive(file)
  await checkSchema(archive)
  await loadDatabase(target.db, archive)
  const applied = await prepareDatabase(target.db, Date.now())
  assert.ok(applied.includes('0003_inbox.sql') && !applied.includes('0002_delivery.sql'))
  assert.deepEqual(await target.db`select dev_id from environments`, [{ dev_id: 'old' }])
})

test('only an empty database and an empty data directory are restored into', async () => {
  await using hub = await testHub()
  await using target = await bareDatabase(hub)
  using folder = dataFolder()
  const file = join(folder.path, 'a.zip')
  await writeBackup({ db: hub.db, dataDir: folder.path, ...about }, file)
  using archive = await openArchive(file)
  await assert.rejects(loadDatabase(hub.db, archive), /The database is not empty \(environments/)
  await assert.rejects(checkEmptyDirectory(folder.path), /is not empty \(it holds a\.zip\)/)
  await checkEmptyDirectory(join(folder.path, 'absent'))
  // Prepared and never used is empty too; a job that waits is not.
  await prepareDatabase(target.db, Date.now())
  await migrateJobs(target.db)
  await addJob(target.db, 'import', {})
  await assert.rejects(loadDatabase(target.db, archive), /is not empty \(jobs/)
  await target.db`select graphile_worker.complete_jobs(array(select id from graphile_worker._private_jobs))`
  await loadDatabase(target.db, archive)
  assert.equal((await target.db`select dev_id from environments`).length, 1)
})

test('a load that fails leaves the database as empty as it was', async () => {
  await using hub = await testHub()
  await using target = await bareDatabase(hub)
  using folder = dataFolder()
  const file = join(folder.path, 'a.zip')
  await writeBackup({ db: hub.db, dataDir: folder.path, ...about }, file)
  {
    using archive = await openArchive(file)
    const stopped = AbortSignal.abort(new Error('stopped'))
    await assert.rejects(loadDatabase(target.db, archive, { signal: stopped }))
  }
  using archive = await openArchive(file)
  await loadDatabase(target.db, archive)
})

test('what is no whole backup is refused in a sentence', async () => {
  await using hub = await testHub()
  using folder = dataFolder()
  const at = (name: string) => join(folder.path, name)
  await fill(hub, at('data'))
  await writeBackup({ db: hub.db, dataDir: at('data'), ...about }, at('whole.zip'))
  await assert.rejects(openArchive(at('absent.zip')), /There is no file .*absent\.zip/)
  await assert.rejects(openArchive(at('data')), /is a folder, not a backup|is not a backup/)

  writeFileSync(at('text.zip'), 'not a zip')
  await assert.rejects(openArchive(at('text.zip')), /text\.zip is not a backup of Tellus/)

  copyFileSync(at('whole.zip'), at('cut.zip'))
  truncateSync(at('cut.zip'), statSync(at('whole.zip')).size - 100)
  await assert.rejects(openArchive(at('cut.zip')), /cut\.zip is damaged \(its end is missing, so it was cut short\)/)

  copyFileSync(at('whole.zip'), at('bent.zip'))
  const bent = await open(at('bent.zip'), 'r+')
  // Longer than any header, so that it reaches into the rows of an entry wherever the middle falls.
  await bent.write(Buffer.alloc(512, 0xa5), 0, 512, Math.floor((await bent.stat()).size / 2))
  await bent.close()
  await assert.rejects(async () => {
    using archive = await openArchive(at('bent.zip'))
    await verifyArchive(archive)
  }, /bent\.zip is damaged/)

  const zipOf = async (name: string, entries: Record<string, string>) => {
    const zip = new yazl.ZipFile()
    for (const [entry, text] of Object.entries(entries)) zip.addBuffer(Buffer.from(text), entry)
    zip.end()
    const file = await open(at(name), 'w')
    await pipeline(zip.outputStream, file.createWriteStream())
  }
  await zipOf('other.zip', { 'export.xml': '<HealthData/>' })
  await assert.rejects(openArchive(at('other.zip')), /is not a backup of Tellus/)
  await zipOf('newer.zip', { [manifestName]: '{"format":"tellus-backup","version":2,"tellus":"9.0.0"}' })
  await assert.rejects(
    openArchive(at('newer.zip')),
    /was written by Tellus 9\.0\.0, in a form this version does not know/,
  )
  await zipOf('part.zip', { [manifestName]: '{"format":"tellus-backup","version":1,"tellus":"0.1.0"}' })
  await assert.rejects(openArchive(at('part.zip')), /its manifest is not complete/)

  using archive = await openArchive(at('whole.zip'))
  const newer = { ...archive.manifest, migrations: [{ name: '9999_future.sql', checksum: 'x' }] }
  await assert.rejects(checkSchema({ manifest: newer, path: 'b.zip' }), /written by a newer Tellus .*9999_future\.sql/)
  const changed = { ...archive.manifest, migrations: [{ name: '0001_initial.sql', checksum: 'x' }] }
  await assert.rejects(checkSchema({ manifest: changed, path: 'b.zip' }), /another text of migration 0001_initial\.sql/)
})

test('a backup that cannot be written leaves nothing behind', async () => {
  await using hub = await testHub()
  await using bare = await bareDatabase(hub)
  using folder = dataFolder()
  const at = (name: string) => join(folder.path, name)
  writeFileSync(at('there.zip'), 'mine')
  await assert.rejects(writeBackup({ db: hub.db, dataDir: at(''), ...about }, at('there.zip')), /exists already/)
  assert.equal(readFileSync(at('there.zip'), 'utf8'), 'mine')
  await assert.rejects(writeBackup({ db: hub.db, dataDir: at(''), ...about }, at('no/a.zip')), /not a folder/)
  await assert.rejects(writeBackup({ db: bare.db, dataDir: at(''), ...about }, at('a.zip')), /holds no Tellus/)
  const stop = new AbortController()
  const stopped = writeBackup({ db: hub.db, dataDir: at(''), ...about }, at('b.zip'), {
    signal: stop.signal,
    onTable: () => stop.abort(),
  })
  await assert.rejects(stopped)
  assert.deepEqual(readdirSync(folder.path), ['there.zip'])
  assert.ok(!existsSync(at('b.zip')))
})
