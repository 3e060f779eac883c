import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { breathSummary, figures, heartSummary, namesIn, placeOf, possible, samples, samplesBy } from './possible.ts'
import { kmhToMetersPerSecond } from './units.ts'

test('what is missing or impossible is null, and zero stays where there can be none of it', () => {
  assert.deepEqual(possible({ avg_hr_bpm: 62, max_hr_bpm: 0, min_hr_bpm: null, steps: 0, weight_kg: undefined }), {
    avg_hr_bpm: 62,
    max_hr_bpm: null,
    min_hr_bpm: null,
    steps: 0,
    weight_kg: null,
  })
})

/** Some figures with the lowest and the highest that they can be (R10). */
const limits = [
  ['bpm', 1, 250],
  ['avg_hrv_rmssd', 0, 1000],
  ['percentage', 1, 100],
  ['weight_kg', 0.2, 500],
  ['temperature_celsius', 20, 46],
  ['elev_meters', -12_000, 20_000],
  ['sleep_efficiency', 0, 100],
] as const

test('nothing is made of a figure but itself within its limits, and null beyond', () => {
  const edges = limits.flatMap(([, low, high]) => [low, high, low - 0.01, high + 0.01])
  const any = fc.oneof(fc.double(), fc.double({ min: -20, max: 600 }), fc.integer(), fc.constantFrom(...edges))
  fc.assert(
    fc.property(fc.option(any), (value) => {
      const found = possible({
        bpm: value,
        avg_hrv_rmssd: value,
        percentage: value,
        weight_kg: value,
        temperature_celsius: value,
        elev_meters: value,
        sleep_efficiency: value,
      })
      for (const [name, low, high] of limits) {
        const isPossible = value !== null && value >= low && value <= high
        assert.ok(Object.is(found[name], isPossible ? value : null), `${name} of ${value}`)
      }
    }),
    { numRuns: 1000 },
  )
})

const told = figures({
  pulse: { avg_hr_bpm: 'mean_rate', max_hr_bpm: 'top_rate' },
  pace: { speed_meters_per_second: ['kmh', kmhToMetersPerSecond] },
  scores: { recovery: ['status', (status) => (status >= 1 ? (status * 100) / 6 : null)] },
})

test('figures are read in groups, by the names of the schema and in its units', () => {
  assert.deepEqual(told.parse({ mean_rate: 62, top_rate: 140, kmh: 36, status: 3, unused: 'text' }), {
    pulse: { avg_hr_bpm: 62, max_hr_bpm: 140 },
    pace: { speed_meters_per_second: 10 },
    scores: { recovery: 50 },
  })
})

test('a figure that is missing, impossible, or says nothing is null; one that is no number is another shape', () => {
  assert.deepEqual(told.parse({ mean_rate: 300, top_rate: null, kmh: -1, status: 0 }), {
    pulse: { avg_hr_bpm: null, max_hr_bpm: null },
    pace: { speed_meters_per_second: null },
    scores: { recovery: null },
  })
  assert.deepEqual(told.parse({}).pulse, { avg_hr_bpm: null, max_hr_bpm: null })
  assert.equal(told.safeParse({ mean_rate: '62' }).success, false)
})

test('where an answer has more than numbers, what is none may be as good as missing', () => {
  const read = figures({ pulse: { avg_hr_bpm: 'rate' } }, z.number().nullish().catch(null))
  assert.deepEqual(read.parse({ rate: 'none' }), { pulse: { avg_hr_bpm: null } })
  assert.deepEqual(read.parse({ rate: 62 }), { pulse: { avg_hr_bpm: 62 } })
})

test('what is converted is without the dust of arithmetic; what is not stays as it came', () => {
  const warm = figures({
    told: { temperature_celsius: 'celsius' },
    raised: { temperature_celsius: ['celsius', (celsius) => celsius + 0.2] },
  })
  const { told: same, raised } = warm.parse({ celsius: 36.1 })
  assert.deepEqual([same.temperature_celsius, raised.temperature_celsius], [36.1, 36.3])
})

