import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { isTraced, lookForTracing, tellSpan, traced } from './tracing.ts'

const exporter = new InMemorySpanExporter()

beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  lookForTracing()
})
afterEach(() => {
  trace.disable()
  context.disable()
  exporter.reset()
  lookForTracing()
})

const named = (name: string) => {
  const span = exporter.getFinishedSpans().find((one) => one.name === name)
  assert.ok(span, `no span ${name}`)
  return span
}

test('a step within a step is its child', async () => {
  const result = await traced('outer', { n: 1 }, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return traced('inner', {}, async () => 'done')
  })
  assert.equal(result, 'done')
  assert.equal(named('inner').parentSpanContext?.spanId, named('outer').spanContext().spanId)
  assert.deepEqual(named('outer').attributes, { n: 1 })
})

test('a step that throws fails its span with the kind of error, never its words', async () => {
  const broken = Object.assign(new Error('user 7 has a pulse of 60'), { code: '53300' })
  await assert.rejects(
    traced('step', {}, async () => {
      throw broken
    }),
    broken,
  )
  const span = named('step')
  assert.equal(span.status.code, SpanStatusCode.ERROR)
  assert.equal(span.attributes['error.type'], '53300')
  assert.ok(!JSON.stringify([span.status, span.attributes, span.events]).includes('pulse'))
})

test('a step is told after it is over, with its own times', () => {
  tellSpan('request', {
    startedAtMs: 1_700_000_000_000,
    durationMs: 250,
    attributes: {},
    failure: 'timeout',
    isRequest: true,
  })
  const span = named('request')
  assert.deepEqual(
    [span.startTime, span.endTime],
    [
      [1_700_000_000, 0],
      [1_700_000_000, 250_000_000],
    ],
  )
  assert.deepEqual([span.kind, span.attributes], [SpanKind.CLIENT, { 'error.type': 'timeout' }])
})

test('without an SDK there are no spans, and steps run as they are', async () => {
  trace.disable()
  lookForTracing()
  assert.equal(isTraced(), false)
  assert.equal(await traced('step', {}, async (span) => span), null)
  tellSpan('request', { startedAtMs: 0, durationMs: 1, attributes: {} })
  assert.deepEqual(exporter.getFinishedSpans(), [])
})
