const time = { start_time: '2026-07-01T07:00:00.000000+01:00', end_time: '2026-07-01T08:00:00.000000+01:00' }
const gpx = `<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="59.91" lon="10.75"><time>2026-07-01T07:00:00Z</time></trkpt></trkseg></trk></gpx>`
const block = {
  completion_condition: { type: 'reps', value: 2 },
  steps: [{ completion_condition: { type: 'time', value: 600 }, intensity_type: 'active' }],
}

/** Bodies that fit, for operations whose schema says too little for chance to find one. */
export const examples: Readonly<Record<string, readonly unknown[]>> = {
  'POST /admin/api/destinations': [
    { kind: 'webhook', name: 'One', url: 'http://127.0.0.1:4999/hook' },
    { kind: 'webhook', url: 'http://127.0.0.1:4999/', event_types: ['daily'], headers: { 'x-a': 'b' }, retry: [1, 2] },
  ],
  'PATCH /admin/api/destinations/{id}': [
    { enabled: false },
    { enabled: true, deliver_missed: true },
    { name: 'Two', timeout_ms: 1000, mode: 'ping' },
    { headers: {}, event_types: null, max_in_flight: 2, rate_limit_per_second: 5 },
  ],
  'POST /admin/api/destinations/{id}/recover': [{ since: '2026-01-01', include: 'all', dry_run: true }],
  'POST /admin/api/events': [
    { type: 'note', body: { a: 1 } },
    { event_id: 'one', type: 'note', body: '{"a":1}' },
    '{"type":"note","body":1}\n{"type":"note","body":2}\n',
  ],
  'POST /admin/api/events/resend': [{ since: '2026-01-01', dry_run: true }, { type: 'note' }],
  'POST /admin/api/generate': [
    { provider: 'SANDBOX', type: 'daily' },
    { provider: 'GARMIN', type: 'sleep', days: 3, seed: 'a', send: true, zone: 'Europe/Oslo', end_date: '2026-07-01' },
  ],
  'POST /admin/api/imports': [gpx],
  'POST /admin/api/invitations': [{ email: 'ada@example.org' }, { email: 'ben@example.org', role: 'viewer' }],
  'POST /admin/api/session': [{ email: 'owner@example.org', password: 'wrong' }],
  'POST /v2/auth/authenticateUser': [{}, { reference_id: 'ada', auth_success_redirect_url: 'https://app.example/ok' }],
  'POST /v2/bulkUserInfo': [['00000000-0000-4000-8000-000000000000']],
  'POST /v2/activity': [{ data: [{ metadata: { ...time, summary_id: 'run-1', type: 8, upload_type: 0 } }] }],
  'POST /v2/body': [{ data: [{ metadata: time, measurements_data: { measurements: [{ weight_kg: 70 }] } }] }],
  'POST /v2/nutrition': [{ data: [{ metadata: time, summary: { macros: { calories: 500 } } }] }],
  'DELETE /v2/body': [{ log_ids: ['1'] }],
  'DELETE /v2/nutrition': [{ data: ['1'] }],
  'DELETE /v2/plannedWorkout': [{ data: ['1'] }],
  'POST /v2/plannedWorkout': [
    {
      data: [
        {
          steps: [{ type: 0, order: 0, intensity: 4, durations: [{ duration_type: 0, seconds: 600 }] }],
          metadata: { type: 8, planned_date: '2026-07-05', name: 'Easy run' },
        },
      ],
    },
  ],
  'POST /v2/workouts': [{ name: 'Intervals', sport: 'running', step_blocks: [block] }],
  'POST /v2/workouts/{id}/plan': [{ planned_date: '2026-07-05', ftp: 250 }],
  'PATCH /v2/plannedWorkouts/{id}': [{ planned_date: '2026-07-06' }],
  'PATCH /v2/users/{user_id}': [{ active: false }, { reference_id: 'another', active: true }, {}],
}
