import { z } from 'zod'
import { type AddressPolicy, urlProblem } from '../lib/address-guard.ts'
import { TellusError } from '../lib/errors.ts'
import { isUuid, privateId } from '../lib/ids.ts'

const number = (min: number, max: number, sentence: string) =>
  z.number({ error: sentence }).min(min, { error: sentence }).max(max, { error: sentence })
const whole = (min: number, max: number, sentence: string) => number(min, max, sentence).int({ error: sentence })

const typePattern = /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/
const typesSentence = 'must be null for all types, or a list of 1 to 100 type names such as ["activity", "sleep"]'
const retrySentence = 'must be "terra", "long", or at most 50 waits in seconds, each from 0 to 28800 (8 h)'
const longestWaitSeconds = 28_800

// Many servers take 8 KiB of headers in all, and ours are half a KiB of it.
const longestHeaders = 7168

/** Header names that are ours or the connection's. */
const deniedHeaders: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'proxy-authenticate',
  'proxy-authorization',
  'http2-settings',
  'content-type',
  'content-encoding',
  'terra-signature',
  'x-terra-signature',
  'terra-reference',
  'x-terra-trace-id',
  'x-terra-ordering-timestamp',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
])

const headers = z
  .record(z.string(), z.string({ error: 'must be an object of texts' }), { error: 'must be an object of texts' })
  .superRefine((values, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message })
    const entries = Object.entries(values)
    if (entries.length > 50) refuse('must not have more than 50 headers')
    if (entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > longestHeaders)
      refuse(`must not be longer than ${longestHeaders} characters together, names and values`)
    const names = entries.map(([name]) => name.toLowerCase())
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice !== undefined) refuse(`has ${twice} twice`)
    for (const [name, value] of entries) {
      if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name))
        refuse(`has a name that is not a header name: ${JSON.stringify(name.slice(0, 100))}`)
      else if (deniedHeaders.has(name.toLowerCase())) refuse(`must not set ${name}: Tellus sets it`)
      else if (/[\r\n\0]/.test(value)) refuse(`has a line break in the value of ${name}`)
      else if (!/^[\t\x20-\x7e\x80-\xff]{0,4096}$/.test(value))
        refuse(`has a value of ${name} that a header cannot carry (Latin-1, at most 4096 characters)`)
    }
  })

/** What a person may set of a destination, as the management API spells it. */
const settings = {
  name: z
    .string({ error: 'must be a text' })
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(200, { error: 'must not be longer than 200 characters' }),
  event_types: z
    .array(z.string().regex(typePattern, { error: typesSentence }), { error: typesSentence })
    .min(1, { error: typesSentence })
    .max(100, { error: typesSentence })
    .nullable(),
  enabled: z.boolean({ error: 'must be true or false' }),
  mode: z.enum(['push', 'ping'], { error: 'must be "push" or "ping"' }),
  view: z.enum(['all', 'merged'], { error: 'must be "all" or "merged"' }),
  timeout_seconds: number(0.1, 30, 'must be a number of seconds from 0.1 to 30'),
  headers: headers.nullable(),
  min_interval_seconds: z
    .record(
      z.string().regex(typePattern),
      whole(0, 604_800, 'must give whole seconds from 0 to 604800 (a week) for each type'),
      { error: 'must be an object such as {"daily": 3600}' },
    )
    .nullable(),
  max_in_flight: whole(1, 1000, 'must be a whole number from 1 to 1000'),
  rate_limit_per_second: number(0.01, 100_000, 'must be null or a number from 0.01 to 100000').nullable(),
  retry: z.union(
    [
      z.enum(['terra', 'long'], { error: retrySentence }),
      z.array(number(0, longestWaitSeconds, retrySentence), { error: retrySentence }).max(50, { error: retrySentence }),
    ],
    { error: retrySentence },
  ),
  standard_webhooks: z.boolean({ error: 'must be true or false' }),
  disable_on_gone: z.boolean({ error: 'must be true or false' }),
}

const optional = z.object(settings).partial()
const url = z.string({ error: 'must be a text such as https://example.com/webhooks' })

/** The body of `POST /destinations`. */
export const newDestination = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('webhook'), url, ...optional.shape }),
    z.strictObject({
      kind: z.literal('inbox'),
      inbox_id: z.string({ error: 'must be the id of an inbox' }),
      ...optional.shape,
    }),
  ],
  { error: 'must be "webhook" or "inbox"' },
)
export type NewDestination = z.output<typeof newDestination>

/** The body of `PATCH /destinations/:id`. */
export const destinationPatch = z.strictObject({
  url: url.optional(),
  ...optional.shape,
  /** Together with `enabled: true`: also deliver what was held meanwhile. */
  deliver_missed: z.boolean({ error: 'must be true or false' }).optional(),
})
export type DestinationPatch = z.output<typeof destinationPatch>

/** Reads a body by one of the schemas above; throws `bad_request` with a sentence that names the field. */
export function read<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys')
    throw new TellusError('bad_request', `${issue.keys.join(', ')} is not a field of a destination.`)
  const field = issue?.path[0]
  if (field === undefined || typeof input !== 'object' || input === null)
    throw new TellusError('bad_request', 'The body must be a JSON object.')
  const isMissing = !Object.hasOwn(input, field)
  throw new TellusError('bad_request', `${String(field)} ${isMissing ? 'is required and ' : ''}${issue?.message}.`)
}

/** Throws `bad_request` when a url cannot be a destination. */
export function checkUrl(text: string, policy: AddressPolicy): void {
  const problem = urlProblem(text, policy)
  if (problem !== null) throw new TellusError('bad_request', problem)
}

/** The UUID of an inbox given by its public or bare id; throws `bad_request` when it is neither. */
export function inboxUuid(text: string): string {
  const id = isUuid(text) ? text : privateId('inbox', text)
  if (id === null) throw new TellusError('bad_request', 'inbox_id is not the id of an inbox.')
  return id
}
