import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { newId } from '../lib/ids.ts'
import { lookForTracing } from '../lib/tracing.ts'
import { aDestination } from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { tellAttempt } from './trace.ts'
import type { Attempted } from './types.ts'

const exporter = new InMemorySpanExporter()
before(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  lookForTracing()
})
after(() => {
  trace.disable()
  lookForTracing()
})

const attempted = (destinationId: string, rest: Pick<Attempted, 'reply' | 'next'>): Attempted => ({
  claimed: {
    id: newId(),
    eventId: newId(),
    destinationId,
    attempt: 3,
    attemptsBefore: 0,
    isFirst: false,
    trigger: null,
  },
  startedAtMs: 1_700_000_000_000,
  gone: false,
  ...rest,
})

test('an attempt is told with its host, number and answer, and nothing of its address that may be secret', async () => {
  await using hub = await testHub()
  const destination = await aDestination(hub, 'http://127.0.0.1:9000/hook/tok-123?key=sesame')
  tellAttempt(
    attempted(destination.id, {
      reply: { kind: 'answered', status: 503, body: 'no', retryAfter: null, durationMs: 12, address: '127.0.0.1' },
      next: { kind: 'retry', waitMs: 1000 },
    }),
    'daily',
    destination,
  )
  tellAttempt(
    attempted(destination.id, {
      reply: { kind: 'failed', failure: 'timeout', sentence: 'It took too long.', durationMs: 8000, address: null },
      next: { kind: 'failed' },
    }),
    'my own type of jane@example.org',
    destination,
  )
  const [answered, failed] = exporter.getFinishedSpans()
  assert.equal(answered?.name, 'tellus.attempt')
  assert.equal(answered.attributes['http.request.method'], 'POST')
  assert.equal(answered.attributes['server.address'], '127.0.0.1')
  assert.equal(answered.attributes['http.response.status_code'], 503)
  assert.equal(answered.attributes['tellus.attempt'], 3)
  assert.equal(answered.attributes['tellus.event.type'], 'daily')
  assert.equal(answered.attributes['error.type'], '503')
  assert.equal(failed?.attributes['error.type'], 'timeout')
  assert.equal(failed?.attributes['tellus.event.type'], 'other')
  const all = JSON.stringify([answered.attributes, failed?.attributes])
  for (const secret of ['tok-123', 'sesame', 'jane']) assert.ok(!all.includes(secret), secret)
})
