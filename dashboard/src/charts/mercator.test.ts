import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodePolyline, fit, type LatLng, metresBetween, project } from './mercator.ts'

const latLng: fc.Arbitrary<LatLng> = fc.tuple(
  fc.double({ min: -80, max: 80, noNaN: true }),
  fc.double({ min: -179, max: 179, noNaN: true }),
)

test('the whole route lies inside the frame, and north is up', () => {
  fc.assert(
    fc.property(
      fc.array(latLng, { minLength: 2, maxLength: 20 }),
      fc.integer({ min: 200, max: 900 }),
      fc.integer({ min: 150, max: 500 }),
      (route, width, height) => {
        const place = fit(route, width, height, 20)
        for (const { x, y } of route.map(place)) {
          assert.ok(x >= 19.99 && x <= width - 19.99, `x ${x}`)
          assert.ok(y >= 19.99 && y <= height - 19.99, `y ${y}`)
        }
        const [south, north] = [...route].sort((a, b) => a[0] - b[0])
        if (south && north) assert.ok(place(north).y <= place(south).y + 1e-6)
      },
    ),
  )
})

test('angles are kept: a small square on the ground is a square in the frame', () => {
  fc.assert(
    fc.property(fc.double({ min: -70, max: 70, noNaN: true }), (lat) => {
      const side = 0.01
      const across = side / Math.cos((lat * Math.PI) / 180)
      const place = fit(
        [
          [lat, 0],
          [lat + side, across],
        ],
        400,
        300,
        10,
      )
      const [a, b] = [place([lat, 0]), place([lat + side, across])]
      assert.ok(Math.abs(Math.abs(b.x - a.x) / Math.abs(b.y - a.y) - 1) < 0.01)
    }),
  )
})

test('a route over the date line stays in one piece', () => {
  const place = fit(
    [
      [0, 179.99],
      [0, -179.99],
    ],
    400,
    300,
    20,
  )
  assert.ok(place([0, -179.99]).x - place([0, 179.99]).x > 300)
})

test('a route that stays on one spot lies in the middle', () => {
  const { x, y } = fit(
    [
      [51.5, -0.1],
      [51.5, -0.1],
    ],
    400,
    300,
    20,
  )([51.5, -0.1])
  assert.deepEqual([x, y], [200, 150])
})

test('the equator on Greenwich is the middle of the world', () => {
  assert.deepEqual(
    project([0, 0]).map((value) => Math.round(value * 1e9) / 1e9),
    [0.5, 0.5],
  )
})

test('a degree of latitude is about 111.2 km', () => {
  assert.ok(Math.abs(metresBetween([0, 0], [1, 0]) - 111_195) < 10)
})

test('decodes the example of the polyline specification', () => {
  assert.deepEqual(decodePolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@'), [
    [38.5, -120.2],
    [40.7, -120.95],
    [43.252, -126.453],
  ])
  assert.deepEqual(decodePolyline('_p~'), [])
  assert.deepEqual(decodePolyline(''), [])
})
