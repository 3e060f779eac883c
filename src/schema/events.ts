import { z } from 'zod'
import { activitySchema } from './activity.ts'
import { athleteSchema } from './athlete.ts'
import { bodySchema } from './body.ts'
import { dailySchema } from './daily.ts'
import {
  anyText,
  dateOrTimestamp,
  integer,
  listOf,
  nullish,
  number,
  object,
  omittable,
  required,
  rfc3339,
  text,
  timestamp,
} from './fields.ts'
import { healthObservationSchema } from './health-observation.ts'
import { hormoneSampleSchema } from './hormone.ts'
import { labReportEventDataSchema, labReportFailureDataSchema } from './lab-report.ts'
import { menstruationSchema } from './menstruation.ts'
import { nutritionSchema } from './nutrition.ts'
import { plannedWorkoutSchema } from './planned-workout.ts'
import { type DataType, recordSchemas } from './records.ts'
import { sleepSchema } from './sleep.ts'
import { terraUserSchema } from './user.ts'

/** Version of the payload schema; the same in every event that has one. */
export const VERSION = '2022-03-16'

const typeIs = <const T extends string>(type: T) => required(z.literal(type), 'Type of the event.')
const statusIs = <const T extends string>(status: T) => required(z.literal(status), 'Outcome.')
const version = required(z.literal(VERSION), 'Version of the payload schema.')
const maybeVersion = omittable(z.literal(VERSION), 'Version of the payload schema.')
const user = required(terraUserSchema, 'Whom it is about.')
const message = required(text, 'What happened, for people.')
const maybeMessage = nullish(text, 'What happened, for people.')
const flowId = nullish(text, 'Id of the attempt to connect.')
const widgetSessionId = nullish(text, 'Id of the widget session, if one was used.')
const referenceId = nullish(text, "The developer's own id of the person.")
const reference = required(text, 'Id of the request; equals the terra-reference header.')
const destination = object('DestinationReference', 'A destination.', {
  id: required(text, 'Its id.'),
  name: required(text, 'Its name.'),
})

const part = object('MergedPart', 'A stored record that a merged one stands for.', {
  user_id: required(text, 'Whose it is.'),
  provider: required(text, 'Of which provider they are.'),
  key: required(text, 'Its summary_id, or its local day.'),
})
const madeOf = omittable(
  listOf(listOf(part)),
  'Of a merged event alone: for each record what it stands for, the one that counts first; empty where it is gone.',
)

const dataShape = <const T extends string, R extends z.ZodType>(type: T, record: R) => ({
  type: typeIs(type),
  user,
  version,
  data: required(listOf(record), 'The records; empty when a request found none.'),
})

const dataEvent = <const T extends string, R extends z.ZodType>(type: T, id: string, record: R) =>
  object(id, 'Data of a user.', dataShape(type, record))

/** Of a type of which a person with several accounts can be told each thing once. */
const mergeableEvent = <const T extends string, R extends z.ZodType>(type: T, id: string, record: R) =>
  object(id, 'Data of a user.', { ...dataShape(type, record), made_of: madeOf })

