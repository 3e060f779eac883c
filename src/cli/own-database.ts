import type { Config } from '../config.ts'
import { lockDataDir, runningServer } from '../data-dir.ts'
import { startEmbedded } from '../db/embedded.ts'
import { checkServerVersion } from '../db/readiness.ts'
import { type Database, openDatabase } from '../db/sql.ts'

/**
 * Opens the database a verb works on without a server: the outside one, that of the server running on the data
 * directory, or the embedded one, which is started for it. What was opened is closed with `open`.
 */
export async function openOwnDatabase(
  config: Config,
  open: AsyncDisposableStack,
  options: { label: string; connections: number },
): Promise<Database> {
  let url = config.databaseUrl ?? runningServer(config.dataDir)?.database_url
  if (url === undefined) {
    const lock = lockDataDir(config.dataDir)
    open.defer(() => lock.release())
    const embedded = await startEmbedded(config.dataDir)
    open.defer(() => embedded.stop())
    url = embedded.url()
  }
  // A connection that breaks while idle is reported by the next statement on it.
  const db = openDatabase(url, { ...options, onError: () => undefined })
  open.defer(() => db.close())
  await checkServerVersion(db, url)
  return db
}
