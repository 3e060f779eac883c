import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { problemSchema } from '../schema/management/shared.ts'
import { version } from '../version.ts'
import type { Described } from './route.ts'

export type OpenApi = ReturnType<typeof createDocument>

declare module 'fastify' {
  interface FastifyInstance {
    /** What the routes of the management API say of themselves, in the order they were added. */
    described: Described[]
    /** Routes of the management API that say nothing of themselves; a test finds them. */
    undescribed: string[]
  }
}

/** Gathers what the routes that are added to a scope from now on say of themselves, in `server.described`. */
export function gatherRoutes(server: FastifyInstance): void {
  server.addHook('onRoute', ({ config, method, url }) => {
    if (config?.described === undefined) server.undescribed.push(`${String(method)} ${url}`)
    else server.described.push(config.described)
  })
}

const about = `Everything the dashboard does. Calls that work on an environment take the headers \`dev-id\` and \`x-api-key\`, or
the session of somebody who is signed in. Lists are \`{items, next_cursor}\`: give \`next_cursor\` as \`cursor\` to go on.
Errors are problem details (RFC 9457); their \`detail\` says what failed, on what, and what to do. Every answer has the
header \`terra-reference\`, which finds its request in the server's log.`

/** OpenAPI 3.1 of the management API, made from its routes. */
export function openApi(routes: readonly Described[], publicUrl: string): OpenApi {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.1',
    info: {
      title: 'Tellus management API',
      version,
      description: about,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${publicUrl}/admin/api` }],
    tags: [...new Set(routes.map(tagOf))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        devId: { type: 'apiKey', in: 'header', name: 'dev-id' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        session: { type: 'apiKey', in: 'cookie', name: 'tellus_session', description: 'of somebody who is signed in' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'with a session, for all but GET' },
      },
    },
  }
  return createDocument(document)
}

const tagOf = ({ url }: Described): string => url.split('/')[1] ?? ''

function operationOf(route: Described): ZodOpenApiOperationObject {
  const { params, query, summary } = route
  const content = contentOf(route)
  return {
    operationId: operationId(route),
    tags: [tagOf(route)],
    ...(summary === undefined ? {} : { summary }),
    security: securityOf(route),
    ...(params === undefined && query === undefined
      ? {}
      : {
          requestParams: {
            ...(params instanceof z.ZodObject ? { path: params } : {}),
            ...(query instanceof z.ZodObject ? { query } : {}),
          },
        }),
    ...(content === undefined ? {} : { requestBody: { content } }),
    responses: responsesOf(route),
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

function securityOf({ access, method }: Described): Record<string, string[]>[] {
  const session: Record<string, string[]> = method === 'GET' ? { session: [] } : { session: [], csrf: [] }
  switch (access) {
    case 'open':
      return []
    case 'session':
      return [session]
    case 'environment':
      return [{ devId: [], apiKey: [] }, session]
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
  429: 'Too many tries: wait as Retry-After says.',
  503: 'Not now: try again as Retry-After says.',
  507: 'The disk is nearly full.',
}

function responsesOf(route: Described): ZodOpenApiResponsesObject {
  const { access, answer, answerType, params, query, status } = route
  const statuses = new Set<number>(route.refuses)
  if (access !== 'open') for (const code of [401, 403]) statuses.add(code)
  if (params !== undefined) statuses.add(404)
  if (query !== undefined || contentOf(route) !== undefined) statuses.add(400)
  const problem = { content: { 'application/problem+json': { schema: problemSchema } } }
  const responses: ZodOpenApiResponsesObject = {
    [`${status}`]: {
      description: status === 202 ? 'Taken on.' : status === 201 ? 'Made.' : 'Done.',
      ...(answer === undefined ? {} : { content: { [answerType]: { schema: answer } } }),
    },
    default: { description: 'Any other error.', ...problem },
  }
  for (const code of [...statuses].sort())
    Object.assign(responses, { [`${code}`]: { description: refusals[code] ?? 'Refused.', ...problem } })
  return responses
}
