import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, courseOf, valueText } from './change.ts'

const figure = (value: number | null, previous: number | null) => ({ value, previous, series: [] })
const said = (...[name, value, previous]: [Parameters<typeof changeOf>[0], number | null, number | null]) =>
  changeOf(name, figure(value, previous))?.text

test('a figure says its change in its own terms', () => {
  assert.equal(said('users_connected', 12, 9), '3 more than the day before')
  assert.equal(said('users_connected', 9, 9), 'as the day before')
  assert.equal(said('events', 150, 200), '25 % fewer than the day before')
  assert.equal(said('events', 150, 0), 'none the day before')
  assert.equal(said('delivered_share', 0.99, 0.985), '0.5 points up on the day before')
  assert.equal(said('delivered_share', 0.99, 0.99001), 'as the day before')
  assert.equal(said('median_delay_ms', 1_200, 400), '800 ms slower than the day before')
  assert.equal(said('median_delay_ms', 400, 1_200), '800 ms faster than the day before')
})

test('only a fall of what is delivered is worse', () => {
  assert.equal(changeOf('delivered_share', figure(0.9, 0.99))?.isWorse, true)
  assert.equal(changeOf('median_delay_ms', figure(900, 100))?.isWorse, false)
})

test('a figure without a value has no change, and one without a day before says so', () => {
  assert.equal(changeOf('events', figure(null, 3)), null)
  assert.equal(said('median_delay_ms', 80, null), 'none the day before')
})

test('the small line is read out as its range and its end', () => {
  assert.equal(
    courseOf('delivered_share', { value: 1, previous: null, series: [null, 0.5, 1] }),
    'Delivered by the hour over 24 hours: from 50 % to 100 %, now 100 %',
  )
  assert.match(courseOf('events', figure(null, null)), /nothing yet/)
  assert.equal(valueText('median_delay_ms', 84), '84 ms')
})
