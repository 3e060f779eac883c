import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReceiver } from '../src/testing/receiver.ts'
import { dataFolder, eventually, type RunningTellus, startTellus } from '../src/testing/tellus.ts'

interface JobView {
  status: string
  done: number
  total: number | null
  error: string | null
}

/**
 * A recovery at a rate is killed and goes on where it was: everything arrives, and what was put into the
 * queue before a kill is not put there once more.
 */
test('kill -9 in the middle of a recovery loses nothing and repeats nothing needlessly', async () => {
  using folder = dataFolder()
  const events = 24
  await using receiver = await openReceiver()
  let tellus: RunningTellus = await startTellus(folder.path)
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(async () => {
    await tellus.end('SIGKILL')
  })
  const since = new Date(Date.now() - 60_000).toISOString()
  for (let i = 0; i < events; i++) {
    const body = { provider: 'OURA', type: 'body', seed: i, reference_id: `person ${i}`, send: true }
    assert.equal((await tellus.call('POST', '/admin/api/generate', body)).status, 202)
  }
  const made = await tellus.call<{ id: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: receiver.url,
    event_types: ['body'],
  })
  const path = `/admin/api/destinations/${made.body.id}/recover`
  const asked = { since, include: 'missed', rate_per_second: 8 }
  assert.deepEqual((await tellus.call('POST', `${path}?dry_run=true`, asked)).body, { count: events })
  const { body } = await tellus.call<{ job_id: string }>('POST', path, asked)
  const job = async () => (await tellus.call<JobView>('GET', `/admin/api/jobs/${body.job_id}`)).body
  await eventually('a page was sent', () => receiver.received.length > 0, 20_000)
  await tellus.end('SIGKILL')
  tellus = await startTellus(folder.path)
  await eventually('the job ended', async () => (await job()).status === 'completed', 30_000)
  const { done, total, error } = await job()
  assert.deepEqual({ done, total, error }, { done: events, total: events, error: null })
  const traces = () => new Set(receiver.received.map((request) => String(request.headers['x-terra-trace-id'])))
  await eventually('all arrived', () => traces().size === events, 20_000)
  // At most what was under way or not yet noted at the kill, a page of eight.
  assert.ok(receiver.received.length <= events + 8, `${receiver.received.length} requests for ${events} events`)
})
