import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { standardSecret } from '../../../delivery/signature.ts'
import {
  countDeliveries,
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
  patchDestination,
} from '../../../destinations/destination.ts'
import { finishRotation, rotateSecret } from '../../../destinations/secrets.ts'
import type { DeliveryCounts, Destination, Missed } from '../../../destinations/types.ts'
import { viewDestination } from '../../../destinations/view.ts'
import { sendTest } from '../../../events/healthcheck.ts'
import { createJob } from '../../../events/resend/jobs.ts'
import { countResends, type Recovery } from '../../../events/resend/resend.ts'
import type { Hub } from '../../../hub.ts'
import { findInbox } from '../../../inbox/inbox.ts'
import { TellusError } from '../../../lib/errors.ts'
import { privateId, publicId } from '../../../lib/ids.ts'
import { byId, flag, instant, ratePerSecond } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

/** Bodies are read by the room of destinations, which says what of a field is wrong. */
const anyBody = z.unknown()
const recovery = z.strictObject({
  since: instant,
  until: instant.optional(),
  include: z.enum(['failed', 'missed', 'all']).default('all'),
  rate_per_second: ratePerSecond.optional(),
  dry_run: z.boolean().default(false),
})
const pointsAtInbox = z.object({ inbox_id: z.string() })

export function destinationRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)
  const view = (
    destination: Destination,
    options: { counts?: DeliveryCounts | undefined; secrets?: boolean; missed?: Missed | null } = { secrets: true },
  ) => ({
    ...viewDestination(destination, {
      nowMs: hub.clock.now(),
      disableAfterDays: hub.config.disableAfterDays,
      ...options,
    }),
    // The same secret as the libraries of Standard Webhooks take it.
    ...(options.secrets && destination.standardWebhooks
      ? { standard_webhooks_secret: standardSecret(destination.secret) }
      : {}),
  })

  /** An inbox of another environment is none. */
  const checkInbox = async (environmentId: string, body: unknown) => {
    const asked = pointsAtInbox.safeParse(body)
    const id = asked.success ? privateId('inbox', asked.data.inbox_id) : null
    if (id === null || !asked.success) return
    const inbox = await findInbox(hub, id)
    if (inbox?.environmentId !== environmentId)
      throw new TellusError('bad_request', `invalid inbox_id: there is no inbox ${asked.data.inbox_id}`)
  }

  route({
    method: 'GET',
    url: '/destinations',
    async handle({ environment }) {
      const [destinations, counts] = await Promise.all([
        listDestinations(hub, environment.id),
        countDeliveries(hub, environment.id),
      ])
      return { items: destinations.map((one) => view(one, { counts: counts.get(one.id) })), next_cursor: null }
    },
  })

  route({
    method: 'POST',
    url: '/destinations',
    body: anyBody,
    status: 201,
    async handle({ body, environment }) {
      await checkInbox(environment.id, body)
      return view(await createDestination(hub, environment.id, body))
    },
  })

  route({
    method: 'GET',
    url: '/destinations/:id',
    params: byId,
    async handle({ params, environment }) {
      const id = uuidOf('destination', params.id)
      const destination = await getDestination(hub, environment.id, id)
      if (destination === null) throw notFound('destination', params.id)
      const counts = await countDeliveries(hub, environment.id, id)
      return view(destination, { counts: counts.get(id), secrets: true })
    },
  })

  route({
    method: 'PATCH',
    url: '/destinations/:id',
    params: byId,
    body: anyBody,
    async handle({ params, body, environment }) {
      const patched = await patchDestination(hub, environment.id, uuidOf('destination', params.id), body)
      return view(patched, { secrets: true, missed: patched.missed })
    },
  })

  route({
    method: 'DELETE',
    url: '/destinations/:id',
    params: byId,
    status: 204,
    async handle({ params, environment }) {
      await deleteDestination(hub, environment.id, uuidOf('destination', params.id))
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/rotate-secret',
    params: byId,
    body: z.strictObject({ overlap_seconds: z.number().optional() }),
    async handle({ params, body, environment }) {
      const id = uuidOf('destination', params.id)
      const rotated = await rotateSecret(hub, environment.id, id, body.overlap_seconds)
      return { signing_secret: rotated.secret, previous_expires_at: rotated.previousExpiresAt?.toISOString() ?? null }
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/rotate-secret/finish',
    params: byId,
    async handle({ params, environment }) {
      const destination = await finishRotation(hub, environment.id, uuidOf('destination', params.id))
      return { signing_secret: destination.secret, previous_expires_at: null }
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/test',
    params: byId,
    status: 202,
    async handle({ params, environment }) {
      const eventId = await sendTest(hub, environment.id, uuidOf('destination', params.id))
      return { event_id: publicId('event', eventId) }
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/recover',
    params: byId,
    query: z.object({ dry_run: flag(false) }),
    body: recovery,
    async handle({ params, query, body, environment, reply }) {
      const asked: Recovery = {
        kind: 'recover',
        destinationId: uuidOf('destination', params.id),
        include: body.include,
        sinceMs: body.since,
        untilMs: body.until ?? hub.clock.now() + 1,
      }
      if (query.dry_run || body.dry_run) return { count: await countResends(hub, environment.id, asked) }
      const jobId = await createJob(hub, environment.id, asked, body.rate_per_second ?? null)
      reply.code(202)
      return { job_id: publicId('job', jobId) }
    },
  })
}
