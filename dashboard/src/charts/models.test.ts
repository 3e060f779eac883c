import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Activity, Body, Daily, Menstruation, Nutrition, Sleep } from '../../../src/schema/records.ts'
import { activityModel, activitySeries, speedPoints } from './activity.ts'
import { pressuresOf, sevenDayMean } from './body.ts'
import { cycleModel } from './cycle.ts'
import { dailyFinding, dailyRows } from './daily.ts'
import { bandOf, bandRuns, heartDayModel, zonesOf } from './heart-day.ts'
import { readingsAt, stackPanels } from './lines.ts'
import { macrosOf } from './nutrition.ts'
import { drawRoute, rampSteps } from './route.ts'
import { cyclesOf, sleepModel } from './sleep.ts'

const at = (minutes: number, day = '2026-07-01T00:00:00Z') =>
  `${new Date(Date.parse(day) + minutes * 60_000).toISOString().slice(0, 19)}.000000+00:00`

const night = (levels: [number, number][], end = 480): Sleep => ({
  metadata: { start_time: at(0), end_time: at(end), upload_type: 2, is_nap: false },
  sleep_durations_data: {
    hypnogram_samples: levels.map(([minute, level]) => ({ timestamp: at(minute), level: level as 1 })),
  },
})

test('a night says how long, how many cycles and how often awake', () => {
  const model = sleepModel(
    night([
      [0, 1],
      [10, 4],
      [60, 5],
      [90, 6],
      [110, 4],
      [180, 1],
      [185, 4],
      [250, 6],
      [280, 4],
      [470, 1],
    ]),
  )
  assert.equal(model.finding, '7 h 35 min asleep, 2 cycles, awake once')
  assert.deepEqual(
    model.totals.map((total) => total.seconds),
    [25 * 60, 50 * 60, 375 * 60, 30 * 60],
  )
})

test('an unknown stage is a gap in the hypnogram, not a stage', () => {
  const { stages } = sleepModel(
    night([
      [0, 4],
      [60, 0],
      [120, 4],
    ]),
  )
  assert.deepEqual(
    stages.map((stage) => (stage.to - stage.from) / 60_000),
    [60, 360],
  )
})

test('a night without stages still says how long it was', () => {
  assert.equal(sleepModel(night([])).finding, '8 h in bed, no stages recorded')
})

test('REM broken for a moment is one cycle', () => {
  const min = 60_000
  const rem = (from: number, to: number) => ({ lane: 'REM' as const, from: from * min, to: to * min })
  assert.equal(cyclesOf([rem(0, 10), rem(15, 25), rem(90, 100)]), 2)
})

const run = (more: Partial<Activity> = {}): Activity => ({
  metadata: { start_time: at(0), end_time: at(30), summary_id: 'a', type: 8, upload_type: 1 },
  ...more,
})

test('pace comes from speed, from distance without it, and never from standing', () => {
  const speed = run({
    movement_data: {
      speed_samples: [
        { timestamp: at(0), speed_meters_per_second: 0 },
        { timestamp: at(1), speed_meters_per_second: 2.5 },
      ],
    },
  })
  const pace = activitySeries(speed).find((series) => series.id === 'pace')
  assert.deepEqual(
    pace?.points.map((point) => Math.round(point.y * 1000) / 1000),
    [6.667],
  )
  const distance = run({
    distance_data: {
      detailed: {
        distance_samples: [
          { timestamp: at(0), distance_meters: 0 },
          { timestamp: at(1), distance_meters: 150 },
        ],
      },
    },
  })
  assert.deepEqual(
    speedPoints(distance).map((point) => point.y),
    [2.5],
  )
})

test('an activity without samples has a sentence and no panels', () => {
  const model = activityModel(run())
  assert.equal(model.finding, '30 min')
  assert.equal(stackPanels(model.series, (x) => x, { top: 0, height: 50, space: 10 }).length, 0)
})

test('a pause in the positions leaves a gap in the route, and kilometres are marked', () => {
  const samples = Array.from({ length: 60 }, (_, minute) => ({
    timestamp: at(minute < 30 ? minute : minute + 60),
    coords_lat_lng_deg: [51 + minute * 0.001, 0],
  }))
  const drawing = drawRoute(run({ position_data: { position_samples: samples } }), 'pace', 400, 300)
  assert.equal(drawing?.stretches.length, 2)
  assert.deepEqual(
    drawing?.marks.map((mark) => mark.text),
    ['1', '2', '3', '4', '5', '6'],
  )
})

test('steps of the scale are even between the lowest and the highest; what does not vary is in the middle', () => {
  assert.deepEqual(rampSteps([1, 2, 3, 4, 5, null]), [0, 1, 2, 3, 4, null])
  assert.deepEqual(rampSteps([7, 7, 7]), [2, 2, 2])
})

