import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Environment } from '../environments/keys.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { type IdKind, privateId } from '../lib/ids.ts'
import { demandCredentials, environmentOf } from './credentials.ts'
import { misfit } from './errors.ts'

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
export interface Call<P, Q, B> extends OpenCall<P, Q, B> {
  environment: Environment
}

/** A route as data: what it takes, and what makes its answer. */
interface Route<P, Q, B, C> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  params?: P
  query?: Q
  body?: B
  /** The status of its answer; 200 unless told. */
  status?: number
  /** Makes the answer: an object to be sent as JSON, or `reply` once it has been sent. */
  handle(call: C): Promise<unknown>
}

/** Gives a function that adds routes which ask for credentials. */
export function routesOf(server: FastifyInstance, hub: Pick<Hub, 'db' | 'clock'>) {
  const onRequest = demandCredentials(hub)
  return <P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
    route: Route<P, Q, B, Call<P, Q, B>>,
  ): void => {
    server.route({
      method: route.method,
      url: route.url,
      onRequest,
      handler: async (request, reply) => {
        const call = callOf(route, request, reply)
        return route.handle({ ...call, environment: environmentOf(request) })
      },
    })
  }
}

/** Gives a function that adds routes open to everybody. */
export function openRoutesOf(server: FastifyInstance) {
  return <P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
    route: Route<P, Q, B, OpenCall<P, Q, B>>,
  ): void => {
    server.route({
      method: route.method,
      url: route.url,
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