/** The schema of every event body, by type. */
export const eventSchemas = {
  auth: object('AuthSuccessEvent', 'A user has connected a provider.', {
    type: typeIs('auth'),
    status: statusIs('success'),
    user,
    message: maybeMessage,
    flow_id: flowId,
    widget_session_id: widgetSessionId,
    reference_id: referenceId,
    version: maybeVersion,
  }),
  auth_cancelled: object('AuthErrorEvent', 'A user tried to connect a provider and did not get through.', {
    type: typeIs('auth_cancelled'),
    status: statusIs('error'),
    flow_id: flowId,
    reason: nullish(text, 'Why: access_denied, expired, provider_error and the like.'),
    reference_id: referenceId,
    message: maybeMessage,
    widget_session_id: widgetSessionId,
  }),
  deauth: object('DeauthEvent', 'A user was disconnected; nothing more will come.', {
    type: typeIs('deauth'),
    status: statusIs('success'),
    user,
    message,
  }),
  user_reauth: object('UserReauthEvent', 'The same account was connected anew, under a new id.', {
    type: typeIs('user_reauth'),
    status: statusIs('warning'),
    new_user: required(terraUserSchema, 'The user from now on.'),
    old_user: nullish(terraUserSchema, 'The user until now.'),
    message,
    version: maybeVersion,
  }),
  access_revoked: object('AccessRevokedEvent', 'A user took back access at the provider.', {
    type: typeIs('access_revoked'),
    status: statusIs('warning'),
    user,
    message,
  }),
  permission_change: object('PermissionChangeEvent', 'A user allowed more or less than before.', {
    type: typeIs('permission_change'),
    status: statusIs('warning'),
    user,
    message,
    version,
    scopes_added: required(anyText, 'Scopes added, comma-separated; empty for none.'),
    scopes_removed: required(anyText, 'Scopes removed, comma-separated; empty for none.'),
  }),
  connection_error: object('ConnectionErrorEvent', "A provider refuses a user's data for now.", {
    type: typeIs('connection_error'),
    status: statusIs('warning'),
    user,
    message,
  }),
  large_request_processing: object('LargeRequestProcessingEvent', 'A large request was taken on.', {
    type: typeIs('large_request_processing'),
    status: statusIs('processing'),
    user,
    reference,
    message,
  }),
  large_request_sending: object('LargeRequestSendingEvent', 'The data of a large request is about to come.', {
    type: typeIs('large_request_sending'),
    user,
    reference,
    message,
    expected_payloads: required(integer, 'Count of data events to come.'),
  }),
  s3_payload: object('S3PayloadEvent', 'Data waits to be fetched.', {
    type: typeIs('s3_payload'),
    status: statusIs('success'),
    url: required(text, 'Where the body that push would have sent can be fetched.'),
    expires_in: required(integer, 'How long the address holds, seconds.'),
    user_id: omittable(text, 'Id of the user; in queue messages.'),
    reference_id: referenceId,
    payload_reference: omittable(text, 'Id of the payload; in queue messages.'),
  }),
  activity: mergeableEvent('activity', 'ActivityEvent', activitySchema),
  body: mergeableEvent('body', 'BodyEvent', bodySchema),
  daily: mergeableEvent('daily', 'DailyEvent', dailySchema),
  menstruation: mergeableEvent('menstruation', 'MenstruationEvent', menstruationSchema),
  nutrition: mergeableEvent('nutrition', 'NutritionEvent', nutritionSchema),
  sleep: mergeableEvent('sleep', 'SleepEvent', sleepSchema),
  planned_workout: dataEvent('planned_workout', 'PlannedWorkoutEvent', plannedWorkoutSchema),
  hormone: dataEvent('hormone', 'HormoneEvent', hormoneSampleSchema),
  health_observation: dataEvent('health_observation', 'HealthObservationEvent', healthObservationSchema),
  athlete: object('AthleteEvent', 'The person behind a user; one object, not a list.', {
    type: typeIs('athlete'),
    user,
    version,
    athlete: required(athleteSchema, 'The person.'),
    made_of: madeOf,
  }),
  'lab_report.completed': object('LabReportCompletedEvent', 'A lab report was read.', {
    type: typeIs('lab_report.completed'),
    event_id: required(text, 'Id of the event, the same each time it is sent.'),
    occurred_at: required(rfc3339, 'When it happened.'),
    upload_id: omittable(text, 'Id of the upload; the same for all reports in it.'),
    data: required(labReportEventDataSchema, 'The report.'),
  }),
  'lab_report.failed': object('LabReportFailedEvent', 'A lab report could not be read.', {
    type: typeIs('lab_report.failed'),
    event_id: required(text, 'Id of the event, the same each time it is sent.'),
    occurred_at: required(rfc3339, 'When it happened.'),
    upload_id: omittable(text, 'Id of the upload; the same for all reports in it.'),
    data: required(labReportFailureDataSchema, 'What went wrong.'),
  }),
  processing: object('ProcessingEvent', 'The provider needs time to gather the data.', {
    type: typeIs('processing'),
    status: statusIs('success'),
    message,
    user,
    retry_after_seconds: required(number, 'When to ask again, seconds from now.'),
  }),
  rate_limit_hit: object('RateLimitHitEvent', 'The provider limits requests; this one will be tried again.', {
    type: typeIs('rate_limit_hit'),
    user,
    start_date: required(dateOrTimestamp, 'Start of the range asked for.'),
    end_date: required(dateOrTimestamp, 'End of the range asked for.'),
    retrying_at: required(timestamp, 'When it will be tried again.'),
    message,
  }),
  healthcheck: object('HealthcheckEvent', 'A sign of life, also sent as a test.', {
    type: typeIs('healthcheck'),
    creation_timestamp: required(timestamp, 'When it was made.'),
    trend_percentage: nullish(number, 'Change of the number of webhooks, percent.'),
    sent_webhooks_last_hour: nullish(integer, 'Count of webhooks sent in the last hour.'),
  }),
  'destination.failing': object(
    'DestinationFailingEvent',
    'Another destination does not answer, and may be given up.',
    {
      type: typeIs('destination.failing'),
      status: statusIs('warning'),
      destination: required(destination, 'Which one.'),
      failing_since: required(rfc3339, 'Since when every attempt failed.'),
      failed_attempts: required(integer, 'Count of attempts since.'),
      disables_at: required(rfc3339, 'When it will be switched off, unless an attempt succeeds.'),
      percent: required(integer, 'How much of the time until then is over.'),
      message,
    },
  ),
  'destination.disabled': object('DestinationDisabledEvent', 'Another destination was switched off.', {
    type: typeIs('destination.disabled'),
    status: statusIs('error'),
    destination: required(destination, 'Which one.'),
    disabled_at: required(rfc3339, 'When.'),
    reason: required(text, 'Why, for people.'),
    message,
  }),
} as const

