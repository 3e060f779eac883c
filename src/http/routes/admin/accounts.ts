import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Account, listAccounts, patchAccount, removeAccount } from '../../../accounts/account.ts'
import { roles } from '../../../accounts/actor.ts'
import { type Invitation, invite, linkOf, listInvitations, withdrawInvitation } from '../../../accounts/link.ts'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { publicId } from '../../../lib/ids.ts'
import {
  accountListSchema,
  accountSchema,
  invitationListSchema,
  invitationSchema,
} from '../../../schema/management/session.ts'
import { byId, emailAddress, personName } from '../../parameters.ts'
import { notFound, sessionRoutesOf, uuidOf } from '../../route.ts'
import { clearSessionCookie } from '../../session-answer.ts'

const role = z.enum(roles, `expected one of ${roles.join(', ')}`)
const accountPatch = z.strictObject({ role: role.optional(), name: personName.optional() })
const newInvitation = z.strictObject({ email: emailAddress, role: role.default('developer') })

const view = (account: Account) => ({
  id: publicId('account', account.id),
  email: account.email,
  name: account.name,
  role: account.role,
  created_at: account.createdAt.toISOString(),
})

/** Who may work here: accounts and invitations. */
export function accountRoutes(server: FastifyInstance, hub: Hub): void {
  const route = sessionRoutesOf(server, hub)

  route({
    method: 'GET',
    url: '/accounts',
    summary: 'Who may sign in',
    answer: accountListSchema,
    async handle() {
      const accounts = await listAccounts(hub)
      const items = accounts.map((one) => ({ ...view(one), last_seen_at: one.lastSeenAt?.toISOString() ?? null }))
      return { items, next_cursor: null }
    },
  })

  // All may change their own name; the rest is for owners.
  route({
    method: 'PATCH',
    url: '/accounts/:id',
    summary: 'Changes a role, which signs the account out, or a name; the last owner stays one',
    answer: accountSchema,
    refuses: [409],
    needs: 'viewer',
    params: byId,
    body: accountPatch,
    async handle({ params, body, session, audit, request, reply }) {
      const id = uuidOf('account', params.id)
      const { actor } = session
      if (actor.role !== 'owner' && (id !== actor.accountId || body.role !== undefined))
        throw new TellusError(
          'forbidden',
          `this needs the role owner, and ${actor.email} is a ${actor.role}: an owner can change it under Team`,
        )
      // A field left out stays; the form makes null of it.
      const patch = hasName(request.body) ? { role: body.role, name: body.name ?? null } : { role: body.role }
      const changed = await patchAccount(hub, id, patch, async (sql, before, after) => {
        if (before.role !== after.role)
          await audit('account.role_changed', after.email, { from: before.role, to: after.role }, sql)
        if (before.name !== after.name) await audit('account.renamed', after.email, {}, sql)
      })
      if (changed === null) throw notFound('account', params.id)
      if (id === actor.accountId && changed.role !== actor.role) clearSessionCookie(hub, reply)
      return view(changed)
    },
  })

  route({
    method: 'DELETE',
    url: '/accounts/:id',
    summary: 'Removes an account with its sessions; the last owner stays',
    refuses: [409],
    needs: 'owner',
    params: byId,
    status: 204,
    async handle({ params, session, audit, reply }) {
      const id = uuidOf('account', params.id)
      const removed = await removeAccount(hub, id, (sql, { email, role: was }) =>
        audit('account.removed', email, { role: was }, sql),
      )
      if (removed === null) throw notFound('account', params.id)
      if (id === session.actor.accountId) clearSessionCookie(hub, reply)
    },
  })

  invitationRoutes(server, hub)
}

const hasName = (body: unknown): boolean => typeof body === 'object' && body !== null && 'name' in body

function invitationRoutes(server: FastifyInstance, hub: Hub): void {
  const route = sessionRoutesOf(server, hub)
  /** The link is shown once: of its token only the hash is kept. */
  const viewInvitation = (invitation: Invitation, token: string | null) => ({
    id: publicId('invitation', invitation.id),
    email: invitation.email,
    role: invitation.role,
    url: token === null ? null : linkOf(hub.publicUrl(), 'invitation', token),
    created_at: invitation.createdAt.toISOString(),
    expires_at: invitation.expiresAt.toISOString(),
  })

  route({
    method: 'GET',
    url: '/invitations',
    summary: 'Invitations that wait, without their links',
    answer: invitationListSchema,
    needs: 'owner',
    async handle() {
      const invitations = await listInvitations(hub)
      return { items: invitations.map((one) => viewInvitation(one, null)), next_cursor: null }
    },
  })

  route({
    method: 'POST',
    url: '/invitations',
    summary: 'Invites somebody and shows the link, this once; an earlier one to the address ends',
    answer: invitationSchema,
    refuses: [409],
    needs: 'owner',
    body: newInvitation,
    status: 201,
    async handle({ body, audit }) {
      const { invitation, token } = await hub.db.transaction(async (sql) => {
        const made = await invite(sql, body.email, body.role)
        await audit('account.invited', body.email, { role: body.role }, sql)
        return made
      })
      return viewInvitation(invitation, token)
    },
  })

  route({
    method: 'DELETE',
    url: '/invitations/:id',
    summary: 'Takes an invitation back',
    needs: 'owner',
    params: byId,
    status: 204,
    async handle({ params, audit }) {
      const id = uuidOf('invitation', params.id)
      await hub.db.transaction(async (sql) => {
        const email = await withdrawInvitation(sql, id)
        if (email === null) throw notFound('invitation', params.id)
        await audit('account.invitation_withdrawn', email, {}, sql)
      })
    },
  })
}
