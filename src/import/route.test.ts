import assert from 'node:assert/strict'
import { test } from 'node:test'
import polyline from '@mapbox/polyline'
import fc from 'fast-check'
import { type Coordinates, centerOf, climbOf, metersBetween, polylineOf, simplify, validCoordinates } from './route.ts'

const coordinates = fc.tuple(
  fc.double({ min: -80, max: 80, noNaN: true }),
  fc.double({ min: -179, max: 179, noNaN: true }),
)

test('measures great-circle distances on the mean Earth', () => {
  // One degree of a great circle: π / 180 × 6 371 008.8 m.
  assert.ok(Math.abs(metersBetween([0, 10], [1, 10]) - 111_195.0797) < 0.001)
  assert.ok(Math.abs(metersBetween([0, 179.5], [0, -179.5]) - 111_195.0797) < 0.001)
  assert.equal(metersBetween([47, 8], [47, 8]), 0)
})

test('has no position for null island, for what lies off the globe and for half a pair', () => {
  assert.equal(validCoordinates(0, 0), null)
  assert.equal(validCoordinates(91, 0), null)
  assert.equal(validCoordinates(10, 181), null)
  assert.equal(validCoordinates(10, null), null)
  assert.deepEqual(validCoordinates(0, 10), [0, 10])
})

test('finds the middle of a route, also across the 180th meridian', () => {
  assert.deepEqual(
    centerOf([
      [10, 20],
      [20, 40],
      [12, 30],
    ]),
    [15, 30],
  )
  assert.deepEqual(
    centerOf([
      [0, 179],
      [0, -179],
    ]),
    [0, -180],
  )
  assert.equal(centerOf([]), null)
})

test('encodes the example of the polyline documentation', () => {
  assert.equal(
    polylineOf([
      [38.5, -120.2],
      [40.7, -120.95],
      [43.252, -126.453],
    ]),
    '_p~iF~ps|U_ulLnnqC_mqNvxq`@',
  )
  assert.equal(polylineOf([[1, 1]]), null)
})

test('simplifies any route to the limit, keeps its ends and invents no point', () => {
  fc.assert(
    fc.property(
      fc.array(coordinates, { minLength: 2, maxLength: 80 }),
      fc.integer({ min: 2, max: 20 }),
      (route, limit) => {
        const simple = simplify(route, limit)
        assert.ok(simple.length <= Math.max(limit, 2))
        assert.equal(simple[0], route[0])
        assert.equal(simple.at(-1), route.at(-1))
        assert.ok(simple.every((point) => route.includes(point)))
      },
    ),
  )
})

test('keeps the corners of a route and drops what lies on its lines', () => {
  const route: Coordinates[] = []
  for (let i = 0; i <= 50; i++) route.push([47 + i * 0.001, 8])
  for (let i = 1; i <= 50; i++) route.push([47.05, 8 + i * 0.001])
  assert.deepEqual(simplify(route, 500), [route[0], route[50], route[100]])
})

test('draws a long winding route with 500 points', () => {
  const route: Coordinates[] = Array.from({ length: 20_000 }, (_, i) => [47 + i * 1e-5, 8 + Math.sin(i / 7) * 0.01])
  assert.equal(polyline.decode(polylineOf(route) ?? '').length, 500)
})

test('counts climbs beyond the noise of the sensor', () => {
  const level = Array.from({ length: 100 }, (_, i) => 500 + (i % 2))
  assert.deepEqual(climbOf(level), { gain: 0, loss: 0 })
  // Means of five run from 1 to 99; turning points stand 3 m apart: 1, 4 … 97.
  assert.deepEqual(climbOf(Array.from({ length: 101 }, (_, i) => i)), { gain: 96, loss: 0 })
  assert.deepEqual(climbOf(Array.from({ length: 101 }, (_, i) => 100 - i)), { gain: 0, loss: 96 })
})
