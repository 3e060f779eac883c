import { createHash } from 'node:crypto'
import { readConfig } from '../config.ts'
import { openDatabase } from '../db/sql.ts'
import { openLog } from '../lib/log.ts'
import { openMetrics } from '../lib/metrics.ts'
import { vault } from '../lib/sealed.ts'
import { findProvider } from '../providers/registry.ts'
import { accessOf } from '../users/sign-in/tokens.ts'
import { testSecretKey } from './hub.ts'

/**
 * A process of its own that needs a user's token many times at once, when it reads a line: `node renew-process.ts <database
 * url> <public url> <environment id> <user id> <ms its clock is ahead> <times>`. Says `ready`, then the hashes of the tokens.
 */
const [url = '', publicUrl = '', environmentId = '', userId = '', aheadMs = '0', times = '1'] = process.argv.slice(2)
const provider = findProvider('SANDBOX')
if (provider?.kind !== 'cloud') throw new Error('There is no pretend provider.')
const db = openDatabase(url, { label: 'renewing process', connections: 4 })
const hub = {
  config: readConfig({ TELLUS_SANDBOX: 'on' }, process.cwd()),
  db,
  clock: { now: () => Date.now() + Number(aheadMs) },
  vault: vault(testSecretKey),
  publicUrl: () => publicUrl,
  metrics: openMetrics(),
  log: openLog('silent'),
  defect: () => undefined,
  wake: () => undefined,
}
await db`select 1`
process.stdout.write('ready\n')
process.stdin.once('data', async () => {
  const asking = Array.from({ length: Number(times) }, () => accessOf(hub, { userId, environmentId }, provider))
  const tokens = (await Promise.all(asking)).map(({ accessToken }) => accessToken)
  const hashes = new Set(tokens.map((token) => createHash('sha256').update(token).digest('hex')))
  process.stdout.write(`${[...hashes].join(' ')}\n`)
  await db.close()
  process.stdin.destroy()
})
