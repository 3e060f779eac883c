import type { HourBarItem } from '../../components/hour-bar.tsx'
import type { StatusName } from '../../components/status.tsx'

/** When the gallery was opened. */
export const openedAt = Date.now()

export const userId = '4f1c2a77-91b2-4c1e-8d3f-2a6b7c8d9e9b'

/** A row of the gallery's lists. */
export type Sample = {
  id: string
  status: StatusName
  type: string
  user: string
  code: number
  ms: number
  at: number
}

const states: StatusName[] = ['delivered', 'retrying', 'failed', 'pending', 'delivered', 'delivered', 'held']
const types = ['sleep', 'activity', 'daily', 'body', 'nutrition']

/** Rows that look like deliveries, always the same ones. */
export function samples(count: number): Sample[] {
  return Array.from({ length: count }, (_, at) => {
    const status = states[at % states.length] ?? 'delivered'
    return {
      id: `dlv_${String(at).padStart(6, '0')}`,
      status,
      type: types[at % types.length] ?? 'sleep',
      user: `${(at * 2_654_435_761).toString(16).padStart(8, '0').slice(-8)}-91b2-4c1e-8d3f-2a6b7c8d9e9b`,
      code: status === 'retrying' ? 503 : status === 'failed' ? 404 : 200,
      ms: 31 + ((at * 97) % 800),
      at: openedAt - at * 41_000,
    }
  })
}

/** Twenty-four hours of counts. */
export const hours: HourBarItem[] = Array.from({ length: 24 }, (_, at) => ({
  key: `h${at}`,
  label: `${String(at).padStart(2, '0')}:00`,
  parts: [
    { name: 'delivered', count: at === 3 ? 0 : 40 + ((at * 37) % 90), tone: 'ok' },
    { name: 'retrying', count: at % 7 === 0 ? 12 : 0, tone: 'warn' },
    { name: 'failed', count: at === 17 ? 1 : at === 11 ? 18 : 0, tone: 'bad' },
  ],
}))

/** A payload of about so many bytes, on one line as sent. */
export function payload(bytes: number): string {
  const sample = '{"timestamp":"2026-07-01T07:04:11.000000+01:00","bpm":61.0,"context":0}'
  const count = Math.max(1, Math.floor(bytes / (sample.length + 1)))
  const list = Array.from({ length: count }, () => sample).join(',')
  return `{"status":"success","type":"sleep","user":{"user_id":"${userId}","provider":"OURA","scopes":null,"active":true},"data":[{"metadata":{"start_time":"2026-07-01T00:04:11.000000+01:00","is_nap":false,"note":"caf\\u00e9 \\"late\\""},"heart_rate_data":{"summary":{"avg_hr_bpm":5.85e1,"max_hr_bpm":null},"detailed":{"hr_samples":[${list}]}},"empty":{},"none":[]}]}`
}
