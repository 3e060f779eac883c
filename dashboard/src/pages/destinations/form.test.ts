import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schedules as real } from '../../../../src/delivery/schedule.ts'
import { bodyOf, changesOf, type DraftField, emptyDraft, fieldErrorOf, problemsOf } from './form.ts'
import { retryWords, schedules, secondsOf } from './words.ts'

const labels: Record<DraftField, string> = {
  url: 'Host',
  name: 'Name',
  types: 'Event types',
  headers: 'Headers',
  timeout: 'Timeout',
  mode: 'Mode',
  waits: 'Waits',
  intervals: 'How often updates are sent',
  inFlight: 'At most at once',
  rate: 'At most per second',
}

test('an untouched draft asks for the defaults', () => {
  assert.deepEqual(bodyOf({ ...emptyDraft, url: ' https://example.com/a ' }, 'webhook'), {
    url: 'https://example.com/a',
    event_types: null,
    headers: {},
    timeout_seconds: 8,
    mode: 'push',
    view: 'all',
    retry: 'terra',
    min_interval_seconds: null,
    max_in_flight: 32,
    rate_limit_per_second: null,
    standard_webhooks: false,
    disable_on_gone: true,
  })
})

test('types, headers, waits and intervals are read from what was typed', () => {
  const body = bodyOf(
    {
      ...emptyDraft,
      types: ['sleep'],
      otherTypes: 'order.paid, ',
      headers: [
        { key: 0, name: ' authorization ', value: 'Bearer x' },
        { key: 1, name: '', value: '' },
      ],
      retry: 'custom',
      waits: '30, 5 min, 1 h',
      intervals: { daily: 3600, sleep: 0 },
    },
    'inbox',
  )
  assert.equal('url' in body, false)
  assert.deepEqual(body.event_types, ['sleep', 'order.paid'])
  assert.deepEqual(body.headers, { authorization: 'Bearer x' })
  assert.deepEqual(body.retry, [30, 300, 3600])
  assert.deepEqual(body.min_interval_seconds, { daily: 3600 })
})

test('only what differs is sent', () => {
  const before = bodyOf({ ...emptyDraft, url: 'https://example.com' }, 'webhook')
  const after = bodyOf({ ...emptyDraft, url: 'https://example.com', timeout: '5' }, 'webhook')
  assert.deepEqual(changesOf(after, before), { timeout_seconds: 5 })
})

test('a sentence of the server is tied to its field, in the words of the form', () => {
  assert.deepEqual(fieldErrorOf('Timeout_seconds must be a number of seconds from 0.1 to 30.', labels), {
    field: 'timeout',
    sentence: 'Timeout must be a number of seconds from 0.1 to 30.',
  })
  assert.deepEqual(fieldErrorOf('The url is not a valid URL.', labels), {
    field: 'url',
    sentence: 'Host is not a valid URL.',
  })
  assert.equal(fieldErrorOf('Tellus did not answer.', labels), null)
})

test('what cannot be sent is said before it is sent', () => {
  const says = { noUrl: 'url', noTypes: 'types', noNumber: 'number', noWaits: 'waits' }
  assert.deepEqual(problemsOf({ ...emptyDraft, url: 'https://example.com' }, 'webhook', says), {})
  assert.deepEqual(
    problemsOf(
      { ...emptyDraft, types: [], timeout: 'x', rate: 'fast', retry: 'custom', waits: 'soon' },
      'webhook',
      says,
    ),
    { url: 'url', types: 'types', timeout: 'number', rate: 'number', waits: 'waits' },
  )
})

test('waits are read with their units', () => {
  assert.deepEqual(['30', '30 s', '5 min', '1.5h'].map(secondsOf), [30, 30, 300, 5400])
  assert.ok(Number.isNaN(secondsOf('soon')))
})

test('the words of a schedule are those of the schedule itself', () => {
  for (const name of ['terra', 'long'] as const) {
    assert.equal(schedules[name].retries, real[name].length)
    assert.equal(
      schedules[name].seconds,
      real[name].reduce((sum, wait) => sum + wait, 0),
    )
  }
  assert.equal(retryWords('terra'), '10 retries over 8 h 32 min')
  assert.equal(retryWords([]), 'no retries: one attempt each')
})
