import { z } from 'zod'
import { count, idOf, keyId, listOf, time } from './shared.ts'

const accountId = idOf('acc')
const sessionId = idOf('ses')
const invitationId = idOf('inv')
const auditId = idOf('aud')

/** What an account may do, in all environments; each may do all that the ones after it may. */
export const roleSchema = z.enum(['owner', 'developer', 'viewer']).meta({ id: 'Role' })
export type Role = z.output<typeof roleSchema>

/** An environment: its own dev-id, keys, users, destinations and history. */
export const environmentSchema = z
  .strictObject({ dev_id: z.string(), name: z.string(), created_at: time })
  .meta({ id: 'Environment' })
export type Environment = z.output<typeof environmentSchema>
export const environmentListSchema = listOf(environmentSchema)

/** `GET /environments/:dev_id`: what would go with it. */
export const environmentDetailSchema = environmentSchema
  .extend({
    counts: z.strictObject({
      users: count,
      destinations: count,
      keys: count.meta({ description: 'that are not revoked' }),
      events: count.meta({ description: 'counted up to 100,000' }),
      has_more_events: z.boolean(),
    }),
  })
  .meta({ id: 'EnvironmentDetail' })
export type EnvironmentDetail = z.output<typeof environmentDetailSchema>

/** The one answer that shows the first key. */
export const newEnvironmentSchema = environmentSchema
  .extend({ api_key: z.string().meta({ description: 'shown this once' }) })
  .meta({ id: 'NewEnvironment' })
export type NewEnvironment = z.output<typeof newEnvironmentSchema>

const who = { id: accountId, email: z.string(), name: z.string().nullable(), role: roleSchema }

/** Who is signed in, and what a page needs to know before anything else. */
export const sessionSchema = z
  .strictObject({
    account: z.strictObject(who).nullable().meta({ description: 'null when nobody is signed in' }),
    csrf_token: z.string().nullable().meta({ description: 'to be sent as x-csrf-token with all but GET' }),
    environments: z.array(environmentSchema),
    first_run: z.boolean().meta({ description: 'there is no owner yet' }),
    version: z.string(),
    public_url: z.string(),
    sandbox: z.boolean(),
    private_destinations: z.boolean().meta({ description: 'destinations may have private addresses' }),
  })
  .meta({ id: 'Session' })
export type Session = z.output<typeof sessionSchema>

/** A session of one's own, in the list of them. */
export const listedSessionSchema = z
  .strictObject({
    id: sessionId,
    user_agent: z.string().nullable().meta({ description: 'of the sign-in; its first 160 characters' }),
    address: z.string().nullable().meta({ description: 'of the sign-in' }),
    created_at: time,
    last_seen_at: time.meta({ description: 'to the minute' }),
    current: z.boolean().meta({ description: 'the one that asks' }),
  })
  .meta({ id: 'ListedSession' })
export type ListedSession = z.output<typeof listedSessionSchema>
export const sessionListSchema = listOf(listedSessionSchema)

export const accountSchema = z.strictObject({ ...who, created_at: time }).meta({ id: 'Account' })
export type Account = z.output<typeof accountSchema>

export const listedAccountSchema = accountSchema
  .extend({ last_seen_at: time.nullable().meta({ description: 'null when it has no session' }) })
  .meta({ id: 'ListedAccount' })
export type ListedAccount = z.output<typeof listedAccountSchema>
export const accountListSchema = listOf(listedAccountSchema)

const invited = { email: z.string(), role: roleSchema, expires_at: time }

/** What an invitation's link says to whom it invites. */
export const invitationOfferSchema = z.strictObject(invited).meta({ id: 'InvitationOffer' })

export const invitationSchema = z
  .strictObject({
    ...invited,
    id: invitationId,
    url: z.url().nullable().meta({ description: 'its link, in the answer that makes it; null ever after' }),
    created_at: time,
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.output<typeof invitationSchema>
export const invitationListSchema = listOf(invitationSchema)

/** Who did what to what. */
export const auditEntrySchema = z
  .strictObject({
    id: auditId,
    at: time,
    actor: z.strictObject({
      kind: z.enum(['account', 'key', 'operator', 'nobody']).meta({
        description: 'operator: somebody at the command line of the server; nobody: somebody who is not signed in',
      }),
      id: z.union([accountId, keyId]).nullable(),
      name: z.string().meta({ description: 'an e-mail, or the name of a key' }),
    }),
    action: z.string().meta({ examples: ['destination.secret_revealed'] }),
    target: z.string().meta({ description: 'the id or e-mail of what it was done to' }),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
    dev_id: z.string().nullable().meta({ description: 'null for what concerns the whole installation' }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.output<typeof auditEntrySchema>
export const auditListSchema = listOf(auditEntrySchema)
