import type { EventType } from '../../schema/events.ts'
import type { State } from './state.ts'

/** An event of Terra's contract, and how it stands here. */
export interface TerraEvent {
  /** Its `type` in the body. */
  type: EventType | 'google_no_datasource'
  state: State
  /** When it is sent, or why it is not and what to do instead, in one sentence. */
  says: string
  /** The file that makes it, below `src/`; null for what is not sent. */
  madeBy: string | null
  /** The test that sees it sent; null for what is not sent. */
  seenBy: string | null
}

const sent = (type: EventType, says: string, madeBy: string, seenBy: string): TerraEvent => ({
  type,
  state: 'served',
  says,
  madeBy,
  seenBy,
})
const unsent = (type: TerraEvent['type'], says: string): TerraEvent => ({
  type,
  state: 'refused',
  says,
  madeBy: null,
  seenBy: null,
})

const walk = 'src/http/terra/events.test.ts'
const pages = 'src/http/routes/connect.test.ts'
const requests = 'src/ingest/request-task.test.ts'

const data = (type: EventType, what: string): TerraEvent =>
  sent(type, `${what} of a user that came or grew, and what a request to the webhook found.`, 'ingest/save.ts', walk)

/** Every event of Terra's contract. */
export const terraEvents: readonly TerraEvent[] = [
  sent('auth', 'A person has connected a source.', 'users/connect.ts', pages),
  sent(
    'auth_cancelled',
    'A person tried to connect a source and did not get through; older clients know it as `auth` with status `error`.',
    'users/sign-in/finish.ts',
    pages,
  ),
  sent(
    'deauth',
    'A user was ended, by the API or by the person on the page.',
    'users/deauthenticate.ts',
    'src/users/users.test.ts',
  ),
  sent(
    'user_reauth',
    'The same account was connected again under the same reference id; `auth` for the new user follows.',
    'users/sign-in/adopt.ts',
    pages,
  ),
  data('activity', 'Activities'),
  data('body', 'Body measurements'),
  data('daily', 'Days'),
  data('sleep', 'Nights and naps'),
  data('nutrition', 'Food and drink'),
  data('menstruation', 'Cycle data'),
  data('athlete', 'The profile'),
  data('planned_workout', 'Planned workouts'),
  data('hormone', 'Hormone readings'),
  data('health_observation', 'Health observations'),
  sent('large_request_processing', 'A request for more than 31 days was taken on.', 'ingest/request.ts', requests),
  sent('large_request_sending', 'Its data is about to come, in so many events.', 'ingest/request-task.ts', requests),
  sent('processing', 'The source needs time for what was asked for the webhook.', 'ingest/request-task.ts', requests),
  sent(
    'rate_limit_hit',
    'The source limits requests; what was asked for the webhook is tried again.',
    'ingest/request-task.ts',
    requests,
  ),
  sent(
    's3_payload',
    'In ping mode, in the place of a data event: where its body can be fetched.',
    'delivery/ping.ts',
    'src/delivery/worker.test.ts',
  ),
  sent(
    'connection_error',
    'The source refuses the data of a user, who stays and is tried again.',
    'users/connection/connection.ts',
    'src/ingest/fetch/fetch.test.ts',
  ),
  sent(
    'access_revoked',
    'A person took access back at the source; the user is not active any more.',
    'users/connection/connection.ts',
    'src/http/routes/hooks.test.ts',
  ),
  sent(
    'permission_change',
    'A person allows the source to tell more or less than before.',
    'users/connection/connection.ts',
    'src/http/routes/hooks.test.ts',
  ),
  sent(
    'healthcheck',
    'A sign of life, to destinations whose `event_types` name it, and as the test of a destination.',
    'events/healthcheck.ts',
    'src/http/routes/admin/events.test.ts',
  ),
  unsent('lab_report.completed', 'Lab reports are not read; publish an event of your own about them.'),
  unsent('lab_report.failed', 'Lab reports are not read; publish an event of your own about them.'),
  unsent('google_no_datasource', 'Only Google Fit had it, which is no source any more; do not wait for it.'),
]
