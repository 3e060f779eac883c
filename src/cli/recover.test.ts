import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { resendTask } from '../events/resend/task.ts'
import { startJobs } from '../jobs/jobs.ts'
import { newId, publicId } from '../lib/ids.ts'
import { runCommand } from '../testing/command.ts'
import { aDestination, emit } from '../testing/delivering.ts'
import { testServer } from '../testing/server.ts'

// The real server with its real background jobs; no worker, so that what is sent again stays in the queue.
const at = await testServer()
const url = await at.listen()
const jobs = await startJobs(
  at.hub,
  { resend: resendTask(at.hub) },
  { concurrency: 1, cron: [], onLockId: async () => {} },
)
after(async () => {
  await jobs[Symbol.asyncDispose]()
  await at[Symbol.asyncDispose]()
})

async function tellus(...words: string[]) {
  const environment = {
    TELLUS_PUBLIC_URL: url,
    TELLUS_DEV_ID: at.credentials['dev-id'],
    TELLUS_API_KEY: at.credentials['x-api-key'],
  }
  return runCommand({ environment, cwd: '/' }, words)
}
const json = async (...words: string[]) => JSON.parse((await tellus(...words, '--json')).out)

test('a destination is switched on, says what it missed, and recovers it with a job that is followed', async () => {
  await emit(at.hub, {}, {})
  const { id } = await aDestination(at.hub, 'https://example.com/hook', { name: 'Main' })
  const destination = publicId('destination', id)
  assert.match((await tellus('destinations', 'disable', destination)).out, /^Main is off/)
  await emit(at.hub, {})
  const refused = await tellus('recover', destination, '--since', '1h')
  assert.deepEqual([refused.code, refused.err], [1, 'tellus: Main is switched off: switch it on, then recover.\n'])
  const on = await tellus('destinations', 'enable', destination)
  assert.match(on.out, /1 deliveries were held and 0 given up\.\nTo send them: tellus recover dst_\w+ --since 2/)

  const dry = await tellus('recover', destination, '--since', '1h', '--dry-run')
  assert.deepEqual([dry.code, dry.out], [0, '3 deliveries would be sent.\n'])
  assert.deepEqual(await json('recover', destination, '--since', '1h', '--include', 'failed', '--dry-run'), {
    count: 0,
  })
  const done = await tellus('recover', destination, '--since', '1h', '--wait')
  assert.match(done.out, /^job_\w+ is done: 3 deliveries are on their way\.\n$/)
  assert.equal(done.code, 0)
  const [job] = (await json('jobs')).items
  assert.deepEqual([job.kind, job.status, job.done, job.total], ['recover', 'completed', 3, 3])
  assert.deepEqual([job.request.destination_id, job.request.include], [destination, 'all'])
  assert.match((await tellus('jobs')).out, /recover +completed +3 +3 +job_\w+\n/)
  assert.equal((await json('jobs', job.id)).id, job.id)
})

test('what a filter finds is sent again by a job that can be stopped', async () => {
  const { id } = await aDestination(at.hub, 'https://example.com/hook', { event_types: ['sleep'] })
  await emit(at.hub, ...Array.from({ length: 5 }, () => ({ type: 'sleep' })))
  await at.hub.db`
    with gone as (delete from deliveries where destination_id = ${id} returning *)
    insert into outcomes (event_id, delivery_id, destination_id, attempt, status, at)
    select event_id, id, destination_id, 1, 'failed', clock() from gone`
  const filter = ['--type', 'sleep', '--status', 'failed', '--destination', publicId('destination', id)]
  assert.equal((await tellus('resend', ...filter, '--dry-run')).out, '5 deliveries would be sent.\n')
  const { job_id: jobId } = await json('resend', ...filter, '--rate', '0.01')
  for (;;) {
    const { status, done } = await json('jobs', jobId)
    if (done === 1) break
    assert.match(status, /queued|running/)
  }
  assert.match((await tellus('jobs', jobId, '--cancel')).out, /was stopped after 1 of 5 deliveries\.\n$/)
  assert.deepEqual((await json('resend', ...filter, '--dry-run')).count, 4)
})

test('says what makes no sense', async () => {
  const cases: [string[], RegExp][] = [
    [['recover', 'dst_1'], /required option '--since <time>'/],
    [['recover', 'dst_1', '--since', 'soon'], /--since.* cannot be "soon": it must be a time/i],
    [['recover', 'dst_1', '--since', '1h', '--include', 'some'], /Allowed choices are failed, missed, all/],
    [['recover', 'dst_1', '--since', '1h', '--dry-run', '--wait'], /cannot be used with/],
    [['resend'], /EVENT is missing, or what to find/],
    [['resend', 'evt_1', '--status', 'failed'], /leave it out/],
    [['jobs', '--cancel'], /--cancel needs a JOB/],
  ]
  for (const [words, sentence] of cases) {
    const { code, err } = await tellus(...words)
    assert.match(err, sentence)
    assert.equal(code, 2, words.join(' '))
  }
  const unknown = publicId('job', newId())
  const missing = await tellus('jobs', unknown)
  assert.deepEqual([missing.code, missing.err], [1, `tellus: there is no job ${unknown}\n`])
  for (const verb of ['recover', 'resend', 'jobs']) assert.match((await tellus(verb, '--help')).out, /Examples:/)
})
