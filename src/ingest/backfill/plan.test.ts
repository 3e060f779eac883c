import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CloudProvider } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import type { DayRange } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import { scripted } from '../../testing/scripted.ts'
import { afterWindow, beginning, nextWindow, oldestReached, type Places, windowsLeft, withLess } from './plan.ts'

const sandbox = findProvider('SANDBOX')
assert.ok(sandbox?.kind === 'cloud')
const today = '2026-07-10'
const providerOf = (resources: CloudProvider['resources']): CloudProvider => ({ ...sandbox, resources })

/** Goes through all windows; `found` says how many records each holds. */
function walk(provider: CloudProvider, start: Places, found: (type: DataType, window: DayRange) => number = () => 1) {
  const windows: [DataType, string, string][] = []
  let places = start
  for (let next = nextWindow(places); next !== null; next = nextWindow(places)) {
    const { type, window } = next
    windows.push([type, window.first, window.last])
    const place = places[type]
    assert.ok(place)
    const most = provider.resources[type]?.windowDays ?? 1
    places = { ...places, [type]: afterWindow(place, window, found(type, window), most) }
    assert.ok(windows.length < 1000)
  }
  return { windows, places }
}

test('of all types the newest days come first, none twice and none left out', () => {
  const provider = providerOf({
    daily: scripted({ windowDays: 7 }).resource,
    sleep: scripted({ windowDays: 4 }).resource,
  })
  const start = beginning(provider, ['daily', 'sleep'], { first: '2026-07-01', last: today }, today)
  assert.equal(windowsLeft(start), 2 + 3)
  const { windows, places } = walk(provider, start)
  assert.deepEqual(windows, [
    ['sleep', '2026-07-07', '2026-07-10'],
    ['daily', '2026-07-04', '2026-07-10'],
    ['sleep', '2026-07-03', '2026-07-06'],
    ['daily', '2026-07-01', '2026-07-03'],
    ['sleep', '2026-07-01', '2026-07-02'],
  ])
  assert.equal(windowsLeft(places), 0)
  assert.equal(oldestReached(places, today), '2026-07-01')
})

test('a type goes as far back as its provider, and one that begins later is through at once', () => {
  const provider = providerOf({
    daily: scripted({ windowDays: 30, historyDays: 30 }).resource,
    body: scripted({ windowDays: 30 }).resource,
  })
  const range = { first: '2026-03-01', last: '2026-04-01' }
  const { windows } = walk(provider, beginning(provider, ['daily', 'body'], range, today))
  assert.deepEqual(windows, [
    ['body', '2026-03-03', '2026-04-01'],
    ['body', '2026-03-01', '2026-03-02'],
  ])
  const all = beginning(provider, ['daily'], { first: null, last: today }, today)
  assert.deepEqual(walk(provider, all).windows, [['daily', '2026-06-11', today]])
})

test('without a limit history ends after a year of nothing, and not before', () => {
  const provider = providerOf({ daily: scripted({ windowDays: 30 }).resource })
  const start = beginning(provider, ['daily'], { first: null, last: today }, today)
  assert.equal(windowsLeft(start), null)
  const last = (found: (type: DataType, window: DayRange) => number) => walk(provider, start, found).windows.at(-1)?.[1]
  assert.equal(
    last(() => 0),
    '2025-06-16',
    'thirteen windows of thirty days',
  )
  // Something eleven months back: from there another year.
  assert.equal(
    last((_, { first, last: to }) => (first <= '2025-08-20' && to >= '2025-08-20' ? 1 : 0)),
    '2024-07-21',
  )
  assert.equal(
    last(() => 1),
    '2000-01-01',
  )
})

test('a window that is too much is halved down to a day, and grows again when it has gone well for a while', () => {
  const provider = providerOf({ daily: scripted({ windowDays: 30 }).resource })
  const start = beginning(provider, ['daily'], { first: '2026-01-01', last: today }, today)
  let place = start.daily
  assert.ok(place)
  const sizes: number[] = []
  for (let i = 0; i < 7; i++) {
    sizes.push(place.days)
    place = withLess(place)
  }
  assert.deepEqual(sizes, [30, 15, 8, 4, 2, 1, 1])
  const { windows } = walk(provider, { daily: withLess(withLess(start.daily ?? place)) })
  const lengths = windows.map(([, first, last]) => (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1)
  assert.deepEqual(lengths.slice(0, 10), [8, 8, 8, 8, 16, 16, 16, 16, 30, 30])
})

test('what is reached is what all types have reached', () => {
  const provider = providerOf({
    daily: scripted({ windowDays: 5 }).resource,
    sleep: scripted({ windowDays: 5 }).resource,
  })
  let places = beginning(provider, ['daily', 'sleep'], { first: '2026-07-01', last: today }, today)
  assert.equal(oldestReached(places, today), null)
  const seen: (string | null)[] = []
  for (let next = nextWindow(places); next !== null; next = nextWindow(places)) {
    const place = places[next.type]
    assert.ok(place)
    places = { ...places, [next.type]: afterWindow(place, next.window, 1, 5) }
    seen.push(oldestReached(places, today))
  }
  assert.deepEqual(seen, [null, '2026-07-06', '2026-07-06', '2026-07-01'])
})
