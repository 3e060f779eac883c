import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { emitEvent } from '../../../events/emit.ts'
import { generatePayload } from '../../../generate/generate.ts'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { publicId } from '../../../lib/ids.ts'
import { summaryId } from '../../../normalise/identity.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import { noteStep } from '../../../overview/first-steps.ts'
import { checkEventBody } from '../../../schema/events.ts'
import { emptyFields } from '../../../schema/filled-fields.ts'
import { generatedSchema } from '../../../schema/management/overview.ts'
import { type ProviderSlug, providerSlug } from '../../../schema/providers.ts'
import { dataTypes, type TerraUser } from '../../../schema/records.ts'
import { connectUser } from '../../../users/connect.ts'
import { findUser } from '../../../users/find.ts'
import { terraUser, type User } from '../../../users/user.ts'
import { routesOf } from '../../route.ts'
import { userNotFound } from '../v2/users.ts'

const asked = z.strictObject({
  provider: z.string().transform((text, context): ProviderSlug => {
    const slug = providerSlug(text)
    if (slug !== null) return slug
    context.addIssue({ code: 'custom', message: 'there is no such provider' })
    return z.NEVER
  }),
  type: z.enum(dataTypes),
  days: z.number().int().min(1).max(31).default(1),
  seed: z.union([z.string().max(200), z.number()], 'expected a text or a number').optional(),
  with_samples: z.boolean().default(true),
  user_id: z.guid().toLowerCase().optional(),
  reference_id: z.string().min(1).max(500).optional(),
  zone: z.string().optional(),
  end_date: z.string().optional(),
  send: z.boolean().default(false),
})
type Asked = z.output<typeof asked>

/** Whom generated events are about where nobody is named: one account per provider and reference. */
const generatedAccount = 'generated'

export function generateRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  // The answer holds the payload exactly as it is sent.
  route({
    method: 'POST',
    url: '/generate',
    summary: 'Invents a payload; with send, sends it to the destinations',
    answer: generatedSchema,
    also: [202],
    refuses: [404, 409],
    body: asked,
    async handle({ body, environment, reply }) {
      reply.type('application/json; charset=utf-8')
      if (!body.send) {
        const known = body.user_id === undefined ? null : await findUser(hub, environment.id, body.user_id)
        const { text, empty } = payloadOf(hub, body, known === null ? inventedUser(body) : terraUser(known))
        return reply.send(`{"empty_fields":${JSON.stringify(empty)},"payload":${text}}`)
      }
      const { user, eventId, text, empty } = await send(hub, environment.id, body)
      const head = JSON.stringify({ event_id: publicId('event', eventId), user_id: user.userId, empty_fields: empty })
      return reply.code(202).send(`${head.slice(0, -1)},"payload":${text}}`)
    },
  })
}

async function send(hub: Hub, environmentId: string, body: Asked) {
  const receivedMs = hub.clock.now()
  const known = body.user_id === undefined ? null : await findUser(hub, environmentId, body.user_id)
  if (body.user_id !== undefined && known === null) throw userNotFound()
  if (known !== null) checkUser(known, body)
  const sent = await hub.db.transaction(async (sql) => {
    const user = known ?? (await connectUser(hub, sql, newcomer(environmentId, body))).user
    const { text, empty } = payloadOf(hub, body, terraUser(user))
    const event = {
      environmentId,
      userId: user.userId,
      type: body.type,
      body: text,
      orderingMs: hub.clock.now(),
      receivedMs,
    }
    const { eventId } = await emitEvent(hub, sql, event)
    return { user, eventId, text, empty }
  })
  await noteStep(hub, environmentId, 'generated')
  hub.wake()
  return sent
}

const newcomer = (environmentId: string, body: Asked) => ({
  environmentId,
  provider: body.provider,
  providerAccount: generatedAccount,
  referenceId: body.reference_id ?? null,
})

function checkUser(user: User, body: Asked): void {
  if (user.provider !== body.provider)
    throw new TellusError('bad_request', `invalid provider: the user ${user.userId} is one of ${user.provider}`)
  if (!user.active) throw new TellusError('conflict', `the user ${user.userId} is not active: nothing is sent for them`)
}

/** A user for show, the same for the same arguments. */
const inventedUser = (body: Asked): TerraUser => ({
  user_id: body.user_id ?? summaryId(body.provider, 'generated user', body.reference_id ?? '', String(body.seed ?? '')),
  provider: body.provider,
  created_at: formatTimestamp(Date.UTC(2026, 0, 1), 0),
  last_webhook_update: null,
  scopes: null,
  reference_id: body.reference_id ?? null,
  active: true,
})

/** The payload as it is sent, and the fields of the schema that it leaves empty. */
function payloadOf(hub: Pick<Hub, 'clock' | 'defect'>, body: Asked, user: TerraUser) {
  const payload = generatePayload({
    provider: body.provider,
    type: body.type,
    days: body.days,
    seed: body.seed,
    withSamples: body.with_samples,
    user: body.reference_id === undefined ? user : { ...user, reference_id: body.reference_id },
    zone: body.zone,
    endDate: body.end_date ?? new Date(hub.clock.now()).toISOString().slice(0, 10),
  })
  const checked = checkEventBody(payload)
  if (!checked.ok) hub.defect(body.type, checked.problems)
  const records = 'athlete' in payload ? [payload.athlete] : payload.data
  return { text: JSON.stringify(payload), empty: emptyFields(body.type, records) }
}