export type EventType = keyof typeof eventSchemas

/** The body of one type of event: `EventBody<'deauth'>`; without a type, any of them. */
export type EventBody<T extends EventType = EventType> = { [K in T]: z.infer<(typeof eventSchemas)[K]> }[T]

const isEventType = (type: unknown): type is EventType => typeof type === 'string' && Object.hasOwn(eventSchemas, type)

/** All event types, in no order that means anything. */
export const eventTypes: readonly EventType[] = Object.keys(eventSchemas).filter(isEventType)

export type Checked = { ok: true } | { ok: false; problems: string[] }

// A day of samples gone wrong must not become thousands of sentences.
const MOST_PROBLEMS = 50

const at = (path: PropertyKey[]): string => path.map(String).join('.') || '(root)'

// zod's own messages name types and choices, never the value; keep it so, for values are health data.
const problemsOf = (issue: z.core.$ZodIssue): string[] => {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${at([...issue.path, key])}: unknown key`)
  if (issue.code === 'invalid_value' && issue.values.length > 1) return [`${at(issue.path)}: not an allowed value`]
  return [`${at(issue.path)}: ${issue.message}`]
}

const check = (schema: z.ZodType, value: unknown): Checked => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true }
  const problems = parsed.error.issues.flatMap(problemsOf)
  const more = problems.length - MOST_PROBLEMS
  return {
    ok: false,
    problems: more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `(root): ${more} more problems`] : problems,
  }
}

/** Whether a body is one that may be sent, and if not why, as `path: message` without any value. */
export function checkEventBody(body: unknown): Checked {
  if (typeof body !== 'object' || body === null) return { ok: false, problems: ['(root): not an object'] }
  const type = 'type' in body ? body.type : undefined
  return isEventType(type) ? check(eventSchemas[type], body) : { ok: false, problems: ['type: not a known event type'] }
}

/** Whether a record is one of its type, and if not why, as `path: message` without any value. */
export const checkRecord = (type: DataType, record: unknown): Checked => check(recordSchemas[type], record)
