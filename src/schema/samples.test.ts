import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonSchemas } from './json-schema.ts'
import type { Activity, Body, Daily, Sleep } from './records.ts'
import { sampleLists, withoutSamples } from './samples.ts'

const timestamp = '2026-07-01T07:04:11.000000+01:00'
const span = { start_time: timestamp, end_time: timestamp }

test('samples and laps go, summaries and zones stay', () => {
  const activity: Activity = {
    metadata: { ...span, summary_id: 'run-1', type: 8, upload_type: 1 },
    heart_rate_data: {
      summary: { avg_hr_bpm: 148, hr_zone_data: [{ zone: 1, duration_seconds: 60 }] },
      detailed: { hr_samples: [{ timestamp, bpm: 148 }], hrv_samples_rmssd: [{ timestamp, hrv_rmssd: 40 }] },
    },
    lap_data: { laps: [{ distance_meters: 400 }] },
    position_data: {
      start_pos_lat_lng_deg: [52.5, 13.4],
      position_samples: [{ timestamp, coords_lat_lng_deg: [52.5, 13.4] }],
    },
  }
  assert.deepEqual(withoutSamples('activity', activity), {
    metadata: activity.metadata,
    heart_rate_data: {
      summary: activity.heart_rate_data?.summary,
      detailed: { hr_samples: [], hrv_samples_rmssd: [] },
    },
    lap_data: { laps: [] },
    position_data: { start_pos_lat_lng_deg: [52.5, 13.4], position_samples: [] },
  })
})

test('stages of sleep go, durations stay', () => {
  const sleep: Sleep = {
    metadata: { ...span, upload_type: 2 },
    sleep_durations_data: { sleep_efficiency: 91.5, hypnogram_samples: [{ timestamp, level: 5 }] },
    respiration_data: { breaths_data: { avg_breaths_per_min: 14, samples: [{ timestamp, breaths_per_min: 14 }] } },
  }
  assert.deepEqual(withoutSamples('sleep', sleep), {
    metadata: sleep.metadata,
    sleep_durations_data: { sleep_efficiency: 91.5, hypnogram_samples: [] },
    respiration_data: { breaths_data: { avg_breaths_per_min: 14, samples: [] } },
  })
})

test('an electrocardiogram stays and loses its signal; readings of the scales stay', () => {
  const body: Body = {
    metadata: span,
    measurements_data: { measurements: [{ measurement_time: timestamp, weight_kg: 71.5 }] },
    heart_data: { ecg_signal: [{ avg_hr_bpm: 61, raw_signal: [{ potential_uV: 120 }] }] },
  }
  assert.deepEqual(withoutSamples('body', body), {
    metadata: span,
    measurements_data: body.measurements_data,
    heart_data: { ecg_signal: [{ avg_hr_bpm: 61, raw_signal: [] }] },
  })
})

test('a list that is null or absent stays so, and the record given is untouched', () => {
  const daily: Daily = {
    metadata: { ...span, upload_type: 1 },
    distance_data: { steps: 5, detailed: { step_samples: [{ timestamp, steps: 5 }], elevation_samples: null } },
  }
  const before = structuredClone(daily)
  assert.deepEqual(withoutSamples('daily', daily), {
    metadata: daily.metadata,
    distance_data: { steps: 5, detailed: { step_samples: [], elevation_samples: null } },
  })
  assert.deepEqual(daily, before)
})

// Lists that are no samples, each looked at once. A new list in a schema must be put here or among the samples.
const kept = [
  'codes',
  'components',
  'daily_patterns',
  'data_provided',
  'durations',
  'ecg_signal',
  'equipment_type',
  'hr_zone_data',
  'intervals',
  'meals',
  'measurements',
  'menstruation_flow',
  'other_devices',
  'steps',
  'tags',
  'targets',
]

test('every list of every record is either emptied or kept on purpose', () => {
  const lists = new Set<string>()
  for (const schema of Object.values(jsonSchemas().records)) {
    for (const definition of Object.values(schema.$defs ?? {})) {
      for (const [key, property] of Object.entries(definition.properties ?? {})) {
        if (JSON.stringify(property).includes('"type":"array"')) lists.add(key)
      }
    }
  }
  assert.deepEqual([...lists].sort(), [...sampleLists, ...kept].sort())
})
