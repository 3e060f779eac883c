import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { describeRejections, plausible, type Rejections } from './plausible.ts'
import { tidied, tidy } from './tidy.ts'
import { convert, type Unit } from './unit-text.ts'
import {
  celsiusToFahrenheit,
  degreesToSemicircles,
  fahrenheitToCelsius,
  feetToMeters,
  inchesToCm,
  isoDurationSeconds,
  kcalToKilojoules,
  kgToPounds,
  kilojoulesToKcal,
  kmhToMetersPerSecond,
  metersToFeet,
  metersToMiles,
  milesToMeters,
  mmolToMgPerDl,
  ouncesToGrams,
  paceMinutesPerKm,
  poundsToKg,
  readQuantity,
  scaled,
  semicirclesToDegrees,
  stonesToKg,
  strictNumber,
} from './units.ts'

// Expected values by hand or from the definitions, never from the code.
test('converts by name', () => {
  assert.equal(tidy(poundsToKg(155)), 70.30681735)
  assert.equal(tidy(stonesToKg(10)), 63.5029318)
  assert.equal(tidy(ouncesToGrams(16)), 453.59237)
  assert.equal(tidy(milesToMeters(26.21875)), 42194.988)
  assert.equal(tidy(feetToMeters(5)), 1.524)
  assert.equal(inchesToCm(10), 25.4)
  assert.equal(fahrenheitToCelsius(98.6), 37)
  assert.equal(fahrenheitToCelsius(-40), -40)
  assert.equal(kilojoulesToKcal(8368), 2000)
  assert.equal(kmhToMetersPerSecond(36), 10)
  assert.equal(tidy(mmolToMgPerDl(5.5)), 99.088)
  assert.equal(mmolToMgPerDl(10, 180.1558800000541), 180.1558800000541)
  assert.equal(semicirclesToDegrees(2 ** 30), 90)
  assert.equal(semicirclesToDegrees(-(2 ** 31)), -180)
  assert.equal(scaled(72345, -3), 72.345)
  assert.equal(scaled(5, 2), 500)
  assert.equal(tidy(paceMinutesPerKm(2.5) ?? 0), 20 / 3)
  assert.equal(paceMinutesPerKm(0), null)
})

test('tidies what there is, after converting it, and leaves what is missing missing', () => {
  assert.equal(tidied(0.1 + 0.2), 0.3)
  assert.equal(tidied(418.4, kilojoulesToKcal), 100)
  assert.equal(
    tidied(0, (percent) => percent + 0.1 + 0.2),
    0.3,
  )
  for (const none of [null, undefined])
    assert.equal(
      tidied(none, () => 1),
      null,
    )
})

test('converts HealthKit’s unit texts', () => {
  const cases: [number, string, Unit, number][] = [
    [155, 'lb', 'kg', 70.30681735],
    [11, 'st', 'kg', 69.85322498],
    [3.1, 'mi', 'm', 4988.9664],
    [5.61, 'ft', 'cm', 170.9928],
    [12300, 'cm', 'm', 123],
    [1760, 'yd', 'km', 1.609344],
    [98.6, 'degF', 'celsius', 37],
    [310.15, 'K', 'celsius', 37],
    [36.6, 'degC', 'celsius', 36.6],
    [8, 'fl_oz_us', 'mL', 236.5882365],
    [2, 'cup_us', 'mL', 473.176473],
    [1.5, 'L', 'mL', 1500],
    [450, 'Cal', 'kcal', 450],
    [450, 'cal', 'kcal', 0.45],
    [8368, 'kJ', 'kcal', 2000],
    [2000, 'kcal', 'kJ', 8368],
    [62, 'count/min', 'bpm', 62],
    [1.2, 'count/s', 'bpm', 72],
    [0.98, '%', 'percent', 98],
    [0.237, '%', 'percent', 23.7],
    [10, 'mmol<180.1558800000541>/L', 'mg/dL', 180.1558800000541],
    [95, 'mg/dL', 'mg/dL', 95],
    [36, 'km/hr', 'm/s', 10],
    [7.4, 'kcal/hr·kg', 'MET', 7.4],
    [42.5, 'mL/min·kg', 'mL/kg/min', 42.5],
    [400, 'mcg', 'mg', 0.4],
    [2.3, 'g', 'mg', 2300],
    [31.5, 'min', 's', 1890],
    [0.85, 's', 'ms', 850],
    [15.9986864898, 'kPa', 'mmHg', 120],
    [0.412, 'mV', 'uV', 412],
  ]
  for (const [value, text, to, expected] of cases) {
    assert.equal(tidy(convert(value, text, to) ?? Number.NaN), tidy(expected), `${value} ${text} in ${to}`)
  }
})

test('what is no such measure is null, not a guess', () => {
  assert.equal(convert(70, 'kg', 'm'), null)
  assert.equal(convert(70, 'furlong', 'm'), null)
  assert.equal(convert(5, 'mmol/L', 'mg/dL'), null)
  assert.equal(convert(98, 'degF', 'kg'), null)
  assert.equal(convert(1, 'toString', 'm'), null)
})

test('conversions and their inverses give the value back', () => {
  const pairs: [(n: number) => number, (n: number) => number][] = [
    [poundsToKg, kgToPounds],
    [milesToMeters, metersToMiles],
    [feetToMeters, metersToFeet],
    [fahrenheitToCelsius, celsiusToFahrenheit],
    [kilojoulesToKcal, kcalToKilojoules],
  ]
  const values = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  for (const [there, back] of pairs) {
    fc.assert(
      fc.property(values, (value) => {
        assert.ok(Math.abs(back(there(value)) - value) <= 1e-9 * Math.max(1, Math.abs(value)))
      }),
    )
  }
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (semicircles) => {
      assert.equal(degreesToSemicircles(semicirclesToDegrees(semicircles)), semicircles)
    }),
  )
})

