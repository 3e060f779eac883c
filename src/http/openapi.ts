import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiComponentsObject,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathItemObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { problemSchema } from '../schema/management/shared.ts'
import { version } from '../version.ts'
import type { Described } from './route.ts'

export type OpenApi = ReturnType<typeof createDocument>

/** What the routes of an API say of themselves, in the order they were added. */
export interface Gathered {
  described: Described[]
  /** Routes that say nothing of themselves; a test finds them. */
  undescribed: string[]
}

declare module 'fastify' {
  interface FastifyInstance extends Gathered {
    /** Terra's paths below `/v2`; `described` and `undescribed` are those of the management API. */
    terra: Gathered
    /** Terra's paths that stand at the root. */
    terraAtRoot: Gathered
    /** What phones call, below `/ingest`. */
    phone: Gathered
  }
}

/** An API as its document tells it, beside its routes. */
export interface Api {
  title: string
  about: string
  /** Where its paths begin: `/admin/api`. */
  prefixes: readonly string[]
  /** Whether a person who is signed in may call it, or a key alone. */
  takesSessions: boolean
}

/** Gathers what the routes that are added to a scope from now on say of themselves. Those that are refused say nothing. */
export function gatherRoutes(server: FastifyInstance, into: Gathered): void {
  server.addHook('onRoute', ({ config, method, url }) => {
    if (config?.refused === true) return
    if (config?.described === undefined) into.undescribed.push(`${String(method)} ${url}`)
    else into.described.push(config.described)
  })
}

/** All ways to say who calls. */
const securitySchemes = {
  devId: { type: 'apiKey', in: 'header', name: 'dev-id' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
  session: { type: 'apiKey', in: 'cookie', name: 'tellus_session', description: 'of somebody who is signed in' },
  csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'with a session, for all but GET' },
  ingestToken: { type: 'http', scheme: 'bearer', description: 'of a phone, from POST /ingest/connect' },
} satisfies ZodOpenApiComponentsObject['securitySchemes']

/** OpenAPI 3.1 of an API, made from its routes; `atRoot` are those that stand outside its prefixes. */
export function openApi(
  api: Api,
  routes: readonly Described[],
  publicUrl: string,
  atRoot: readonly Described[] = [],
): OpenApi {
  const all = [...routes, ...atRoot]
  const paths: Record<string, ZodOpenApiPathItemObject> = {}
  for (const route of all) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operationOf(api, route),
      ...(atRoot.includes(route) ? { servers: [{ url: publicUrl }] } : {}),
    }
  }
  const used = new Set(all.flatMap((route) => securityOf(api, route).flatMap((one) => Object.keys(one))))
  const document: ZodOpenApiObject = {
    openapi: '3.1.1',
    info: {
      title: api.title,
      version,
      description: api.about,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: api.prefixes.map((prefix) => ({ url: `${publicUrl}${prefix}` })),
    tags: [...new Set(routes.map(tagOf))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: Object.fromEntries(Object.entries(securitySchemes).filter(([name]) => used.has(name))),
    },
  }
  return createDocument(document)
}

const tagOf = ({ url }: Described): string => url.split('/')[1] ?? ''

function operationOf(api: Api, route: Described): ZodOpenApiOperationObject {
  const { params, query, summary } = route
  const content = contentOf(route)
  return {
    operationId: operationId(route),
    tags: [tagOf(route)],
    ...(summary === undefined ? {} : { summary }),
    security: securityOf(api, route),
    ...(params === undefined && query === undefined
      ? {}
      : {
          requestParams: {
            ...(params instanceof z.ZodObject ? { path: params } : {}),
            ...(query instanceof z.ZodObject ? { query } : {}),
          },
        }),
    ...(content === undefined ? {} : { requestBody: { content } }),
    responses: responsesOf(api, route),
  }
}

const operationId = ({ method, url }: Described): string =>
  [method.toLowerCase(), ...url.split('/').filter((part) => part !== '')]
    .map((part) => part.replaceAll(/[^a-z0-9]+/gi, '_').replace(/^_/, 'by_'))
    .join('_')

function contentOf({ body, takes }: Described): Record<string, { schema: z.ZodType }> | undefined {
  if (takes !== undefined)
    return Object.fromEntries(Object.entries(takes).map(([mediaType, schema]) => [mediaType, { schema }]))
  return body === undefined ? undefined : { 'application/json': { schema: body } }
}

function securityOf({ takesSessions }: Api, { access, method }: Described): Record<string, string[]>[] {
  const session: Record<string, string[]> = method === 'GET' ? { session: [] } : { session: [], csrf: [] }
  switch (access) {
    case 'open':
      return []
    case 'session':
      return [session]
    case 'phone':
      return [{ ingestToken: [] }]
    case 'environment':
      return [{ devId: [], apiKey: [] }, ...(takesSessions ? [session] : [])]
  }
}

const refusals: Readonly<Record<number, string>> = {
  400: 'A parameter or the body does not fit; the detail names it.',
  401: 'The credentials are missing or wrong.',
  403: 'The role is not enough, or the call does not come from a page of ours.',
  404: 'There is no such thing in this environment.',
  409: 'It is not in a state for this.',
  410: 'The link works no more.',
  413: 'The body is too large.',
  415: 'The Content-Type is not taken here.',
  422: 'The file cannot be read.',
  426: 'It is a WebSocket: ask for an upgrade.',
  429: 'Too many tries: wait as Retry-After says.',
  503: 'Not now: try again as Retry-After says.',
  507: 'The disk is nearly full.',
}

const doneOf = (status: number): string =>
  ({ 101: 'It is a WebSocket from here on.', 201: 'Made.', 202: 'Taken on.', 207: 'Done in part.' })[status] ?? 'Done.'

function responsesOf(api: Api, route: Described): ZodOpenApiResponsesObject {
  const { access, also, answer, answerType, params, query, status } = route
  const statuses = new Set<number>(route.refuses)
  if (access !== 'open') statuses.add(401)
  if (access !== 'open' && api.takesSessions) statuses.add(403)
  if (params !== undefined) statuses.add(404)
  if (query !== undefined || contentOf(route) !== undefined) statuses.add(400)
  const problem = { content: { 'application/problem+json': { schema: problemSchema } } }
  const content = answer === undefined ? {} : { content: { [answerType]: { schema: answer } } }
  const responses: ZodOpenApiResponsesObject = {
    [`${status}`]: { description: doneOf(status), ...(status === 204 ? {} : content) },
    default: { description: 'Any other error.', ...problem },
  }
  for (const code of also) Object.assign(responses, { [`${code}`]: { description: doneOf(code), ...content } })
  for (const code of [...statuses].sort())
    Object.assign(responses, { [`${code}`]: { description: refusals[code] ?? 'Refused.', ...problem } })
  return responses
}
