import type { FastifyReply, FastifyRequest } from 'fastify'
import { isFirstRun } from '../accounts/account.ts'
import { endSession, openSession, type Place, type Session } from '../accounts/session.ts'
import { listEnvironments } from '../environments/environment.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { publicId } from '../lib/ids.ts'
import { version } from '../version.ts'
import { sessionCookie } from './credentials.ts'
import { originOf } from './same-site.ts'

type SessionHub = Pick<Hub, 'db' | 'config' | 'publicUrl'>

const cookieOptions = (hub: Pick<Hub, 'publicUrl'>) =>
  ({
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: hub.publicUrl().startsWith('https:'),
  }) as const

const sixtyDaysSeconds = 60 * 86_400

/** Gives the browser the cookie of a new session. */
export function setSessionCookie(hub: Pick<Hub, 'publicUrl'>, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, { ...cookieOptions(hub), maxAge: sixtyDaysSeconds })
}

/** Takes the cookie away. */
export function clearSessionCookie(hub: Pick<Hub, 'publicUrl'>, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, cookieOptions(hub))
}

/** Where a request comes from, for the audit log and the list of sessions. */
export const placeOf = (request: FastifyRequest): Place => ({
  address: request.ip,
  userAgent: request.headers['user-agent'],
})

/** Throws 403 for a sign-in that a page elsewhere sends: it would make a visitor work in somebody else's account. */
export function refuseForeign(hub: Pick<Hub, 'publicUrl'>, request: FastifyRequest): void {
  if (originOf(hub, request) !== 'foreign') return
  throw new TellusError(
    'forbidden',
    `sign in on a page of ${new URL(hub.publicUrl()).origin}: another site sent this. Behind a proxy, set TELLUS_PUBLIC_URL`,
  )
}

/** The answer to everything that signs in: the browser's new session takes the place of the one it had. */
export async function answerSignedIn(hub: SessionHub, request: FastifyRequest, reply: FastifyReply, token: string) {
  const before = await openSession(hub, request.cookies[sessionCookie])
  if (before !== null) await endSession(hub.db, before.actor.accountId, before.id)
  const session = await openSession(hub, token)
  setSessionCookie(hub, reply, token)
  return viewSession(hub, session)
}

/** What a page needs to know before anything else; of the installation nothing but whether it is new, to strangers. */
export async function viewSession(hub: SessionHub, session: Session | null) {
  const environments = session === null ? [] : await listEnvironments(hub)
  const actor = session?.actor
  return {
    account:
      actor === undefined
        ? null
        : { id: publicId('account', actor.accountId), email: actor.email, name: actor.name, role: actor.role },
    csrf_token: session?.csrfToken ?? null,
    environments: environments.map((one) => ({
      dev_id: one.devId,
      name: one.name,
      created_at: one.createdAt.toISOString(),
    })),
    first_run: await isFirstRun(hub),
    version,
    public_url: hub.publicUrl(),
    sandbox: hub.config.sandbox === 'on',
    private_destinations: hub.config.privateDestinations === 'allow',
  }
}
