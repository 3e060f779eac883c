import type { FastifyRequest } from 'fastify'
import { ownerEmails } from '../accounts/account.ts'
import { type Actor, mayAct, type Role, roleOf } from '../accounts/actor.ts'
import { isCsrfToken, openSession, type Session } from '../accounts/session.ts'
import { environmentFor } from '../environments/environment.ts'
import { authenticate, type Environment } from '../environments/keys.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { wrongKey } from './key-guesses.ts'
import { countRequest } from './request-limit.ts'
import { originOf } from './same-site.ts'

/** Who calls and on which environment. */
export interface Caller {
  environment: Environment
  actor: Actor
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose credentials came with the request; null on routes that ask for none. */
    caller: Caller | null
    /** The session of the request's cookie; null where it has none, or is one of an API key. */
    session: Session | null
  }
}

/** What the check of a key needs. */
export type KeyHub = Pick<Hub, 'db' | 'clock' | 'config'>
export type CredentialsHub = KeyHub & Pick<Hub, 'publicUrl'>

/** The name of the cookie that holds a session's token. */
export const sessionCookie = 'tellus_session'

/**
 * Makes whom the request's `dev-id` and `x-api-key` open its caller. Throws the two sentences of 401, or 429: to a caller whose
 * key makes too many requests, and to strangers who try too many keys.
 */
export async function checkCredentials(hub: KeyHub, request: FastifyRequest): Promise<Caller> {
  const devId = one(request.headers['dev-id'])
  const apiKey = one(request.headers['x-api-key'])
  if (devId === undefined || apiKey === undefined)
    throw new TellusError('unauthorized', 'dev-id or x-api-key headers are missing')
  const opened = await authenticate(hub, devId, apiKey)
  if (opened === null) throw wrongKey(hub, request.ip, devId)
  const { environment, key } = opened
  request.caller = { environment, actor: { kind: 'key', keyId: key.id, name: key.name } }
  countRequest(hub, key.id)
  return request.caller
}

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A hook that lets in only requests with an API key, before their body is read. */
export const demandCredentials = (hub: KeyHub) => async (request: FastifyRequest) => {
  await checkCredentials(hub, request)
}

/**
 * A hook of the management API: lets in requests with an API key, or with a session's cookie, when the role is enough.
 * The cookie alone does not do for what changes something, for a browser sends it from foreign pages too.
 */
export const demandRole = (hub: CredentialsHub, needs: Role | undefined) => async (request: FastifyRequest) => {
  const session = hasKeyHeaders(request) ? null : await checkSession(hub, request)
  if (session === null) {
    if (!hasKeyHeaders(request))
      throw new TellusError(
        'unauthorized',
        request.cookies[sessionCookie] === undefined
          ? 'dev-id or x-api-key headers are missing'
          : 'your session has ended: sign in again',
      )
    request.caller = await checkCredentials(hub, request)
  } else {
    const environment = await environmentFor(hub, chosenEnvironment(request))
    request.caller = { environment, actor: session.actor }
  }
  await checkRole(hub, request.caller.actor, needs ?? usualNeed(request))
}

/** A hook for what belongs to the people of an installation and to no environment: asks for a session. */
export const demandSession = (hub: CredentialsHub, needs: Role | undefined) => async (request: FastifyRequest) => {
  if (hasKeyHeaders(request)) {
    await checkCredentials(hub, request)
    throw new TellusError(
      'forbidden',
      'an API key works on the data of its environment only: sign in to the dashboard, or use tellus accounts on the server',
    )
  }
  const session = await checkSession(hub, request)
  if (session === null)
    throw new TellusError(
      'unauthorized',
      request.cookies[sessionCookie] === undefined ? 'sign in first' : 'your session has ended: sign in again',
    )
  await checkRole(hub, session.actor, needs ?? usualNeed(request))
}

const hasKeyHeaders = (request: FastifyRequest): boolean =>
  request.headers['dev-id'] !== undefined || request.headers['x-api-key'] !== undefined

const usualNeed = (request: FastifyRequest): Role => (request.method === 'GET' ? 'viewer' : 'developer')

/** The session of the request's cookie, or null. Throws 403 when a change is not shown to come from a page of ours. */
async function checkSession(hub: CredentialsHub, request: FastifyRequest): Promise<Session | null> {
  const session = await openSession(hub, request.cookies[sessionCookie])
  if (session !== null && request.method !== 'GET') checkIntent(hub, session, request)
  request.session = session
  return session
}

/** Throws 403 unless a request that changes something comes from a page of ours and carries the session's CSRF token. */
function checkIntent(hub: Pick<Hub, 'publicUrl'>, session: Session, request: FastifyRequest): void {
  if (originOf(hub, request) !== 'own')
    throw new TellusError(
      'forbidden',
      `this call does not come from a page of ${new URL(hub.publicUrl()).origin}: with a session, changes are taken from there only`,
    )
  const given = one(request.headers['x-csrf-token'])
  if (given === undefined || !isCsrfToken(session, given))
    throw new TellusError(
      'forbidden',
      'the x-csrf-token header is missing or belongs to another session: GET /admin/api/session tells the right one',
    )
}

async function checkRole(hub: Pick<Hub, 'db'>, actor: Actor, needed: Role): Promise<void> {
  if (mayAct(roleOf(actor), needed)) return
  const who = actor.kind === 'key' ? 'an API key counts as developer' : `${actor.email} is a ${actor.role}`
  const owners = await ownerEmails(hub.db)
  const how =
    actor.kind === 'key'
      ? 'sign in to the dashboard as one'
      : owners.length === 0
        ? 'it can be given on the server: tellus accounts invite'
        : `${owners.join(' or ')} can give it under Team`
  throw new TellusError('forbidden', `this needs the role ${needed}, and ${who}: ${how}`)
}

/** What the request says about the environment it means; the address where a browser cannot set headers. */
function chosenEnvironment(request: FastifyRequest): string | undefined {
  const header = one(request.headers['tellus-environment'])
  if (header !== undefined) return header
  const { query } = request
  if (typeof query !== 'object' || query === null) return undefined
  const asked: unknown = Reflect.get(query, 'environment')
  return typeof asked === 'string' && asked !== '' ? asked : undefined
}

/** Who called a request that came past `demandCredentials` or `demandRole`. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('A route that asks for no credentials has no caller.')
  return request.caller
}

/** The environment of a request that came past `demandCredentials` or `demandRole`. */
export const environmentOf = (request: FastifyRequest): Environment => callerOf(request).environment

/** The session of a request that came past `demandSession`. */
export function sessionOf(request: FastifyRequest): Session {
  if (request.session === null) throw new Error('A route that asks for no session has none.')
  return request.session
}
