import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkEventBody, type EventBody, type EventType, eventTypes, VERSION } from './events.ts'
import type { TerraUser } from './records.ts'

const user: TerraUser = {
  user_id: '40f7b0e1-89e2-43ac-a5b8-1e29c8d47cad',
  provider: 'GARMIN',
  created_at: '2026-07-01T09:00:00.000000+00:00',
  last_webhook_update: null,
  scopes: 'ACTIVITY_EXPORT,HEALTH_EXPORT',
  reference_id: 'your-user-123',
  active: true,
}
const gone: TerraUser = { ...user, active: false }
const start_time = '2026-07-01T07:04:11.000000+01:00'
const end_time = '2026-07-01T07:52:48.000000+01:00'
const day = { start_time: '2026-07-01T00:00:00.000000+01:00', end_time: '2026-07-02T00:00:00.000000+01:00' }
const message = 'What happened'
const reference = 'd3f1a9c2-6b1e-4f0a-8f21-9e5b2c7a4d10'

const bodies: { [T in EventType]: EventBody<T> } = {
  auth: {
    type: 'auth',
    status: 'success',
    message: 'User has successfully authenticated',
    widget_session_id: '3e982b74-1a94-4d9a-b6a3-f92c6e4d21b5',
    user,
    reference_id: 'your-user-123',
    version: VERSION,
  },
  auth_cancelled: {
    type: 'auth_cancelled',
    status: 'error',
    flow_id: 'b2f9c611-52c8-4a63-9082-7e50e2f5a1cd',
    reason: 'access_denied',
    reference_id: 'your-user-123',
  },
  deauth: { type: 'deauth', status: 'success', user: gone, message: 'User has deauthenticated' },
  user_reauth: { type: 'user_reauth', status: 'warning', new_user: user, old_user: gone, message, version: VERSION },
  access_revoked: { type: 'access_revoked', status: 'warning', user: gone, message },
  permission_change: {
    type: 'permission_change',
    status: 'warning',
    user,
    message,
    version: VERSION,
    scopes_added: 'A,B',
    scopes_removed: '',
  },
  connection_error: { type: 'connection_error', status: 'warning', user, message },
  large_request_processing: { type: 'large_request_processing', status: 'processing', user, reference, message },
  large_request_sending: {
    type: 'large_request_sending',
    reference,
    message: 'Large request payloads are being sent',
    expected_payloads: 43,
    user,
  },
  s3_payload: { type: 's3_payload', status: 'success', url: 'https://hub.example/payloads/1?token=x', expires_in: 600 },
  activity: {
    type: 'activity',
    version: VERSION,
    user,
    data: [
      {
        metadata: {
          name: 'Morning Run',
          summary_id: 'run-1',
          start_time,
          end_time,
          type: 8,
          upload_type: 1,
          timestamp_localization: 1,
        },
        distance_data: { summary: { distance_meters: 8250.4, steps: 7902 } },
        heart_rate_data: { summary: { avg_hr_bpm: 148.2, max_hr_bpm: 181 } },
      },
    ],
  },
  sleep: {
    type: 'sleep',
    version: VERSION,
    user,
    data: [
      {
        metadata: {
          start_time: '2026-06-30T23:12:00.000000+01:00',
          end_time: '2026-07-01T07:02:00.000000+01:00',
          summary_id: 's-1',
          is_nap: false,
          upload_type: 2,
        },
        sleep_durations_data: { asleep: { duration_asleep_state_seconds: 25200 }, sleep_efficiency: 91.5 },
      },
    ],
  },
  daily: {
    type: 'daily',
    version: VERSION,
    user,
    data: [{ metadata: { ...day, upload_type: 1 }, distance_data: { steps: 11894, distance_meters: 9412.7 } }],
  },
  body: { type: 'body', version: VERSION, user, data: [] },
  menstruation: { type: 'menstruation', version: VERSION, user, data: [{ metadata: day }] },
  nutrition: { type: 'nutrition', version: VERSION, user, data: [{ metadata: day }] },
  planned_workout: { type: 'planned_workout', version: VERSION, user, data: [{ planned_workout_id: '1' }] },
  hormone: { type: 'hormone', version: VERSION, user, data: [{ timestamp: start_time, lh_mIU_per_ml: 5.2 }] },
  health_observation: {
    type: 'health_observation',
    version: VERSION,
    user,
    data: [{ metadata: { start_time, summary_id: 'o-1' }, observation_data: { observation_type: 'headache' } }],
  },
  athlete: { type: 'athlete', version: VERSION, user, athlete: { age: 36, sex: 'female' } },
  'lab_report.completed': {
    type: 'lab_report.completed',
    event_id: 'evt_1',
    occurred_at: '2026-07-01T09:00:00Z',
    data: {
      session_id: '1',
      results_count: 1,
      results: [
        {
          source: { name: 'Ferritin', collection_date: '2026-06-30' },
          biomarker: { key: null },
          measurement: { type: 'numeric', numeric: 41, units: 'ng/mL' },
          interpretation: { flag: null, source: 'none' },
        },
      ],
    },
  },
  'lab_report.failed': {
    type: 'lab_report.failed',
    event_id: 'evt_2',
    occurred_at: '2026-07-01T09:00:00Z',
    data: { session_id: '2', error: { code: 'file_unreadable', message, retriable: false } },
  },
  processing: { type: 'processing', status: 'success', message, user, retry_after_seconds: 60 },
  rate_limit_hit: {
    type: 'rate_limit_hit',
    user,
    start_date: '2026-06-01',
    end_date: '2026-06-30',
    retrying_at: start_time,
    message,
  },
  'destination.failing': {
    type: 'destination.failing',
    status: 'warning',
    destination: { id: 'dst_1', name: 'Main' },
    failing_since: '2026-07-01T09:00:00Z',
    failed_attempts: 40,
    disables_at: '2026-07-06T09:00:00Z',
    percent: 50,
    message,
  },
  'destination.disabled': {
    type: 'destination.disabled',
    status: 'error',
    destination: { id: 'dst_1', name: 'Main' },
    disabled_at: '2026-07-06T09:00:00Z',
    reason: 'It answered 410 Gone.',
    message,
  },
  healthcheck: {
    type: 'healthcheck',
    creation_timestamp: start_time,
    trend_percentage: 0,
    sent_webhooks_last_hour: 12,
  },
}

