import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { placeOfNul } from './nul.ts'

/** The error body of Terra's clients, old and new: problem details and `status` with `message`. */
export const errorBody = (status: number, instance: string, sentence: string) => ({
  type: 'about:blank',
  title: (STATUS_CODES[status] ?? 'error').toLowerCase(),
  instance,
  detail: sentence,
  status: 'error',
  message: sentence,
})

/** What the framework itself refuses, in our words; null for what broke. */
function refusalOf(error: Error, request: FastifyRequest): TellusError | null {
  switch ('code' in error ? error.code : undefined) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new TellusError('too_large', `the body is larger than ${sizeOf(request.routeOptions.bodyLimit)}`)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new TellusError('unsupported_media_type', 'the Content-Type is malformed: send application/json')
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new TellusError('bad_request', 'invalid JSON body')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new TellusError('bad_request', 'the body is not as long as its Content-Length says')
    case 'FST_ERR_BAD_URL':
      return new TellusError('bad_request', 'the path is malformed')
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new TellusError('not_found', 'a part of the path is too long to be an id')
    // The client went away while its body was read: nobody is left to be answered, and nothing of ours is broken.
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return request.raw.readableAborted ? new TellusError('bad_request', 'the request broke off') : null
    default:
      return isRefusal(error) ? new TellusError('bad_request', error.message) : null
  }
}

const isRefusal = (error: Error): boolean =>
  'code' in error &&
  String(error.code).startsWith('FST_ERR_') &&
  'statusCode' in error &&
  typeof error.statusCode === 'number' &&
  error.statusCode < 500

function sizeOf(bytes: number): string {
  const mib = bytes / (1024 * 1024)
  return Number.isInteger(mib) ? `${mib} MiB` : `${bytes} bytes`
}

/**
 * Answers any error with the union body. What only we can mend is logged, once, and answered without its details; the
 * reference finds it in the log.
 */
export function sendError(hub: Pick<Hub, 'log'>, thrown: unknown, request: FastifyRequest, reply: FastifyReply) {
  const error = thrown instanceof Error ? thrown : new Error(`Something that is no error was thrown: ${typeof thrown}`)
  const known = error instanceof TellusError ? error : refusalOf(error, request)
  const isOurs = known === null || known.code === 'internal'
  if (isOurs || (known.status >= 500 && known.cause !== undefined)) logFailure(hub, error, request, isOurs)
  const status = isOurs ? 500 : known.status
  const sentence = isOurs ? `something went wrong here; the server's log says what, under ${request.id}` : known.message
  return reply
    .code(status)
    .headers(known?.headers ?? {})
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(errorBody(status, request.url, sentence)))
}

function logFailure(hub: Pick<Hub, 'log'>, error: Error, request: FastifyRequest, isOurs: boolean) {
  // Not the error object: a database error carries the values of the row.
  const cause = error.cause instanceof Error ? error.cause.stack : undefined
  const fields = { reference: request.id, error: error.stack, cause }
  const line = `Failed to answer ${request.method} ${request.routeOptions.url ?? 'no route'}`
  if (isOurs) hub.log.error(fields, line)
  else hub.log.warn(fields, line)
}

/** How zod begins the messages it makes itself, such as `Invalid input: expected string, received number`. */
const ownMessage = /^(?:Invalid|Too small|Too big)[^:]*(?:: (.*))?$/

/**
 * The sentence for a parameter or body that does not fit: `user_id is required`, `invalid to_webhook`, or
 * `invalid url: …` where the schema says why. `whole` is what a problem without a path is about.
 */
export function misfit(error: z.ZodError, input: unknown, whole: string): TellusError {
  const [issue] = error.issues
  if (issue === undefined) return new TellusError('bad_request', `invalid ${whole}`)
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys')
    return new TellusError('bad_request', `${[...path, issue.keys[0]].join('.')} is not a field of this ${whole}`)
  const field = path.length === 0 ? whole : path.join('.')
  if (path.length > 0 && valueAt(input, path) === undefined)
    return new TellusError('bad_request', `${field} is required`)
  const own = ownMessage.exec(issue.message)
  const reason = own === null ? issue.message : own[1]
  return new TellusError(
    'bad_request',
    reason && reason !== 'invalid' ? `invalid ${field}: ${reason}` : `invalid ${field}`,
  )
}

/** Throws for a value that holds a text which no database takes. */
export function refuseNul(value: unknown, whole: string): void {
  const place = placeOfNul(value)
  if (place !== null)
    throw new TellusError('bad_request', `invalid ${place === '' ? whole : place}: it holds the character U+0000`)
}

function valueAt(input: unknown, path: string[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}
