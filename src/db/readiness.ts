import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, TellusError } from '../lib/errors.ts'
import type { Database } from './sql.ts'

const folder = new URL('../../migrations/', import.meta.url)
const patienceMs = 3000

/** Why the database cannot be worked with, in a sentence: it does not answer, or migrations are missing. Null when it can. */
export async function readinessProblem(db: Database): Promise<string | null> {
  const late = new AbortController()
  try {
    return await Promise.race([
      missingMigrations(db),
      sleep(patienceMs, `the database did not answer within ${patienceMs / 1000} s`, { signal: late.signal }),
    ])
  } catch (error) {
    return `the database does not answer: ${messageOf(error)}`
  } finally {
    late.abort()
  }
}

async function missingMigrations(db: Database): Promise<string | null> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql'))
  const rows = await db<{ name: string }>`
    select name
    from migrations`
  const applied = new Set(rows.map((row) => row.name))
  const missing = files.filter((name) => !applied.has(name)).sort()
  return missing.length === 0 ? null : `the database lacks the migrations ${missing.join(', ')}: run tellus migrate`
}

/** Throws a sentence when the database cannot be reached or is too old; gives its version, such as `18.4`. */
export async function checkServerVersion(db: Database, url: string): Promise<string> {
  const where = url.replace(/\/\/[^@/]*@/, '//…@')
  const [row] = await db<{ server_version: string }>`show server_version`.catch((cause: Error) => {
    throw new TellusError('unavailable', `The database at ${where} cannot be reached: ${cause.message}`, { cause })
  })
  const version = row?.server_version ?? ''
  if (Number.parseInt(version, 10) < 15)
    throw new TellusError('internal', `The database at ${where} is PostgreSQL ${version}: Tellus needs 15 or later.`)
  return version
}
