import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  countDeliveries,
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
  patchDestination,
} from '../../../destinations/destination.ts'
import { finishRotation, rotateSecret } from '../../../destinations/secrets.ts'
import type { Destination } from '../../../destinations/types.ts'
import { viewDestination } from '../../../destinations/view.ts'
import { sendTest } from '../../../events/healthcheck.ts'
import { recoverDestination } from '../../../events/resend.ts'
import type { Hub } from '../../../hub.ts'
import { findInbox } from '../../../inbox/inbox.ts'
import { TellusError } from '../../../lib/errors.ts'
import { privateId, publicId } from '../../../lib/ids.ts'
import { byId, flag, instant } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

/** Bodies are read by the room of destinations, which says what of a field is wrong. */
const anyBody = z.unknown()
const recovery = z.strictObject({
  since: instant,
  until: instant.optional(),
  include: z.enum(['failed', 'missed', 'all']).default('all'),
})
const pointsAtInbox = z.object({ inbox_id: z.string() })

export function destinationRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)
  const view = (destination: Destination) => viewDestination(destination, { nowMs: hub.clock.now(), secrets: true })

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
      const nowMs = hub.clock.now()
      const items = destinations.map((one) => viewDestination(one, { nowMs, counts: counts.get(one.id) }))
      return { items, next_cursor: null }
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
      return viewDestination(destination, { nowMs: hub.clock.now(), counts: counts.get(id), secrets: true })
    },
  })

  route({
    method: 'PATCH',
    url: '/destinations/:id',
    params: byId,
    body: anyBody,
    async handle({ params, body, environment }) {
      return view(await patchDestination(hub, environment.id, uuidOf('destination', params.id), body))
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
    async handle({ params, query, body, environment }) {
      const wanted = { sinceMs: body.since, untilMs: body.until ?? hub.clock.now(), include: body.include }
      const id = uuidOf('destination', params.id)
      if (!query.dry_run)
        throw new TellusError('not_implemented', 'this version of Tellus only counts: add ?dry_run=true')
      let count = 0
      for await (const page of recoverDestination(hub, environment.id, id, wanted, { dryRun: true })) count += page
      return { count }
    },
  })
}
