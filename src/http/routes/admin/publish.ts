import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openBacklog } from '../../../events/backlog.ts'
import { openPublisher, type PublishedEvent } from '../../../events/publish.ts'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { publicId } from '../../../lib/ids.ts'
import { jsonMember } from '../../../lib/json-member.ts'
import { publishedSchema } from '../../../schema/management/event.ts'
import { environmentOf } from '../../credentials.ts'
import { misfit, refuseNul } from '../../errors.ts'
import { routesOf } from '../../route.ts'

/** The longest request, and the most events of one. */
const requestLimitBytes = 16 * 1024 * 1024
const mostEvents = 10_000
/** The largest event, as for the data of users. */
const eventLimitBytes = 10_000_000
/** Bodies of requests in memory at once, over all callers. */
const heldLimitBytes = 64 * 1024 * 1024

const published = z.strictObject({
  event_id: z.string().min(1).max(200).nullish(),
  type: z
    .string()
    .regex(/^[\w.:-]{1,100}$/, 'expected 1 to 100 letters, digits, dots, colons, dashes')
    .refine((type) => !type.startsWith('destination.'), 'destination.* is what Tellus says about destinations'),
  user_id: z.guid().toLowerCase().nullish(),
  body: z.unknown(),
})

/** `POST /events`, in a scope of its own: an app's own events, one as JSON or many as NDJSON, through the same engine. */
export function publishRoutes(server: FastifyInstance, hub: Hub): void {
  const publisher = openPublisher(hub)
  const backlog = openBacklog(hub)
  let heldBytes = 0

  server.addContentTypeParser(
    /^application\/(json|(x-)?ndjson|jsonl)/,
    { parseAs: 'buffer', bodyLimit: requestLimitBytes },
    (_request, body, done) => done(null, body),
  )
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, _body, done) =>
    done(
      new TellusError(
        'unsupported_media_type',
        `Content-Type ${request.headers['content-type'] ?? ''} is not taken here: send application/json or application/x-ndjson`,
      ),
      undefined,
    ),
  )
  // After the credentials, before the body is read.
  server.addHook('preParsing', async (request, reply) => {
    await backlog.check(environmentOf(request).id)
    const encoding = request.headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity')
      throw new TellusError('unsupported_media_type', `the body is ${encoding}-encoded: send it as it is`)
    holdMemory(request, reply)
  })

  function holdMemory(request: FastifyRequest, reply: FastifyReply): void {
    const bytes = Math.min(Number(request.headers['content-length'] ?? requestLimitBytes), requestLimitBytes)
    if (heldBytes > 0 && heldBytes + bytes > heldLimitBytes)
      throw new TellusError('unavailable', 'too much is being sent here at once: try again in a moment', {
        headers: { 'retry-after': '1' },
      })
    heldBytes += bytes
    reply.raw.once('close', () => {
      heldBytes -= bytes
    })
  }

  routesOf(
    server,
    hub,
  )({
    method: 'POST',
    url: '/events',
    summary: 'Takes events of an app’s own: one as JSON, or many as NDJSON',
    answer: publishedSchema,
    takes: { 'application/json': published, 'application/x-ndjson': published },
    refuses: [413, 415, 429, 503],
    status: 202,
    async handle({ request, environment }) {
      const events = eventsOf(request)
      const { accepted, duplicates, eventIds, deliveries } = await publisher.publish(environment.id, events)
      backlog.add(environment.id, deliveries)
      return { accepted, duplicates, event_ids: eventIds.map((id) => publicId('event', id)) }
    },
  })
}

function eventsOf(request: FastifyRequest): PublishedEvent[] {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
  if (!/ndjson|jsonl/.test(request.headers['content-type'] ?? '')) return [eventOf(text, '')]
  const events: PublishedEvent[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    if (events.length === mostEvents)
      throw new TellusError('too_large', `more than ${mostEvents} events in one request: send them in several`)
    events.push(eventOf(line, `line ${i + 1}: `))
  }
  if (events.length === 0) throw new TellusError('bad_request', 'the body has no event: send one JSON object a line')
  return events
}

/** One event as it was written; `where` begins the sentence about what is wrong with it. */
function eventOf(text: string, where: string): PublishedEvent {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new TellusError('bad_request', `${where}invalid JSON body`)
  }
  const parsed = published.safeParse(json)
  if (!parsed.success) {
    const { code, message } = misfit(parsed.error, json, 'body')
    throw new TellusError(code, `${where}${message}`)
  }
  const { event_id, type, user_id, body } = parsed.data
  refuseNul({ event_id }, `${where}body`)
  const bytes = typeof body === 'string' ? jsonText(body, where) : jsonMember(text, 'body')
  if (bytes === null) throw new TellusError('bad_request', `${where}body is required`)
  if (Buffer.byteLength(bytes) > eventLimitBytes)
    throw new TellusError('too_large', `${where}the body is larger than ${eventLimitBytes} bytes`)
  return { key: event_id ?? null, type, userId: user_id ?? null, body: bytes }
}

/** A body given as a text is sent as that text, which must be JSON then. */
function jsonText(text: string, where: string): string {
  try {
    JSON.parse(text)
    return text
  } catch {
    throw new TellusError(
      'bad_request',
      `${where}invalid body: a text must itself be JSON, for it is sent as it stands`,
    )
  }
}
