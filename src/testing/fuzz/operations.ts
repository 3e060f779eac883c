import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Described } from '../../http/route.ts'

/** One operation of an API, from its document and its route. */
export interface Operation {
  /** `GET /v2/daily`. */
  name: string
  method: string
  /** The whole path, `{name}` for what varies. */
  path: string
  access: Described['access'] | 'any'
  parameters: readonly { name: string; in: string; required: boolean; schema: unknown }[]
  /** The schema of the body by media type; empty where it takes none. */
  bodies: readonly { mediaType: string; schema: unknown }[]
  /** Statuses that its document names. */
  statuses: readonly number[]
  /** What an answer that is no error must fit; null where anything goes. */
  answer: z.ZodType | null
}

export interface Api {
  operations: Operation[]
  components: Record<string, unknown>
}

const documentOf = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.union([
        z.array(z.unknown()),
        z.looseObject({
          parameters: z
            .array(
              z.object({
                name: z.string(),
                in: z.string(),
                required: z.boolean().default(false),
                schema: z.unknown(),
              }),
            )
            .default([]),
          requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
          responses: z.record(z.string(), z.unknown()),
        }),
      ]),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()).default({}) }),
})

/** The operations of a document, each with the route that it was made from. */
export function readApi(document: unknown, prefix: string, described: readonly Described[], atRoot = false): Api {
  const { paths, components } = documentOf.parse(document)
  const operations: Operation[] = []
  for (const route of described) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}')
    const operation = paths[path]?.[route.method.toLowerCase()]
    if (operation === undefined || Array.isArray(operation))
      throw new Error(`The document lacks ${route.method} ${path}.`)
    operations.push({
      name: `${route.method} ${prefix}${path}`,
      method: route.method,
      path: `${atRoot ? '' : prefix}${path}`,
      access: route.access,
      parameters: operation.parameters,
      bodies: Object.entries(operation.requestBody?.content ?? {}).map(([mediaType, { schema }]) => ({
        mediaType,
        schema,
      })),
      statuses: Object.keys(operation.responses)
        .map(Number)
        .filter((status) => !Number.isNaN(status)),
      answer: route.answerType === 'application/json' ? (route.answer ?? null) : null,
    })
  }
  return { operations, components: components.schemas }
}

/** The paths that no document describes: the pages of end users, receivers, the sandbox, and what is refused. */
export const undescribed: readonly Operation[] = [
  ['GET', '/session/{widgetSession}'],
  ['GET', '/session/{widgetSession}/connect/{provider}'],
  ['GET', '/session/{widgetSession}/start/{provider}'],
  ['GET', '/session/{widgetSession}/disconnect/{user_id}'],
  ['POST', '/session/{widgetSession}/disconnect/{user_id}'],
  ['GET', '/oauth/{provider}/callback'],
  ['GET', '/connect/result/{signIn}'],
  ['GET', '/payloads/{token}'],
  ['POST', '/inbox/{nobody}'],
  ['GET', '/sandbox/authorize'],
  ['POST', '/sandbox/authorize'],
  ['POST', '/sandbox/token'],
  ['POST', '/sandbox/revoke'],
  ['GET', '/sandbox/records'],
  ['GET', '/sandbox/userinfo'],
  ['POST', '/hooks/{provider}'],
  ['GET', '/hooks/{provider}'],
  ['POST', '/ingest/connect'],
  ['POST', '/ingest/batches'],
  ['GET', '/ingest/state'],
  ['DELETE', '/ingest/connection'],
  ['GET', '/healthz'],
  ['GET', '/metrics'],
  ['POST', '/v2/teams/{anything}'],
  ['POST', '/auth/user'],
  ['GET', '/{anything}'],
  ['PATCH', '/v2/{anything}'],
].map(([method = '', path = '']) => ({
  name: `${method} ${path}`,
  method,
  path,
  access: 'any' as const,
  parameters: ['state', 'code', 'q', 'scope', 'client_id', 'redirect_uri', 'type', 'start', 'end', 'accent'].map(
    (name) => ({ name, in: 'query', required: false, schema: { type: 'string' } }),
  ),
  bodies: [{ mediaType: 'application/x-www-form-urlencoded', schema: {} }],
  statuses: [],
  answer: null,
}))

/** The two documents of a server, read. */
export async function readApis(server: FastifyInstance): Promise<Api[]> {
  const documentAt = async (url: string): Promise<unknown> => (await server.inject({ method: 'GET', url })).json()
  const management = await documentAt('/admin/api/openapi.json')
  const terra = await documentAt('/v2/openapi.json')
  return [
    readApi(management, '/admin/api', server.described),
    readApi(terra, '/v2', server.terra.described),
    readApi(terra, '', server.terraAtRoot.described, true),
    { operations: [...undescribed], components: {} },
  ]
}
