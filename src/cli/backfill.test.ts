import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { backfillTask } from '../ingest/backfill/backfill.ts'
import { backfillStep } from '../ingest/backfill/task.ts'
import { startJobs } from '../jobs/jobs.ts'
import { runCommand } from '../testing/command.ts'
import { connectPerson, eventsOf, sandboxServer } from '../testing/connected.ts'
import { runJobs } from '../testing/scripted.ts'

const at = await sandboxServer()
const cwd = mkdtempSync(join(tmpdir(), 'tellus-cli-'))
after(async () => {
  rmSync(cwd, { recursive: true })
  await at[Symbol.asyncDispose]()
})

async function tellus(...words: string[]) {
  const environment = {
    TELLUS_PUBLIC_URL: at.hub.publicUrl(),
    TELLUS_DEV_ID: at.credentials['dev-id'],
    TELLUS_API_KEY: at.credentials['x-api-key'],
  }
  return runCommand({ environment, cwd }, words)
}

const dayOf = (daysAgo: number) => new Date(at.hub.clock.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)

test('a backfill is begun, listed, shown and stopped', async () => {
  const { userId } = await connectPerson(at, 'lena')
  const begun = await tellus('backfill', userId, '--from', dayOf(60), '--types', 'daily,sleep')
  const [, id = ''] =
    /^It is under way as (bkf_\w+): tellus backfills bkf_\w+ says how far it is\.\n$/.exec(begun.out) ?? []
  assert.notEqual(id, '', begun.err)
  assert.match((await tellus('backfill', userId)).err, /runs already \(bkf_/)
  assert.match((await tellus('backfills', id)).out, / is queued: 0 of 4 windows and 0 records\.\n$/)
  assert.match((await tellus('backfills', '--user', userId)).out, new RegExp(`${userId} +queued +0 of 4 +0 +- +${id}`))
  assert.match((await tellus('backfills', id, '--cancel')).out, / was stopped after 0 of 4 windows and 0 records\.\n$/)
  assert.equal(JSON.parse((await tellus('backfills', '--json')).out).items[0].status, 'cancelled')
  assert.match((await tellus('backfill', userId, '--types', 'daily,dreams')).err, /There is no type dreams/)
  assert.match((await tellus('backfills', '--cancel')).err, /need a BACKFILL/)
})

test('it is followed to its end, and the exit code says how that was', async () => {
  const { userId } = await connectPerson(at, 'noor')
  await runJobs(at.hub, backfillTask, async () => undefined)
  const tasks = { [backfillTask]: backfillStep(at.hub) }
  await using _jobs = await startJobs(at.hub, tasks, { concurrency: 1, cron: [], onLockId: async () => undefined })
  const { code, out, err } = await tellus('backfill', userId, '--from', dayOf(40), '--types', 'daily', '--follow')
  assert.match(
    out,
    /^bkf_\w+ is done: 2 of 2 windows and 4\d records, back to [\d-]+; 5 events are on their way\.\n$/,
    err,
  )
  assert.equal(code, 0)
})

test('what is new of a user is fetched at once, and pushed', async () => {
  const { userId } = await connectPerson(at, 'omar')
  const { code, out } = await tellus('fetch', userId, '--days', '4', '--types', 'daily')
  assert.match(out, /^[45] records were new or changed\.\n$/)
  assert.equal(code, 0)
  const pushed = (await eventsOf(at.hub, userId)).filter(({ type }) => type === 'daily')
  assert.equal(pushed.length, 1)
  assert.match((await tellus('fetch', userId, '--days', '4', '--types', 'daily')).out, /^0 records were new/)
  await at.hub.db`update users set active = false where user_id = ${userId}`
  assert.match((await tellus('fetch', userId)).err, /the user is inactive: the person has to connect again/)
})
