import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { z } from 'zod'
import { runningServer } from '../../src/data-dir.ts'
import { type Database, openDatabase } from '../../src/db/sql.ts'
import { pack, unpack } from '../../src/lib/packed.ts'
import { connectAtSandbox, openRealVisitor } from '../../src/testing/real-visitor.ts'
import { dataFolder, eventually, type RunningTellus, startTellus } from '../../src/testing/tellus.ts'

const metadataOf = z.looseObject({ metadata: z.looseObject({ start_time: z.string() }) })
const bodyOf = z.object({ data: z.array(metadataOf) })

/** Works on the database of a running Tellus. */
async function onDatabase<T>(dataDir: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(runningServer(dataDir)?.database_url ?? '', { label: 'a test', connections: 1 })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Stores nights otherwise, as a mapper that was wrong would have made them; gives when each begins. */
const spoilNights = (dataDir: string) =>
  onDatabase(dataDir, async (db) => {
    const rows = await db<{ key: string; body: string | null; body_z: Buffer | null }>`
      select key, body, body_z from records where type = 'sleep'`
    for (const row of rows) {
      const { body, body_z, bytes } = pack(JSON.stringify({ ...JSON.parse(unpack(row)), tag_data: { tags: [] } }))
      await db`
        update records set body = ${body}, body_z = ${body_z}, bytes = ${bytes}, hash = ${Buffer.from([0])}
        where type = 'sleep' and key = ${row.key}`
    }
    return rows.map((row) => metadataOf.parse(JSON.parse(unpack(row))).metadata.start_time)
  })

/** When each record of the data events about nights begins, in the order in which they were sent. */
const nightsSent = (dataDir: string) =>
  onDatabase(dataDir, async (db) => {
    const rows = await db<{ body: string | null; body_z: Buffer | null }>`
      select body, body_z from events where type = 'sleep' order by id`
    return rows.flatMap((row) => bodyOf.parse(JSON.parse(unpack(row))).data.map(({ metadata }) => metadata.start_time))
  })

test('kill -9 in the middle of a replay: every record that changed is sent, and none twice', async () => {
  using folder = dataFolder()
  const dataDir = join(folder.path, 'data')
  let tellus: RunningTellus = await startTellus(dataDir, { TELLUS_SANDBOX: 'on' })
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(async () => {
    await tellus.end('SIGKILL')
  })
  const session = await tellus.call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {
    reference_id: 'replayed',
    providers: 'SANDBOX',
    auth_success_redirect_url: 'https://app.example/ok',
  })
  const end = await connectAtSandbox(openRealVisitor(tellus.url), session.body.url, 'replayed')
  const userId = end.searchParams.get('user_id') ?? ''
  const counts = async () =>
    (await tellus.call<{ counts: Record<string, number> }>('GET', `/admin/api/users/${userId}`)).body.counts
  await eventually('the first fetch is done', async () => Object.keys(await counts()).length > 5, 60_000)

  const spoiled = await spoilNights(dataDir)
  const before = (await nightsSent(dataDir)).length
  const { body } = await tellus.call<{ id: string }>('POST', '/admin/api/replays', { type: 'sleep' })
  await tellus.end('SIGKILL')
  tellus = await startTellus(dataDir, { TELLUS_SANDBOX: 'on' })
  const replay = async () =>
    (
      await tellus.call<{ status: string; error: string | null; types: { changed: number }[] }>(
        'GET',
        `/admin/api/replays/${body.id}`,
      )
    ).body
  await eventually('the replay ended', async () => (await replay()).status === 'completed', 60_000)
  assert.equal((await replay()).types[0]?.changed, spoiled.length)
  const sent = (await nightsSent(dataDir)).slice(before)
  assert.deepEqual([...sent].sort(), [...spoiled].sort())

  const words = [join(import.meta.dirname, '..', '..', 'bin', 'tellus.mjs'), 'replay', '--dry-run', '--json']
  const environment = { ...process.env, TELLUS_DATA_DIR: dataDir, TELLUS_PUBLIC_URL: tellus.url }
  const { stdout } = await promisify(execFile)(process.execPath, words, { env: environment })
  const again = z
    .object({
      status: z.string(),
      refused: z.number(),
      types: z.array(z.object({ changed: z.number(), added: z.number() })),
    })
    .parse(JSON.parse(stdout))
  assert.equal(again.status, 'completed')
  assert.ok(again.types.length > 3, 'it read all types')
  for (const { changed, added } of again.types) assert.deepEqual([changed, added], [0, 0])
  assert.equal(again.refused, 0)
})