test('a crosshair inside a gap reads no reading', () => {
  const series = {
    id: 'h',
    label: 'Heart rate',
    unit: 'bpm',
    color: 'chart-heart',
    gap: 10,
    points: [
      { x: 0, y: 60 },
      { x: 100, y: 70 },
    ],
  }
  const panels = stackPanels([series], (x) => x, { top: 0, height: 50, space: 0 })
  assert.deepEqual(readingsAt(panels, 50), ['Heart rate no reading'])
  assert.deepEqual(readingsAt(panels, 98), ['Heart rate 70 bpm'])
  assert.equal(panels[0]?.paths.length, 0)
  assert.equal(panels[0]?.dots.length, 2)
})

const day = (date: string, steps: number | null, more: Partial<Daily> = {}): Daily => ({
  metadata: { start_time: `${date}T00:00:00.000000+02:00`, end_time: `${date}T23:59:59.000000+02:00`, upload_type: 1 },
  distance_data: { steps },
  ...more,
})

test('a day is held against the person’s other days, and against none when they are few', () => {
  const history = [8000, 9000, 8500, 9500, 8800].map((steps, each) => day(`2026-07-0${each + 1}`, steps))
  const today = day('2026-07-06', 15_000)
  const [row] = dailyRows(today, [...history, today])
  assert.equal(row?.verdict, 'above')
  assert.equal(row?.band?.text, '8,200 to 9,300')
  assert.equal(dailyFinding(today, dailyRows(today, history)), '6 Jul, 15,000 steps, steps above usual')
  assert.equal(dailyRows(today, history.slice(0, 4))[0]?.band, null)
  assert.deepEqual(dailyRows(day('2026-07-06', null), history), [])
})

test('the band of a day breaks where a quarter of an hour has no reading', () => {
  const points = [0, 5, 10, 15, 20, 60, 65].map((minute) => ({ x: minute * 60_000, y: 60 + minute }))
  const { band, pieceMs } = bandOf(points)
  assert.equal(pieceMs, 15 * 60_000)
  assert.deepEqual(
    bandRuns(band, pieceMs).map((piece) => piece.length),
    [2, 1],
  )
  assert.deepEqual([band[0]?.low, band[0]?.mean, band[0]?.high], [60, 65, 70])
})

test('zones are percents of the person’s maximum, and unknown without it', () => {
  const zone = { zone: 1, name: 'Easy', start_percentage: 50, end_percentage: 60 }
  assert.deepEqual(zonesOf({ summary: { user_max_hr_bpm: 200, hr_zone_data: [zone] } }), [
    { name: 'Easy', low: 100, high: 120 },
  ])
  assert.deepEqual(zonesOf({ summary: { hr_zone_data: [zone] } }), [])
  assert.equal(heartDayModel(day('2026-07-01', 1)), null)
})

test('a mean of seven days looks back seven days and not further', () => {
  const points = [0, 1, 8].map((days) => ({ x: days * 86_400_000, y: days }))
  assert.deepEqual(
    sevenDayMean(points).map((point) => point.y),
    [0, 0.5, 8],
  )
})

test('a blood pressure that lacks a number is left out', () => {
  const body: Body = {
    metadata: { start_time: at(0), end_time: at(1440) },
    blood_pressure_data: {
      blood_pressure_samples: [
        { timestamp: at(60), systolic_bp: 120, diastolic_bp: 80 },
        { timestamp: at(90), systolic_bp: 130 },
      ],
    },
  }
  assert.deepEqual(
    pressuresOf([body]).map((each) => each.at),
    ['1 Jul, 01:00'],
  )
})

test('shares of the energy make one whole', () => {
  const food: Nutrition = {
    metadata: { start_time: at(0), end_time: at(1440) },
    summary: { macros: { carbohydrates_g: 100, protein_g: 50, fat_g: 40, alcohol_g: null } },
  }
  const macros = macrosOf(food)
  assert.deepEqual(
    macros.map((macro) => macro.name),
    ['Carbohydrates', 'Protein', 'Fat'],
  )
  assert.equal(Math.round(macros.reduce((sum, macro) => sum + macro.share, 0) * 1e9), 1e9)
})

test('a cycle names its phases in days of the person’s calendar, also where the clocks change', () => {
  const record: Menstruation = {
    metadata: { start_time: '2026-03-30T00:00:00.000000+02:00', end_time: '2026-03-31T00:00:00.000000+02:00' },
    menstruation_data: {
      day_in_cycle: 5,
      cycle_length_days: 28,
      current_phase: 2,
      intervals: [
        {
          phase: 1,
          start_timestamp: '2026-03-26T00:00:00.000000+01:00',
          end_timestamp: '2026-03-30T00:00:00.000000+02:00',
        },
        {
          phase: 2,
          start_timestamp: '2026-03-30T00:00:00.000000+02:00',
          end_timestamp: '2026-04-05T00:00:00.000000+02:00',
        },
      ],
    },
  }
  const model = cycleModel(record)
  assert.equal(model.finding, 'Day 5 of 28, follicular')
  assert.deepEqual(
    model.phases.map((phase) => [phase.name, phase.day, phase.days]),
    [
      ['Period', 0, 4],
      ['Follicular', 4, 6],
    ],
  )
  assert.equal(model.today, 4)
})
