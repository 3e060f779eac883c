import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SleepLevel } from '../schema/enums.ts'
import { asleepOf, orElse, sleepDurations, staged } from './sleep-figures.ts'

const minuteMs = 60_000

/** Light until 60, REM until 90, awake until 100, light again until 120. */
const stages = [
  { startMs: 0, endMs: 60 * minuteMs, level: SleepLevel.LIGHT_SLEEP },
  { startMs: 60 * minuteMs, endMs: 90 * minuteMs, level: SleepLevel.REM_SLEEP },
  { startMs: 90 * minuteMs, endMs: 100 * minuteMs, level: SleepLevel.AWAKE },
  { startMs: 100 * minuteMs, endMs: 120 * minuteMs, level: SleepLevel.LIGHT_SLEEP },
]

test('stages say how long each was, and when each began', () => {
  const { figures, hypnogram } = staged(stages)
  assert.deepEqual(figures, {
    duration_asleep_state_seconds: 6600,
    duration_light_sleep_state_seconds: 4800,
    duration_deep_sleep_state_seconds: 0,
    duration_REM_sleep_state_seconds: 1800,
    num_REM_events: 1,
    duration_awake_state_seconds: 600,
    duration_long_interruption_seconds: null,
    duration_short_interruption_seconds: null,
    num_out_of_bed_events: null,
    num_wakeup_events: 1,
    sleep_latency_seconds: null,
    wake_up_latency_seconds: null,
    duration_in_bed_seconds: 7200,
    duration_unmeasurable_sleep_seconds: 0,
    sleep_efficiency: (6600 / 7200) * 100,
  })
  assert.deepEqual(
    hypnogram.map(({ startMs, level }) => [startMs / minuteMs, level]),
    [
      [0, SleepLevel.LIGHT_SLEEP],
      [60, SleepLevel.REM_SLEEP],
      [90, SleepLevel.AWAKE],
      [100, SleepLevel.LIGHT_SLEEP],
    ],
  )
})

test('time in bed widens what the stages say', () => {
  const { figures } = staged(stages, [{ startMs: -10 * minuteMs, endMs: 125 * minuteMs }])
  assert.equal(figures.duration_in_bed_seconds, 135 * 60)
  assert.equal(figures.sleep_latency_seconds, 600)
  assert.equal(figures.wake_up_latency_seconds, 300)
})

test('without stages nothing is said, not even zero', () => {
  assert.deepEqual(staged([]), { figures: {}, hypnogram: [] })
})

test('what was told counts before what was counted, also where it is zero', () => {
  const told = { duration_awake_state_seconds: 0, duration_deep_sleep_state_seconds: null, num_REM_events: undefined }
  const counted = { duration_awake_state_seconds: 600, duration_deep_sleep_state_seconds: 1200, num_REM_events: 2 }
  assert.deepEqual(orElse(told, counted), {
    duration_awake_state_seconds: 0,
    duration_deep_sleep_state_seconds: 1200,
    num_REM_events: 2,
  })
  assert.deepEqual(orElse({ sleep_latency_seconds: 300 }, {}), { sleep_latency_seconds: 300 })
})

test('time asleep is the sum of its stages, and nothing where one of them is missing', () => {
  const night = {
    duration_light_sleep_state_seconds: 12_000,
    duration_deep_sleep_state_seconds: 0,
    duration_REM_sleep_state_seconds: 3000,
    duration_awake_state_seconds: 600,
  }
  assert.equal(asleepOf(night), 15_000)
  assert.equal(
    asleepOf({
      duration_light_sleep_state_seconds: 0.1,
      duration_deep_sleep_state_seconds: 0.2,
      duration_REM_sleep_state_seconds: 0,
    }),
    0.3,
  )
  assert.equal(asleepOf({ ...night, duration_deep_sleep_state_seconds: null }), null)
  assert.equal(asleepOf({ ...night, duration_REM_sleep_state_seconds: undefined }), null)
  assert.equal(asleepOf({}), null)
})

test('figures go to their places, and stages are stamped by the clock of the sleep', () => {
  const figures = {
    duration_asleep_state_seconds: 1,
    duration_light_sleep_state_seconds: 2,
    duration_deep_sleep_state_seconds: 3,
    duration_REM_sleep_state_seconds: 4,
    num_REM_events: 5,
    duration_awake_state_seconds: 6,
    duration_long_interruption_seconds: 7,
    duration_short_interruption_seconds: 8,
    sleep_latency_seconds: 9,
    wake_up_latency_seconds: 10,
    num_wakeup_events: 11,
    num_out_of_bed_events: 12,
    duration_in_bed_seconds: 13,
    duration_unmeasurable_sleep_seconds: 14,
    sleep_efficiency: 15,
  }
  const hypnogram = [{ startMs: 7, level: SleepLevel.DEEP_SLEEP }]
  assert.deepEqual(
    sleepDurations(figures, hypnogram, (epochMs) => `at ${epochMs}`),
    {
      asleep: {
        duration_asleep_state_seconds: 1,
        duration_light_sleep_state_seconds: 2,
        duration_deep_sleep_state_seconds: 3,
        duration_REM_sleep_state_seconds: 4,
        num_REM_events: 5,
      },
      awake: {
        duration_awake_state_seconds: 6,
        duration_long_interruption_seconds: 7,
        duration_short_interruption_seconds: 8,
        sleep_latency_seconds: 9,
        wake_up_latency_seconds: 10,
        num_wakeup_events: 11,
        num_out_of_bed_events: 12,
      },
      other: { duration_in_bed_seconds: 13, duration_unmeasurable_sleep_seconds: 14 },
      sleep_efficiency: 15,
      hypnogram_samples: [{ timestamp: 'at 7', level: SleepLevel.DEEP_SLEEP }],
    },
  )
})

test('what no night can be is null, and so is what is missing', () => {
  const impossible = {
    duration_asleep_state_seconds: -1,
    duration_in_bed_seconds: 32 * 86_400,
    num_REM_events: 1.5,
    num_wakeup_events: -1,
    sleep_efficiency: 101,
  }
  for (const figures of [impossible, {}]) {
    const { asleep, awake, other, sleep_efficiency, hypnogram_samples } = sleepDurations(figures, [], String)
    for (const place of [asleep, awake, other])
      assert.deepEqual([...new Set(Object.values(place ?? { place: 'missing' }))], [null])
    assert.equal(sleep_efficiency, null)
    assert.deepEqual(hypnogram_samples, [])
  }
})
