import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importElements, phone, record, watch } from '../fixtures/xml.ts'

const sleep = (value: string, from: string, to: string, source = 'W', device: string | undefined = watch) =>
  record({
    type: 'SleepAnalysis',
    start: from,
    end: to,
    value: `HKCategoryValueSleepAnalysis${value}`,
    source,
    ...(device && { device }),
  })

test('makes one night per source, joined over gaps of an hour', async () => {
  const { sleep: nights } = await importElements(
    sleep('AsleepCore', '2024-03-19 23:00:00', '2024-03-20 02:00:00'),
    sleep('AsleepDeep', '2024-03-20 03:00:00', '2024-03-20 04:00:00'),
    sleep('Asleep', '2024-03-19 22:00:00', '2024-03-20 05:00:00', 'App', ''),
    sleep('InBed', '2024-03-19 22:30:00', '2024-03-20 04:10:00', 'P', phone),
    sleep('AsleepUnspecified', '2024-03-20 13:00:00', '2024-03-20 13:30:00', 'App', ''),
  )
  assert.equal(nights.length, 2)
  const [night, nap] = nights
  assert.equal(night?.metadata.start_time, '2024-03-19T22:30:00.000000+01:00')
  assert.equal(night?.metadata.is_nap, false)
  assert.equal(night?.sleep_durations_data?.asleep?.duration_asleep_state_seconds, 4 * 3600)
  assert.equal(night?.sleep_durations_data?.other?.duration_in_bed_seconds, 5 * 3600 + 40 * 60)
  assert.equal(night?.sleep_durations_data?.awake?.sleep_latency_seconds, 1800)
  assert.equal(nap?.metadata.is_nap, true)
  assert.equal(nap?.sleep_durations_data?.asleep?.duration_light_sleep_state_seconds, null)
})

test('keeps a nap shortly before the night a nap, also when another source tells the night', async () => {
  const nap = sleep('AsleepUnspecified', '2024-03-20 14:00:00', '2024-03-20 14:40:00', 'App', '')
  const night = sleep('AsleepUnspecified', '2024-03-20 15:20:00', '2024-03-20 23:00:00', 'App', '')
  const staged = sleep('AsleepCore', '2024-03-20 15:15:00', '2024-03-20 23:05:00')
  for (const [elements, asleep] of [
    [[nap, night], 460 * 60],
    [[nap, night, staged], 470 * 60],
  ] as const) {
    const { sleep: told } = await importElements(...elements)
    assert.deepEqual(
      told.map((each) => [each.metadata.is_nap, each.sleep_durations_data?.asleep?.duration_asleep_state_seconds]),
      [
        [true, 2400],
        [false, asleep],
      ],
    )
  }
})

test('keeps both offsets of a night in which the clocks change', async () => {
  const { sleep: nights } = await importElements(
    sleep('AsleepCore', '2024-03-30 23:00:00 +0100', '2024-03-31 07:00:00 +0200'),
  )
  assert.equal(nights[0]?.metadata.start_time, '2024-03-30T23:00:00.000000+01:00')
  assert.equal(nights[0]?.metadata.end_time, '2024-03-31T07:00:00.000000+02:00')
  assert.equal(nights[0]?.sleep_durations_data?.asleep?.duration_asleep_state_seconds, 7 * 3600)
})
