import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type PollStart, pollEvents, viewPolled } from '../../../events/poll/poll.ts'
import { listEvents, readEvent } from '../../../events/read.ts'
import { createJob } from '../../../events/resend/jobs.ts'
import { type BulkResend, countResends, resendEvent } from '../../../events/resend/resend.ts'
import { searchEvents } from '../../../events/search.ts'
import { deliveryStatuses } from '../../../events/types.ts'
import { viewEvent, viewSummary } from '../../../events/view.ts'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { publicId } from '../../../lib/ids.ts'
import {
  eventDetailSchema,
  eventListSchema,
  jobOrCountSchema,
  polledListSchema,
  resentSchema,
} from '../../../schema/management/event.ts'
import { deliveryExtras } from '../../event-extras.ts'
import { byId, cursorOf, flag, instant, needed, paging, ratePerSecond, statusCodes } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const filters = {
  type: needed.optional(),
  user_id: z.guid().toLowerCase().optional(),
  destination_id: needed.optional(),
  status: z.enum(deliveryStatuses).optional(),
  since: instant.optional(),
  until: instant.optional(),
}

const eventsAsked = z.object({
  ...paging,
  ...filters,
  provider: needed.toUpperCase().optional(),
  reference_id: needed.optional(),
  code: statusCodes.optional(),
  body: needed.max(200, 'expected at most 200 characters').optional(),
  since_cursor: needed.optional(),
  view: z.enum(['all', 'merged']).optional(),
})
type EventsAsked = z.output<typeof eventsAsked>

const resendAsked = z.strictObject({
  ...filters,
  rate_per_second: ratePerSecond.optional(),
  dry_run: z.boolean().default(false),
})

export function eventRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/events',
    summary: 'Events, newest first; with since_cursor as a receiver polls them, oldest first and with bodies',
    answer: z.union([eventListSchema, polledListSchema]),
    query: eventsAsked,
    async handle({ query, environment }) {
      if (query.since_cursor !== undefined) return poll(hub, environment.id, query, query.since_cursor)
      const asked = {
        type: query.type,
        userId: query.user_id,
        destinationId: query.destination_id === undefined ? undefined : uuidOf('destination', query.destination_id),
        status: query.status,
        provider: query.provider,
        referenceId: query.reference_id,
        view: query.view,
        sinceMs: query.since,
        untilMs: query.until,
        cursor: cursorOf('event', query.cursor) ?? undefined,
        limit: query.limit,
      }
      const searches = query.body !== undefined || query.code !== undefined
      const { items, nextCursor, scannedUntil } = searches
        ? await searchEvents(hub, environment.id, { ...asked, body: query.body, codes: query.code })
        : { ...(await listEvents(hub, environment.id, asked)), scannedUntil: undefined }
      return {
        items: items.map(viewSummary),
        next_cursor: nextCursor === null ? null : publicId('event', nextCursor),
        ...(scannedUntil === undefined ? {} : { scanned_until: scannedUntil?.toISOString() ?? null }),
      }
    },
  })

  route({
    method: 'GET',
    url: '/events/:id',
    summary: 'One event: its timeline, exact body, deliveries and attempts',
    answer: eventDetailSchema,
    params: byId,
    async handle({ params, environment }) {
      const event = await readEvent(hub, environment.id, uuidOf('event', params.id))
      if (event === null) throw notFound('event', params.id)
      return viewEvent(event, await deliveryExtras(hub, event))
    },
  })

  route({
    method: 'POST',
    url: '/events/resend',
    summary: 'Sends again what a filter finds, as a job; with dry_run, counts it',
    status: 202,
    also: [200],
    answer: jobOrCountSchema,
    query: z.object({ dry_run: flag(false) }),
    body: resendAsked,
    async handle({ query, body, environment, reply, audit }) {
      const { rate_per_second, dry_run, ...given } = body
      if (Object.values(given).every((value) => value === undefined))
        throw new TellusError('bad_request', `name what to send again: ${Object.keys(filters).join(', ')}`)
      const asked: BulkResend = {
        kind: 'resend',
        type: body.type,
        userId: body.user_id,
        destinationId: body.destination_id === undefined ? undefined : uuidOf('destination', body.destination_id),
        status: body.status,
        sinceMs: body.since,
        untilMs: body.until ?? hub.clock.now() + 1,
      }
      if (query.dry_run || dry_run) {
        reply.code(200)
        return { count: await countResends(hub, environment.id, asked) }
      }
      const jobId = await createJob(hub, environment.id, asked, rate_per_second ?? null)
      await audit('events.resent', publicId('job', jobId), detailOf(given))
      return { job_id: publicId('job', jobId) }
    },
  })

  route({
    method: 'POST',
    url: '/events/:id/resend',
    summary: 'Sends one event again, to all its destinations or to one',
    answer: resentSchema,
    refuses: [409],
    params: byId,
    body: z.strictObject({ destination_id: z.string().optional() }),
    status: 202,
    async handle({ params, body, environment, audit }) {
      const eventId = uuidOf('event', params.id)
      const to = body.destination_id === undefined ? undefined : uuidOf('destination', body.destination_id)
      const deliveries = await resendEvent(hub, environment.id, eventId, to)
      await audit('event.resent', params.id, { destination_id: body.destination_id ?? null })
      return { deliveries }
    },
  })
}

/** A filter as the audit log keeps it. */
const detailOf = (given: Record<string, string | number | undefined>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** The list as a receiver polls it: oldest first, with bodies, nothing left out. */
async function poll(hub: Hub, environmentId: string, query: EventsAsked, text: string) {
  for (const name of [
    'cursor',
    'destination_id',
    'status',
    'since',
    'until',
    'provider',
    'reference_id',
    'code',
    'body',
  ] as const)
    if (query[name] !== undefined)
      throw new TellusError(
        'bad_request',
        `invalid ${name}: with since_cursor, events are found by type, user_id and view only`,
      )
  const { items, nextCursor, hasMore, completeUntil } = await pollEvents(hub, environmentId, {
    start: startOf(text),
    limit: query.limit,
    type: query.type,
    userId: query.user_id,
    view: query.view,
  })
  return {
    items: items.map(viewPolled),
    next_cursor: nextCursor,
    has_more: hasMore,
    complete_until: completeUntil.toISOString(),
  }
}

function startOf(text: string): PollStart {
  if (text === 'now') return { kind: 'now' }
  const time = instant.safeParse(text)
  return time.success ? { kind: 'time', epochMs: time.data } : { kind: 'cursor', cursor: text }
}
