import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Actor, mayAct } from '../../../accounts/actor.ts'
import { standardSecret } from '../../../delivery/signature.ts'
import {
  countDeliveries,
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
  patchDestination,
} from '../../../destinations/destination.ts'
import { destinationPatch, newDestination } from '../../../destinations/fields.ts'
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
import { readDestinationStats } from '../../../overview/stats.ts'
import {
  destinationListSchema,
  destinationSchema,
  revealedSchema,
  rotatedSchema,
  testSentSchema,
} from '../../../schema/management/destination.ts'
import { jobOrCountSchema } from '../../../schema/management/event.ts'
import { byId, flag, instant, ratePerSecond } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

/** The same secret as the libraries of Standard Webhooks take it. */
const standardSecretOf = (destination: Destination) =>
  destination.standardWebhooks ? { standard_webhooks_secret: standardSecret(destination.secret) } : {}

/** Headers of one's own often hold a password of the receiver. */
const masked = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, '••••']))

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
    actor: Actor,
    destination: Destination,
    options: { counts?: DeliveryCounts | undefined; secrets?: boolean; missed?: Missed | null } = { secrets: true },
  ) => {
    // A person asks for a secret by `reveal-secret`, which is written down; an app with an API key just has it.
    const isPerson = actor.kind === 'account'
    const shown = viewDestination(destination, {
      nowMs: hub.clock.now(),
      disableAfterDays: hub.config.disableAfterDays,
      ...options,
      secrets: options.secrets === true && !isPerson,
    })
    if (isPerson)
      return {
        ...shown,
        headers: mayAct(actor.role, 'developer') ? shown.headers : masked(shown.headers),
        signing_secret: null,
        signing_secret_hint: destination.secret.slice(-4),
      }
    return { ...shown, ...(options.secrets ? standardSecretOf(destination) : {}) }
  }

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
    summary: 'Where events go, each with its last 24 hours',
    answer: destinationListSchema,
    async handle({ environment, actor }) {
      const [destinations, counts] = await Promise.all([
        listDestinations(hub, environment.id),
        countDeliveries(hub, environment.id),
      ])
      const ids = destinations.map(({ id }) => id)
      const stats = await readDestinationStats(hub, environment.id, ids, 24)
      const items = destinations.map((one) => ({
        ...view(actor, one, { counts: counts.get(one.id) }),
        stats: stats.get(one.id),
      }))
      return { items, next_cursor: null }
    },
  })

  route({
    method: 'POST',
    url: '/destinations',
    summary: 'Makes a destination',
    answer: destinationSchema,
    body: anyBody,
    takes: { 'application/json': newDestination },
    status: 201,
    async handle({ body, environment, actor, audit }) {
      await checkInbox(environment.id, body)
      const made = await createDestination(hub, environment.id, body)
      await audit('destination.created', publicId('destination', made.id), { name: made.name })
      return view(actor, made)
    },
  })

  route({
    method: 'GET',
    url: '/destinations/:id',
    summary: 'One destination with its last 24 hours',
    answer: destinationSchema,
    params: byId,
    async handle({ params, environment, actor }) {
      const id = uuidOf('destination', params.id)
      const destination = await getDestination(hub, environment.id, id)
      if (destination === null) throw notFound('destination', params.id)
      const [counts, stats] = await Promise.all([
        countDeliveries(hub, environment.id, id),
        readDestinationStats(hub, environment.id, [id], 24),
      ])
      return { ...view(actor, destination, { counts: counts.get(id), secrets: true }), stats: stats.get(id) }
    },
  })

  route({
    method: 'PATCH',
    url: '/destinations/:id',
    summary: 'Changes a destination; switching it on says what was missed',
    answer: destinationSchema,
    params: byId,
    body: anyBody,
    takes: { 'application/json': destinationPatch },
    async handle({ params, body, environment, actor, audit }) {
      const patched = await patchDestination(hub, environment.id, uuidOf('destination', params.id), body)
      await audit(patchAction(body), params.id, { name: patched.name })
      return view(actor, patched, { secrets: true, missed: patched.missed })
    },
  })

  route({
    method: 'DELETE',
    url: '/destinations/:id',
    summary: 'Deletes a destination and what waits for it; its history stays',
    params: byId,
    status: 204,
    async handle({ params, environment, audit }) {
      await deleteDestination(hub, environment.id, uuidOf('destination', params.id))
      await audit('destination.deleted', params.id)
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/rotate-secret',
    summary: 'Replaces the signing secret; both sign until the overlap ends',
    answer: rotatedSchema,
    params: byId,
    body: z.strictObject({ overlap_seconds: z.number().optional() }),
    async handle({ params, body, environment, audit }) {
      const id = uuidOf('destination', params.id)
      const rotated = await rotateSecret(hub, environment.id, id, body.overlap_seconds)
      await audit('destination.secret_rotated', params.id, { name: rotated.name })
      return { signing_secret: rotated.secret, previous_expires_at: rotated.previousExpiresAt?.toISOString() ?? null }
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/rotate-secret/finish',
    summary: 'Ends the overlap of a rotation now',
    answer: rotatedSchema,
    params: byId,
    async handle({ params, environment, audit }) {
      const destination = await finishRotation(hub, environment.id, uuidOf('destination', params.id))
      await audit('destination.rotation_finished', params.id, { name: destination.name })
      return { signing_secret: destination.secret, previous_expires_at: null }
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/reveal-secret',
    summary: 'Shows the signing secret, and writes down who asked',
    answer: revealedSchema,
    params: byId,
    async handle({ params, environment, audit }) {
      const destination = await getDestination(hub, environment.id, uuidOf('destination', params.id))
      if (destination === null) throw notFound('destination', params.id)
      // Written down before it is shown: what cannot be written down is not shown.
      await audit('destination.secret_revealed', params.id, { name: destination.name })
      const { signing_secret, previous_signing_secret } = viewDestination(destination, {
        nowMs: hub.clock.now(),
        disableAfterDays: hub.config.disableAfterDays,
        secrets: true,
      })
      return { signing_secret, previous_signing_secret, ...standardSecretOf(destination) }
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/test',
    summary: 'Sends a healthcheck event',
    answer: testSentSchema,
    refuses: [409],
    params: byId,
    status: 202,
    async handle({ params, environment, audit }) {
      const eventId = await sendTest(hub, environment.id, uuidOf('destination', params.id))
      await audit('destination.tested', params.id)
      return { event_id: publicId('event', eventId) }
    },
  })

  route({
    method: 'POST',
    url: '/destinations/:id/recover',
    summary: 'Sends again what a destination did not get, as a job; with dry_run, counts it',
    answer: jobOrCountSchema,
    refuses: [409],
    status: 202,
    also: [200],
    params: byId,
    query: z.object({ dry_run: flag(false) }),
    body: recovery,
    async handle({ params, query, body, environment, reply, audit }) {
      const asked: Recovery = {
        kind: 'recover',
        destinationId: uuidOf('destination', params.id),
        include: body.include,
        sinceMs: body.since,
        untilMs: body.until ?? hub.clock.now() + 1,
      }
      if (query.dry_run || body.dry_run) {
        reply.code(200)
        return { count: await countResends(hub, environment.id, asked) }
      }
      const jobId = await createJob(hub, environment.id, asked, body.rate_per_second ?? null)
      await audit('destination.recovered', params.id, {
        job_id: publicId('job', jobId),
        include: body.include,
        since: new Date(body.since).toISOString(),
      })
      return { job_id: publicId('job', jobId) }
    },
  })
}

/** What a change is called in the audit log: switching on and off is what people look for. */
function patchAction(body: unknown): string {
  const asked = z.object({ enabled: z.boolean() }).safeParse(body)
  if (!asked.success) return 'destination.changed'
  return asked.data.enabled ? 'destination.resumed' : 'destination.paused'
}
