import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Actor, Role } from '../accounts/actor.ts'
import { type AuditEntry, audit } from '../accounts/audit.ts'
import type { Session } from '../accounts/session.ts'
import type { Sql } from '../db/sql.ts'
import type { Environment } from '../environments/keys.ts'
import { TellusError } from '../lib/errors.ts'
import { type IdKind, privateId } from '../lib/ids.ts'
import {
  type CredentialsHub,
  callerOf,
  demandCredentials,
  demandRole,
  demandSession,
  sessionOf,
} from './credentials.ts'
import { misfit, refuseNul } from './errors.ts'

type Schema = z.ZodType | undefined
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a handler of an open route is given: everything parsed, and the request itself for the few who need it. */
export interface OpenCall<P, Q, B> {
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  /** The id of this request, which its answer carries as `terra-reference`. */
  reference: string
  request: FastifyRequest
  reply: FastifyReply
}

/**
 * Writes an entry of the audit log about this call: `await audit('destination.deleted', params.id)`. Given the SQL of a transaction, in
 * that one.
 */
export type AuditCall = (
  action: string,
  target: string,
  detail?: NonNullable<AuditEntry['detail']>,
  sql?: Sql,
) => Promise<void>

export interface Call<P, Q, B> extends OpenCall<P, Q, B> {
  environment: Environment
  actor: Actor
  audit: AuditCall
}

/** What a handler is given that works for a person and on no environment. */
export interface SessionCall<P, Q, B> extends OpenCall<P, Q, B> {
  session: Session
  audit: AuditCall
}

/** A route as data: what it takes, and what makes its answer. */
interface Route<P, Q, B, C> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  /** The role its caller needs; unless told, `viewer` for a GET and `developer` for all else. */
  needs?: Role
  params?: P
  query?: Q
  body?: B
  /** The status of its answer; 200 unless told. */
  status?: number
  /** What it does, in a line of the API's description. */
  summary?: string
  /** What it answers; none for 204. Tests check every answer against it. */
  answer?: z.ZodType
  /** The media type of its answer; JSON unless told. */
  answerType?: string
  /** Other statuses under which it answers, as 200 where nothing is made after all. */
  also?: readonly number[]
  /** Statuses of refusals beyond those that every such route has, as 409. */
  refuses?: readonly number[]
  /** What its body is, by media type, where the handler reads it itself. */
  takes?: Readonly<Record<string, z.ZodType>>
  /** Makes the answer: an object to be sent as JSON, or `reply` once it has been sent. */
  handle(call: C): Promise<unknown>
}

/** A route as the description of the API tells it, kept with the route. */
export interface Described {
  method: string
  /** Below the prefix, with `:name` for what varies. */
  url: string
  access: 'environment' | 'session' | 'phone' | 'open'
  needs: Role | undefined
  params: Schema
  query: Schema
  body: Schema
  status: number
  summary: string | undefined
  answer: Schema
  answerType: string
  also: readonly number[]
  refuses: readonly number[]
  takes: Readonly<Record<string, z.ZodType>> | undefined
}

type LetIn = (request: FastifyRequest) => Promise<void>

declare module 'fastify' {
  interface FastifyContextConfig {
    described?: Described
    /** A path of Terra's contract that is answered 501. */
    refused?: boolean
  }
}

const configOf = (
  access: Described['access'],
  route: Omit<Route<Schema, Schema, Schema, never>, 'handle'>,
): { described: Described } => ({
  described: {
    method: route.method,
    url: route.url,
    access,
    needs: route.needs,
    params: route.params,
    query: route.query,
    body: route.body,
    status: route.status ?? 200,
    summary: route.summary,
    answer: route.answer,
    answerType: route.answerType ?? 'application/json',
    also: route.also ?? [],
    refuses: route.refuses ?? [],
    takes: route.takes,
  },
})

/**
 * Gives a function that adds routes which work on an environment. Below `/admin/api` they take an API key or a session;
 * everywhere else, as Terra does, an API key alone, which `letIn` asks for.
 */
export function routesOf(server: FastifyInstance, hub: CredentialsHub, letIn: LetIn = demandCredentials(hub)) {
  const takesSessions = server.prefix.startsWith('/admin/api')
  return <P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
    route: Route<P, Q, B, Call<P, Q, B>>,
  ): void => {
    server.route({
      method: route.method,
      url: route.url,
      config: configOf('environment', route),
      onRequest: takesSessions ? demandRole(hub, route.needs) : letIn,
      handler: async (request, reply) => {
        const call = callOf(route, request, reply)
        const { environment, actor } = callerOf(request)
        return route.handle({ ...call, environment, actor, audit: auditCall(hub, actor, environment.id) })
      },
    })
  }
}

/** Gives a function that adds routes which work for the person who is signed in, and on no environment. */
export function sessionRoutesOf(server: FastifyInstance, hub: CredentialsHub) {
  return <P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
    route: Route<P, Q, B, SessionCall<P, Q, B>>,
  ): void => {
    server.route({
      method: route.method,
      url: route.url,
      config: configOf('session', route),
      onRequest: demandSession(hub, route.needs),
      handler: async (request, reply) => {
        const call = callOf(route, request, reply)
        const session = sessionOf(request)
        return route.handle({ ...call, session, audit: auditCall(hub, session.actor, null) })
      },
    })
  }
}

const auditCall =
  (hub: CredentialsHub, actor: Actor, environmentId: string | null): AuditCall =>
  (action, target, detail, sql = hub.db) =>
    audit(hub, sql, { environmentId, actor, action, target, ...(detail === undefined ? {} : { detail }) })

/** Gives a function that adds routes open to everybody, or whose scope asks for the token of a phone. */
export function openRoutesOf(server: FastifyInstance, access: 'open' | 'phone' = 'open') {
  return <P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
    route: Omit<Route<P, Q, B, OpenCall<P, Q, B>>, 'needs'>,
  ): void => {
    server.route({
      method: route.method,
      url: route.url,
      config: configOf(access, route),
      handler: async (request, reply) => route.handle(callOf(route, request, reply)),
    })
  }
}

function callOf<P extends Schema, Q extends Schema, B extends Schema>(
  route: { params?: P; query?: Q; body?: B; status?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): OpenCall<P, Q, B> {
  if (route.status !== undefined) reply.code(route.status)
  return {
    params: parse(route.params, request.params, 'path'),
    query: parse(route.query, request.query, 'query'),
    body: parse(route.body, request.body ?? {}, 'body'),
    reference: request.id,
    request,
    reply,
  }
}

function parse<S extends Schema>(schema: S | undefined, input: unknown, whole: string): Parsed<S> {
  // The checker does not follow that a type depends on whether the schema is there.
  if (schema === undefined) return undefined as Parsed<S>
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw misfit(parsed.error, input, whole)
  refuseNul(parsed.data, whole)
  return parsed.data as Parsed<S>
}

/** The UUID behind an id in a path; what is no id of that kind does not exist. */
export function uuidOf(kind: IdKind, id: string): string {
  const uuid = privateId(kind, id)
  if (uuid === null) throw notFound(kind, id)
  return uuid
}

/** For an id that is unknown or belongs to another environment: `there is no destination dst_01jc…`. */
export const notFound = (kind: IdKind | 'user', id: string): TellusError =>
  new TellusError('not_found', `there is no ${kind} ${id.slice(0, 60)}`)