test('of several names that a figure may have the first counts under which there is a possible one', () => {
  const read = figures({ turned: { avg_cadence_rpm: { anyOf: ['run', 'bike', 'swim'] } } })
  const cadence = (answer: object) => read.parse(answer).turned.avg_cadence_rpm
  assert.equal(cadence({ run: 168, bike: 90 }), 168)
  assert.equal(cadence({ run: null, swim: 30 }), 30)
  assert.equal(cadence({ run: 501, bike: 90, swim: 30 }), 90)
  assert.equal(cadence({ bike: -1 }), null)
  assert.equal(read.safeParse({ run: 168, swim: 'slow' }).success, false)
})

test('figures join the rest of an answer', () => {
  const answer = z.object({ id: z.string() }).and(told)
  assert.deepEqual(answer.parse({ id: 'one', mean_rate: 62 }), {
    id: 'one',
    pulse: { avg_hr_bpm: 62, max_hr_bpm: null },
    pace: { speed_meters_per_second: null },
    scores: { recovery: null },
  })
})

test('readings become samples, without those that are missing or impossible', () => {
  const readings = [62, null, 0, 300, undefined, 63].map((value, second) => ({ timestamp: `at ${second}`, value }))
  assert.deepEqual(samples('bpm', readings), [
    { timestamp: 'at 0', bpm: 62 },
    { timestamp: 'at 5', bpm: 63 },
  ])
})

test('a place needs both its degrees, on this earth; the one without a name in the sea counts', () => {
  assert.deepEqual(placeOf(52.5, -13.4), [52.5, -13.4])
  assert.deepEqual(placeOf(0, 0), [0, 0])
  for (const [latitude, longitude] of [
    [52.5, null],
    [undefined, 13.4],
    [90.1, 13.4],
    [52.5, 180.1],
  ])
    assert.equal(placeOf(latitude, longitude), null)
})

test('rates have a mean, a highest and a lowest, and none of them without any', () => {
  assert.deepEqual(heartSummary([{ bpm: 60 }, { bpm: 71 }, { bpm: 70 }]), {
    avg_hr_bpm: 67,
    max_hr_bpm: 71,
    min_hr_bpm: 60,
  })
  assert.deepEqual(heartSummary([]), { avg_hr_bpm: null, max_hr_bpm: null, min_hr_bpm: null })
  assert.deepEqual(breathSummary([{ breaths_per_min: 14 }, { breaths_per_min: 15 }]), {
    avg_breaths_per_min: 14.5,
    max_breaths_per_min: 15,
    min_breaths_per_min: 14,
  })
  assert.deepEqual(breathSummary([]), {
    avg_breaths_per_min: null,
    max_breaths_per_min: null,
    min_breaths_per_min: null,
  })
})

test('counts are whole, and what is only known not to be below nothing may have parts', () => {
  assert.deepEqual(possible({ num_laps: 12.5, num_strokes: 0, num_REM_events: -1, floors_climbed: 2.4 }), {
    num_laps: null,
    num_strokes: 0,
    num_REM_events: null,
    floors_climbed: 2.4,
  })
  assert.equal(possible({ lean_mass_g: -1 }).lean_mass_g, null)
})

test('an answer that wants to be told its figures is told each once', () => {
  const read = figures({ one: { bpm: 'hr', steps: { anyOf: ['steps', 'walked'] } }, other: { max_hr_bpm: 'hr' } })
  assert.equal(namesIn(read), 'hr,steps,walked')
})

test('what was read at instants is stamped by a clock', () => {
  const beats = [
    { epochMs: 1000, rate: 62 },
    { epochMs: 2000, rate: null },
  ]
  const stamped = samplesBy((epochMs) => `at ${epochMs}`)
  assert.deepEqual(
    stamped('bpm', beats, ({ rate }) => rate),
    [{ timestamp: 'at 1000', bpm: 62 }],
  )
})