const problems = (body: unknown): string[] => {
  const checked = checkEventBody(body)
  return checked.ok ? [] : checked.problems
}

for (const type of eventTypes) {
  const body = bodies[type]

  test(`a ${type} event is accepted as it goes over the wire`, () =>
    assert.deepEqual(problems(JSON.parse(JSON.stringify(body))), []))

  test(`a ${type} event with a key too many is refused`, () =>
    assert.deepEqual(problems({ ...body, surprise: 1 }), ['surprise: unknown key']))

  test(`a ${type} event without one of its required keys is refused`, () => {
    const { type: _type, ...rest } = body
    const required = Object.keys(rest).filter((key) => problems({ ...body, [key]: undefined }).length > 0)
    assert.ok(required.length > 0)
    for (const key of required) assert.match(problems({ ...body, [key]: undefined }).join(), new RegExp(`^${key}: `))
  })
}

test('an event of an unknown type is refused', () => {
  for (const type of ['google_no_datasource', 'constructor', '', 7, undefined]) {
    assert.deepEqual(problems({ type }), ['type: not a known event type'])
  }
})

test('what is not an object is refused', () => {
  for (const body of [null, 'auth', 7, undefined]) assert.deepEqual(problems(body), ['(root): not an object'])
})

test('another version is refused', () => {
  assert.equal(problems({ ...bodies.daily, version: '2021-01-01' }).length, 1)
})

test('a defect in a record is named by its place in the event', () => {
  const data = [...bodies.daily.data, { metadata: { ...day, upload_type: 1, start_time: '2026-07-01T00:00:00Z' } }]
  assert.match(problems({ ...bodies.daily, data }).join(), /^data\.1\.metadata\.start_time: is not a time/)
})

test('one athlete is sent, not a list', () => {
  assert.equal(problems({ ...bodies.athlete, athlete: [] }).length, 1)
})
