import { readConfig } from '../config.ts'
import type { Hub } from '../hub.ts'
import type { Clock } from '../lib/clock.ts'
import { newUuid } from '../lib/ids.ts'
import { openLog } from '../lib/log.ts'
import { openMetrics } from '../lib/metrics.ts'
import { vault } from '../lib/sealed.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  set(epochMs: number): void
  advance(ms: number): void
}

export function fakeClock(startMs = Date.now()): FakeClock {
  let nowMs = startMs
  return {
    now: () => nowMs,
    set: (epochMs) => {
      nowMs = epochMs
    },
    advance: (ms) => {
      nowMs += ms
    },
  }
}

export interface TestHub extends Hub, AsyncDisposable {
  clock: FakeClock
  database: TestDatabase
  /** One environment that is there from the start. */
  environmentId: string
  /** Moves both clocks: the process's and the database's. */
  advance(ms: number): Promise<void>
}

/** What test hubs seal with: a process of its own can open what a test sealed. */
export const testSecretKey = 'a secret key that only tests know, long enough'

/** A hub over a fresh database, with a fake clock and a silent log. */
export async function testHub(environment: Record<string, string> = {}): Promise<TestHub> {
  const database = await testDatabase()
  const clock = fakeClock()
  const environmentId = newUuid()
  await database.db`insert into environments (id, dev_id, name) values (${environmentId}, 'test-dev', 'test')`
  return {
    config: readConfig({ TELLUS_LOG_LEVEL: 'silent', ...environment }, process.cwd()),
    db: database.db,
    clock,
    log: openLog(environment['TELLUS_LOG_LEVEL'] ?? 'silent'),
    vault: vault(testSecretKey),
    metrics: openMetrics(),
    publicUrl: () => 'http://127.0.0.1:4000',
    wake: () => undefined,
    shortCut: () => null,
    defect(type, problems) {
      throw new Error(`A ${type} payload does not fit the schema: ${problems.join('; ')}`)
    },
    database,
    environmentId,
    async advance(ms) {
      clock.advance(ms)
      await database.advance(ms)
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}