test('every pair of units of one dimension converts there and back', () => {
  const groups: Unit[][] = [
    ['m', 'cm', 'mm', 'km'],
    ['kg', 'g', 'mg', 'mcg'],
    ['s', 'ms', 'min', 'h'],
    ['kcal', 'kJ'],
    ['mL', 'L'],
    ['percent', 'fraction'],
  ]
  const choice = fc
    .constantFrom(...groups)
    .chain((group) => fc.tuple(fc.constantFrom(...group), fc.constantFrom(...group)))
  fc.assert(
    fc.property(choice, fc.double({ min: 0, max: 1e6, noNaN: true }), ([from, to], value) => {
      const back = convert(convert(value, from, to) ?? Number.NaN, to, from)
      assert.ok(back !== null && Math.abs(back - value) <= 1e-9 * Math.max(1, value), `${value} ${from} ${to} ${back}`)
    }),
  )
})

test('splits quantities that carry their unit', () => {
  assert.deepEqual(readQuantity('12300 cm'), { value: 12300, unit: 'cm' })
  assert.deepEqual(readQuantity('7.4 kcal/hr·kg'), { value: 7.4, unit: 'kcal/hr·kg' })
  assert.deepEqual(readQuantity('-3.5 degC'), { value: -3.5, unit: 'degC' })
  assert.deepEqual(readQuantity('1'), { value: 1, unit: '' })
  assert.equal(readQuantity('cm'), null)
})

test('durations as Polar writes them are seconds, and what has no fixed length is null', () => {
  assert.equal(isoDurationSeconds('PT2H44M45.5S'), 9885.5)
  assert.equal(isoDurationSeconds('PT90M'), 5400)
  assert.equal(isoDurationSeconds('P1DT1H'), 90_000)
  assert.equal(isoDurationSeconds('P2W'), 1_209_600)
  assert.equal(isoDurationSeconds('PT0S'), 0)
  assert.equal(isoDurationSeconds('PT1,25S'), 1.25)
  for (const text of ['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', 'PT1.5H', 'PT5S3M', '-PT5S', '5400', 'PT5S ', 'P1W1D']) {
    assert.equal(isoDurationSeconds(text), null, text)
  }
})

test('any whole duration reads back as its seconds', () => {
  const parts = fc.tuple(fc.nat(400), fc.nat(23), fc.nat(59), fc.nat(59))
  fc.assert(
    fc.property(parts, ([d, h, m, s]) => {
      assert.equal(isoDurationSeconds(`P${d}DT${h}H${m}M${s}S`), ((d * 24 + h) * 60 + m) * 60 + s)
    }),
  )
})

test('numbers are read strictly', () => {
  assert.equal(strictNumber(72.5), 72.5)
  assert.equal(strictNumber('72.5'), 72.5)
  assert.equal(strictNumber(' -1e3 '), -1000)
  assert.equal(strictNumber('0'), 0)
  for (const value of [
    true,
    false,
    null,
    undefined,
    '',
    ' ',
    '12 kg',
    '0x10',
    'NaN',
    'Infinity',
    '1e999',
    Number.NaN,
    [],
    {},
  ]) {
    assert.equal(strictNumber(value), null)
  }
})

test('impossible values become null and are counted', () => {
  const rejections: Rejections = new Map()
  assert.equal(plausible('heart_rate_bpm', 62, rejections), 62)
  assert.equal(plausible('heart_rate_bpm', 250, rejections), 250)
  assert.equal(plausible('heart_rate_bpm', 0, rejections), null)
  assert.equal(plausible('heart_rate_bpm', 251, rejections), null)
  assert.equal(plausible('heart_rate_bpm', Number.NaN, rejections), null)
  assert.equal(plausible('saturation_percentage', 100.5, rejections), null)
  assert.equal(plausible('weight_kg', 501, rejections), null)
  assert.equal(plausible('weight_kg', null, rejections), null)
  assert.equal(plausible('weight_kg', undefined), null)
  assert.deepEqual(
    [...rejections],
    [
      ['heart_rate_bpm', 3],
      ['saturation_percentage', 1],
      ['weight_kg', 1],
    ],
  )
  assert.equal(
    describeRejections(rejections),
    'Left out values that no body or device can have: heart_rate_bpm (3), saturation_percentage (1), weight_kg (1).',
  )
  assert.equal(describeRejections(new Map()), null)
})

test('zero is a value where it can be measured', () => {
  assert.equal(plausible('steps', 0), 0)
  assert.equal(plausible('altitude_meters', -400), -400)
  assert.equal(plausible('speed_meters_per_second', 0), 0)
})

test('tidies the dust of binary arithmetic and nothing else', () => {
  assert.equal(tidy(0.1 + 0.2), 0.3)
  assert.equal(tidy(1.1 * 3), 3.3)
  assert.equal(tidy(1.005 * 1000), 1005)
  assert.equal(tidy(1 / 3), 1 / 3)
  assert.equal(tidy(Math.PI), Math.PI)
  assert.equal(tidy(59.91386312345678), 59.91386312345678)
  assert.equal(tidy(-0.30000000000000004), -0.3)
  assert.equal(tidy(0), 0)
})

test('tidying moves a number by at most 1e-9 of itself, keeps short decimals and repeats without effect', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
      const tidied = tidy(n)
      assert.ok(Math.abs(tidied - n) <= 1e-9 * Math.abs(n))
      assert.equal(tidy(tidied), tidied)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (digits, places) => {
      const decimal = Number(`${digits}e-${places}`)
      assert.equal(tidy(decimal), decimal)
    }),
  )
})
