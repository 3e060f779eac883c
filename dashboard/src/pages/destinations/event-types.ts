import type { EventType } from '../../../../src/schema/events.ts'

type Group = 'data' | 'user' | 'other'

/** Under which heading of the form a type stands; the checker asks for the place of each type the contract gains. */
const groupOf: Readonly<Record<EventType, Group>> = {
  activity: 'data',
  sleep: 'data',
  body: 'data',
  daily: 'data',
  nutrition: 'data',
  menstruation: 'data',
  athlete: 'data',
  hormone: 'data',
  health_observation: 'data',
  planned_workout: 'data',
  'lab_report.completed': 'data',
  'lab_report.failed': 'data',
  auth: 'user',
  auth_cancelled: 'user',
  user_reauth: 'user',
  deauth: 'user',
  access_revoked: 'user',
  permission_change: 'user',
  connection_error: 'user',
  large_request_processing: 'other',
  large_request_sending: 'other',
  processing: 'other',
  rate_limit_hit: 'other',
  s3_payload: 'other',
  healthcheck: 'other',
  'destination.failing': 'other',
  'destination.disabled': 'other',
}

const groups: readonly Group[] = ['data', 'user', 'other']

/** Every type of the contract, under the headings of the form. */
export const typeGroups: readonly { name: Group; types: readonly string[] }[] = groups.map((name) => ({
  name,
  types: Object.entries(groupOf).flatMap(([type, group]) => (group === name ? [type] : [])),
}))

export const knownTypes: readonly string[] = Object.keys(groupOf)
