import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { verifySignature } from '../../../../src/delivery/signature.ts'
import { openReceiver } from '../../../../src/testing/receiver.ts'
import type { EventDetail } from '../../api/events.ts'
import { curlOf, testOf } from './copies.ts'

const run = promisify(execFile)
// biome-ignore lint/suspicious/noTemplateCurlyInString: the text must come through as it is.
const body = '{"note":"it\'s `here`, ${gone} \\u2028 \\"quoted\\"",\n "n": 1.50}'
const eventTo = (url: string): Pick<EventDetail, 'id' | 'type' | 'body' | 'deliveries'> => ({
  id: 'evt_1',
  type: 'sleep',
  body,
  deliveries: [
    {
      id: 'dlv_1',
      trace_id: 'trace-1',
      destination_id: 'dst_1',
      destination: { name: 'Shop', url, kind: 'webhook', enabled: true },
      status: 'delivered',
      next_attempt_at: null,
      next_attempt: null,
      attempts_allowed: null,
      superseded_by: null,
      headers_sent: { 'x-terra-trace-id': 'trace-1', 'terra-signature': 't=1,v1=old', authorization: '••••' },
      attempts: [],
    },
  ],
})

test('the curl command has the address, the headers that are known and the bytes', () => {
  const command = curlOf(eventTo('https://api.example.com/hook'))
  assert.match(command, /^curl -X POST https:\/\/api\.example\.com\/hook /)
  assert.match(command, /-H 'x-terra-trace-id: trace-1'/)
  assert.match(command, /-H 'terra-signature: t=1,v1=old'/)
  assert.doesNotMatch(command, /authorization|••/)
})

test('an event that went nowhere is copied to an address of the reader’s own machine', () => {
  const event = { ...eventTo(''), deliveries: [] }
  assert.match(curlOf(event), /localhost:3000/)
  assert.match(testOf(event), /localhost:3000/)
})

test('the copied test runs, and sends the same bytes with a signature of now', async () => {
  await using receiver = await openReceiver()
  const folder = await mkdtemp(join(tmpdir(), 'tellus-copied-'))
  try {
    const file = join(folder, 'copied.test.mjs')
    await writeFile(file, testOf(eventTo(receiver.url)))
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env
    await run(process.execPath, ['--test', file], { env: { ...environment, SIGNING_SECRET: 'a secret' } })
    const [received] = await receiver.take(1)
    assert.equal(received?.body.toString(), body)
    assert.equal(received?.headers['x-terra-trace-id'], 'trace-1')
    const verdict = verifySignature({
      header: String(received?.headers['terra-signature']),
      body: received?.body ?? '',
      secrets: ['a secret'],
      nowSeconds: Math.floor(Date.now() / 1000),
    })
    assert.equal(verdict.problem, null)
    receiver.set({ status: 401 })
    await assert.rejects(run(process.execPath, ['--test', file], { env: environment }))
  } finally {
    await rm(folder, { recursive: true })
  }
})
