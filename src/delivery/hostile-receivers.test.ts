import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, test } from 'node:test'
import { viewEvent } from '../events/view.ts'
import {
  aDestination,
  attempted,
  databaseNow,
  emit,
  inFreshEnvironment,
  read,
  startWorker,
} from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { openReceiver } from '../testing/receiver.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const raw = (text: string) => (response: ServerResponse) => response.socket?.end(text)
const silent = () => undefined

/** What a receiver does, and the attempt as the management API shows it. */
const cases: [
  name: string,
  respond: (response: ServerResponse) => void,
  status: number | null,
  error: string | RegExp,
][] = [
  ['hangs', silent, null, 'No answer within 1 s.'],
  [
    'resets',
    (response) => response.socket?.resetAndDestroy(),
    null,
    'The connection was closed before an answer came.',
  ],
  ['closes early', (response) => response.socket?.end(), null, 'The connection was closed before an answer came.'],
  ['speaks no HTTP', raw('220 mail.example ESMTP\r\n'), null, /^The answer could not be read: /],
  ['sends 1xx only', (response) => response.writeProcessing(), null, 'No answer within 1 s.'],
  [
    'redirects',
    (response) => response.writeHead(302, { location: '/' }).end(),
    302,
    'Answered 302: redirects are not followed.',
  ],
  ['is gone', (response) => response.writeHead(410).end('no more'), 410, 'Answered 410.'],
]

for (const [name, respond, status, error] of cases)
  test(`a person reads what a receiver that ${name} did`, async () => {
    const hub = await inFreshEnvironment(shared)
    await using receiver = await openReceiver({ respond: (_, response) => void respond(response) })
    await aDestination(hub, receiver.url, { timeout_seconds: 1 })
    await using _worker = await startWorker(hub)
    const [emitted] = await emit(hub, {})
    await attempted(hub, emitted, 1)
    const attempt = viewEvent(await read(hub, emitted)).deliveries[0]?.attempts[0]
    assert.equal(attempt?.status_code, status)
    if (typeof error === 'string') assert.equal(attempt?.error, error)
    else assert.match(attempt?.error ?? '', error)
  })

for (const [name, header] of [
  ['in seconds', () => '300'],
  ['as a date', () => new Date(Date.now() + 300_000).toUTCString()],
] as const)
  test(`a receiver that is overloaded and says until when, ${name}, is left alone until then`, async () => {
    const hub = await inFreshEnvironment(shared)
    hub.clock.set(Date.now())
    await using receiver = await openReceiver({ status: 429, headers: { 'retry-after': header() } })
    await aDestination(hub, receiver.url)
    await using _worker = await startWorker(hub)
    const [emitted] = await emit(hub, {})
    const one = await attempted(hub, emitted, 1)
    assert.equal(one.attempts[0]?.error, 'Answered 429.')
    const waitMs = (one.nextAttemptAt?.getTime() ?? 0) - (await databaseNow(hub))
    assert.ok(waitMs > 280_000 && waitMs <= 301_000, `${waitMs}`)
  })
