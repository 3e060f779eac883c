import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { audit } from '../../../accounts/audit.ts'
import { readInvitation, spent } from '../../../accounts/link.ts'
import { endSession, endSessions, listSessions, openSession } from '../../../accounts/session.ts'
import { changePassword, join, resetPassword, setUpOwner, signIn } from '../../../accounts/sign-in.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { invitationOfferSchema, sessionListSchema, sessionSchema } from '../../../schema/management/session.ts'
import { demandSession, sessionCookie, sessionOf } from '../../credentials.ts'
import { byId, emailAddress, personName } from '../../parameters.ts'
import { notFound, openRoutesOf, sessionRoutesOf, uuidOf } from '../../route.ts'
import { answerSignedIn, clearSessionCookie, placeOf, refuseForeign, viewSession } from '../../session-answer.ts'

const longText = z.string().min(1).max(4000)
const withToken = { token: longText, password: longText }

/** Who is signed in, and every way to become that. */
export function sessionRoutes(server: FastifyInstance, hub: Hub, onFirstOwner: () => void): void {
  const open = openRoutesOf(server)

  open({
    method: 'GET',
    url: '/session',
    summary: 'Who is signed in',
    answer: sessionSchema,
    async handle({ request, reply }) {
      const token = request.cookies[sessionCookie]
      const session = await openSession(hub, token)
      if (token !== undefined && session === null) clearSessionCookie(hub, reply)
      return viewSession(hub, session)
    },
  })

  open({
    method: 'POST',
    url: '/session',
    summary: 'Signs in with e-mail and password',
    answer: sessionSchema,
    refuses: [401, 403, 429],
    // Whatever is no e-mail is one that nobody has.
    body: z.strictObject({ email: z.string().trim().toLowerCase().min(1).max(254), password: longText }),
    async handle({ body, request, reply }) {
      refuseForeign(hub, request)
      return answerSignedIn(hub, request, reply, await signIn(hub, body, placeOf(request)))
    },
  })

  // Without a session there is nothing to end, and the answer is the same.
  const demand = demandSession(hub, 'viewer')
  open({
    method: 'DELETE',
    url: '/session',
    summary: 'Signs out; without a session it does nothing',
    refuses: [403],
    status: 204,
    async handle({ request, reply }) {
      if ((await openSession(hub, request.cookies[sessionCookie])) !== null) {
        await demand(request)
        const { id, actor } = sessionOf(request)
        await hub.db.transaction(async (sql) => {
          await endSession(sql, actor.accountId, id)
          await audit(hub, sql, { environmentId: null, actor, action: 'session.ended', target: actor.email })
        })
      }
      clearSessionCookie(hub, reply)
    },
  })

  open({
    method: 'POST',
    url: '/session/setup',
    summary: 'Makes the first owner, with the link that a first start prints',
    answer: sessionSchema,
    refuses: [403, 410],
    body: z.strictObject({ ...withToken, email: emailAddress, name: personName }),
    async handle({ body, request, reply }) {
      refuseForeign(hub, request)
      const token = await setUpOwner(hub, body, placeOf(request))
      onFirstOwner()
      return answerSignedIn(hub, request, reply, token)
    },
  })

  open({
    method: 'GET',
    url: '/session/invitation',
    summary: 'Whom the invitation in the header x-token invites',
    answer: invitationOfferSchema,
    refuses: [410],
    async handle({ request }) {
      const token = request.headers['x-token']
      if (typeof token !== 'string') throw spent('invitation')
      const invitation = await readInvitation(hub, token)
      return { email: invitation.email, role: invitation.role, expires_at: invitation.expiresAt.toISOString() }
    },
  })

  open({
    method: 'POST',
    url: '/session/join',
    summary: 'Makes the account of an invitation, and signs it in',
    answer: sessionSchema,
    refuses: [403, 410],
    body: z.strictObject({ ...withToken, name: personName }),
    async handle({ body, request, reply }) {
      refuseForeign(hub, request)
      return answerSignedIn(hub, request, reply, await join(hub, body, placeOf(request)))
    },
  })

  open({
    method: 'POST',
    url: '/session/reset',
    summary: 'Sets a new password with a reset link, ends every session, and signs in',
    answer: sessionSchema,
    refuses: [403, 410],
    body: z.strictObject(withToken),
    async handle({ body, request, reply }) {
      refuseForeign(hub, request)
      return answerSignedIn(hub, request, reply, await resetPassword(hub, body, placeOf(request)))
    },
  })

  ownSessionRoutes(server, hub)
}

/** What people do about their own sessions, whatever their role. */
function ownSessionRoutes(server: FastifyInstance, hub: Hub): void {
  const route = sessionRoutesOf(server, hub)

  route({
    method: 'POST',
    url: '/session/password',
    summary: 'Changes the own password, which ends every other session',
    answer: sessionSchema,
    refuses: [429],
    needs: 'viewer',
    body: z.strictObject({ current_password: longText, new_password: longText }),
    async handle({ body, session, request, reply }) {
      const passwords = { current: body.current_password, next: body.new_password }
      return answerSignedIn(hub, request, reply, await changePassword(hub, session, passwords, placeOf(request)))
    },
  })

  route({
    method: 'GET',
    url: '/sessions',
    summary: 'Where you are signed in',
    answer: sessionListSchema,
    async handle({ session }) {
      const sessions = await listSessions(hub, session.actor.accountId)
      const items = sessions.map((one) => ({
        id: publicId('session', one.id),
        user_agent: one.userAgent,
        address: one.address,
        created_at: one.createdAt.toISOString(),
        last_seen_at: one.lastSeenAt.toISOString(),
        current: one.id === session.id,
      }))
      return { items, next_cursor: null }
    },
  })

  route({
    method: 'DELETE',
    url: '/sessions/:id',
    summary: 'Ends one of your sessions',
    needs: 'viewer',
    params: byId,
    status: 204,
    async handle({ params, session, reply, audit }) {
      const id = uuidOf('session', params.id)
      await hub.db.transaction(async (sql) => {
        if (!(await endSession(sql, session.actor.accountId, id))) throw notFound('session', params.id)
        await audit('session.ended', session.actor.email, {}, sql)
      })
      if (id === session.id) clearSessionCookie(hub, reply)
    },
  })

  route({
    method: 'DELETE',
    url: '/sessions',
    summary: 'Signs you out everywhere',
    needs: 'viewer',
    status: 204,
    async handle({ session, reply, audit }) {
      await hub.db.transaction(async (sql) => {
        const ended = await endSessions(sql, session.actor.accountId)
        await audit('session.ended_everywhere', session.actor.email, { sessions: ended }, sql)
      })
      clearSessionCookie(hub, reply)
    },
  })
}
