import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import type { Provider } from '../../../providers/provider.ts'
import { findProvider } from '../../../providers/registry.ts'
import { carryOut, grantOfTokens, type Order, type Target } from '../../../sandbox/control.ts'
import { doubleOf } from '../../../sandbox/doubles/registry.ts'
import { accountOf } from '../../../sandbox/person.ts'
import { workoutTypes } from '../../../sandbox/sports.ts'
import type { GrantState } from '../../../sandbox/sync-store.ts'
import {
  sandboxFaults,
  sandboxNoticeFaults,
  sandboxOrderedSchema,
  sandboxStateSchema,
} from '../../../schema/management/sandbox.ts'
import { selectOfAccount } from '../../../users/connection/store.ts'
import { openTokens } from '../../../users/sign-in/open-tokens.ts'
import { isStoodFor } from '../../../users/sign-in/ready.ts'
import { byId } from '../../parameters.ts'
import { routesOf } from '../../route.ts'
import { userOf } from './users.ts'

const whole = (least: number, most: number) => z.number().int().min(least).max(most)
const told = z.boolean().default(true)

const ofWhat = {
  type: z.enum(['sleep', 'activity']),
  date: z.iso
    .date()
    .optional()
    .meta({ description: 'its local day, of a night the one it ends on; the last one unless told' }),
  start_time: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'when it began, as the record’s metadata.start_time says, to the minute; instead of date' }),
}
const isEither = ({ date, start_time }: { date?: string | undefined; start_time?: string | undefined }): boolean =>
  date === undefined || start_time === undefined
const eitherError = { path: ['start_time'], error: 'say date or start_time, not both' }

const asked = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('sync'),
    activity: z
      .strictObject({
        type: z
          .string()
          .refine((type) => workoutTypes.includes(type), `expected one of ${workoutTypes.join(', ')}`)
          .default('running')
          .meta({ description: `the name of an activity type: ${workoutTypes.join(', ')}` }),
        minutes: whole(1, 600).default(45),
        ended_minutes_ago: whole(0, 10_080).default(0),
      })
      .optional(),
  }),
  z.strictObject({ action: z.literal('revoke'), told }),
  z.strictObject({
    action: z.literal('scopes'),
    scopes: z.array(z.string()).min(1).meta({ description: 'as the provider spells them' }),
    told,
  }),
  z.strictObject({ action: z.literal('correct'), ...ofWhat }).refine(isEither, eitherError),
  z.strictObject({ action: z.literal('delete'), ...ofWhat }).refine(isEither, eitherError),
  z.strictObject({ action: z.literal('expire') }),
  z
    .strictObject({
      action: z.literal('fault'),
      fault: z.enum(sandboxFaults).nullable().optional(),
      calls: whole(1, 100_000).optional(),
      retry_after_seconds: whole(1, 86_400).optional(),
      delay_seconds: z.number().min(0).max(60).optional(),
      notifications: z.enum(sandboxNoticeFaults).nullable().optional(),
    })
    .refine(({ fault, notifications }) => fault !== undefined || notifications !== undefined, {
      path: ['action'],
      error: 'say what is to go wrong: fault, notifications or both',
    }),
])

/** The pretend provider's own side, by hand: what devices and people do there, and what goes wrong. */
export function sandboxAdminRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/users/:id/sandbox',
    summary: 'How a user of the sandbox stands on the provider’s own side',
    params: byId,
    answer: sandboxStateSchema,
    refuses: [404, 409],
    handle: async ({ params, environment }) => view((await targetOf(hub, environment.id, params.id)).grant),
  })

  route({
    method: 'POST',
    url: '/users/:id/sandbox',
    summary: 'Makes something happen at the sandbox: a sync, a change of consent, a fault',
    params: byId,
    body: asked,
    answer: sandboxOrderedSchema,
    refuses: [404, 409],
    async handle({ params, body, environment, audit }) {
      const target = await targetOf(hub, environment.id, params.id)
      const { grant, isTold } = await carryOut(hub, target, orderOf(body))
      await audit('sandbox.ordered', params.id, { action: body.action })
      return { ...view(grant), notified: isTold }
    },
  })
}

function orderOf(body: z.output<typeof asked>): Order {
  switch (body.action) {
    case 'sync': {
      const { activity } = body
      if (activity === undefined) return { action: 'sync', workout: null }
      const { type, minutes, ended_minutes_ago: endedMinutesAgo } = activity
      return { action: 'sync', workout: { type, minutes, endedMinutesAgo } }
    }
    case 'revoke':
      return { action: 'revoke', isTold: body.told }
    case 'scopes':
      return { action: 'scopes', scopes: body.scopes, isTold: body.told }
    case 'correct':
    case 'delete': {
      const { action, type, date, start_time } = body
      return { action, type, date: date ?? null, startMs: start_time === undefined ? null : Date.parse(start_time) }
    }
    case 'expire':
      return { action: 'expire' }
    case 'fault':
      return {
        action: 'fault',
        fault: body.fault,
        calls: body.calls ?? null,
        seconds: (body.fault === 'slow' ? body.delay_seconds : body.retry_after_seconds) ?? null,
        notices: body.notifications,
      }
  }
}

/**
 * The grant of a user, found by the tokens that it gave for them, so that no other environment's can be reached. Throws 404
 * for a user who is not there, 409 for one who has none.
 */
async function targetOf(hub: Hub, environmentId: string, id: string): Promise<Target> {
  const user = await userOf(hub, environmentId, id)
  if (hub.config.sandbox === 'off')
    throw new TellusError('conflict', 'the sandbox is switched off on this server: set TELLUS_SANDBOX=on')
  const provider = findProvider(user.provider)
  if (provider === null || !isPretended(hub, provider))
    throw new TellusError('conflict', `the user ${user.userId} is one of ${user.provider}, not of the sandbox`)
  const grant = await grantOfTokens(hub, await openTokens(hub, user.userId))
  if (grant === null)
    throw new TellusError('conflict', `the user ${user.userId} is not connected to the sandbox any more: connect anew`)
  const holders = await selectOfAccount(hub.db, grant.provider, accountAt(grant))
  const own = holders.filter((one) => one.environment_id === environmentId)
  const grants = await Promise.all(
    own.map(async ({ user_id: userId }) => grantOfTokens(hub, await openTokens(hub, userId))),
  )
  return {
    grant,
    grantIds: [grant.id, ...grants.flatMap((one) => (one === null || one.id === grant.id ? [] : [one.id]))],
    isShared: holders.length > own.length,
  }
}

/** Whether a source's own side is played here. */
const isPretended = (hub: Hub, provider: Provider): boolean => provider.name === 'SANDBOX' || isStoodFor(hub, provider)

/** Who a grant's person is at their provider. */
const accountAt = ({ provider, person }: GrantState): string =>
  doubleOf(provider)?.accountOf(person.toLowerCase()) ?? accountOf(person)

const view = (grant: GrantState) => ({
  person: grant.person,
  scopes: grant.scopes,
  revoked_at: grant.revoked_at?.toISOString() ?? null,
  token_expires_at: grant.access_expires_at.toISOString(),
  last_synced_at: grant.synced_at.toISOString(),
  next_sync_at: grant.revoked_at === null ? grant.sync_due_at.toISOString() : null,
  fault:
    grant.fault === null ? null : { fault: grant.fault, calls_left: grant.fault_calls, seconds: grant.fault_seconds },
  notifications: grant.notices,
})
