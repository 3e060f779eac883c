import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectAtSandbox, openRealVisitor } from '../../src/testing/real-visitor.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import { dataFolder, eventually, type RunningTellus, startTellus } from '../../src/testing/tellus.ts'

interface Shown {
  id: string
  status: string
  windows_done: number
  windows_total: number
  payloads_sent: number
  payloads_total: number | null
  reference: string
  error: string | null
}
interface Payload {
  type: string
  expected_payloads?: number
  data?: { metadata: { start_time: string } }[]
}

/** A year of a person's days, fetched and sent while the process is killed again and again. */
test('a backfill that is killed goes on where it was: every window once, every event once', async () => {
  using folder = dataFolder()
  await using receiver = await openReceiver()
  const settings = { TELLUS_SANDBOX: 'on' }
  let tellus: RunningTellus = await startTellus(folder.path, settings)
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(async () => {
    await tellus.end('SIGKILL')
  })
  await tellus.call('POST', '/admin/api/destinations', { kind: 'webhook', url: receiver.url })
  const { body: session } = await tellus.call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {
    reference_id: 'killed',
    providers: 'SANDBOX',
    auth_success_redirect_url: 'https://app.example/ok',
  })
  const end = await connectAtSandbox(openRealVisitor(tellus.url), session.url, 'killed')
  const userId = end.searchParams.get('user_id') ?? ''
  const from = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10)
  const body = { from, types: ['daily'] }
  const begun = await tellus.call<Shown>('POST', `/admin/api/users/${userId}/backfill`, body)
  assert.equal(begun.status, 202, JSON.stringify(begun.body))
  const { id, reference } = begun.body
  const show = async () => (await tellus.call<Shown>('GET', `/admin/api/backfills/${id}`)).body
  const again = async (): Promise<void> => {
    await tellus.end('SIGKILL')
    tellus = await startTellus(folder.path, settings)
  }
  for (const windows of [2, 6]) {
    await eventually(`${windows} windows`, async () => (await show()).windows_done >= windows, 60_000)
    await again()
  }
  await eventually('some was sent', async () => (await show()).payloads_sent > 0, 60_000)
  await again()
  const done = await eventually(
    'the end',
    async () => {
      const now = await show()
      return now.status === 'completed' && now
    },
    60_000,
  )
  assert.deepEqual([done.windows_done, done.error], [done.windows_total, null])
  assert.equal(done.payloads_sent, done.payloads_total)
  const ours = () => {
    const byTrace = new Map(
      receiver.received
        .filter(({ headers }) => headers['terra-reference'] === reference)
        .map(({ headers, body }): [string, Payload] => [
          String(headers['x-terra-trace-id']),
          JSON.parse(body.toString('utf8')),
        ]),
    )
    return [...byTrace.values()]
  }
  await eventually('all arrived', () => ours().length === (done.payloads_total ?? 0) + 2, 60_000)
  const sending = ours().filter(({ type }) => type === 'large_request_sending')
  assert.deepEqual(
    sending.map(({ expected_payloads }) => expected_payloads),
    [done.payloads_total],
  )
  const days = ours().flatMap(({ data }) => data?.map(({ metadata }) => metadata.start_time.slice(0, 10)) ?? [])
  assert.equal(new Set(days).size, days.length, 'no day twice')
  assert.ok(days.length > 350, `${days.length} days`)
})
