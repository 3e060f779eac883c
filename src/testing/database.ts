import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../db/embedded.ts'
import { type Database, openDatabase } from '../db/sql.ts'
import { prepareDatabase } from '../prepare-database.ts'

/**
 * A migrated database of its own, cloned from a template: milliseconds instead of migrations. The server is the one
 * the test runner started: run single files with `npm test -- src/room`.
 */
export interface TestDatabase extends AsyncDisposable {
  db: Database
  url: string
  /** Moves the clock by which due times and leases are judged. */
  advance(ms: number): Promise<void>
}

const template = 'tellus_template'

export interface TestServer extends AsyncDisposable {
  url(database: string): string
}

/** Starts a throw-away PostgreSQL with a migrated template; durability is off, since nothing outlives the tests. */
export async function openTestServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tellus-test-'))
  const server = await startEmbedded(folder, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  })
  const admin = new pg.Client({ connectionString: server.url('postgres') })
  await admin.connect()
  await admin.query(`create database ${template}`)
  await admin.end()
  const db = openDatabase(server.url(template), { label: 'template' })
  await prepareDatabase(db, Date.now())
  // A clock that tests move: the shift is a row, so that every connection sees it at once.
  await db`create table test_clock (shift_by interval not null)`
  await db`insert into test_clock values ('0')`
  await db`create or replace function clock() returns timestamptz language sql stable
    as $$ select clock_timestamp() + shift_by from test_clock $$`
  await db.close()
  return {
    url: (name) => server.url(name),
    async [Symbol.asyncDispose]() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function serverUrl(database: string): string {
  const given = process.env['TELLUS_TEST_POSTGRES']
  if (given === undefined)
    throw new Error('Tests with a database are run by `npm test -- <file or folder>`, which starts it.')
  return given.replace('/postgres?', `/${database}?`)
}

/** Gives a fresh migrated database; disposing drops it. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: serverUrl('postgres') })
  await admin.connect()
  await admin.query('select pg_advisory_lock(1)') // a template can be copied by one at a time
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  await admin.query('select pg_advisory_unlock(1)')
  const url = serverUrl(name)
  const db = openDatabase(url, { label: name })
  return {
    db,
    url,
    async advance(ms) {
      await db`update test_clock set shift_by = shift_by + make_interval(secs => ${ms / 1000})`
    },
    async [Symbol.asyncDispose]() {
      await db.close()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
