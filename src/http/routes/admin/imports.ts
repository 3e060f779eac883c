import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { importKinds } from '../../../import/importer.ts'
import { acceptImport, cancelImport, getImport, listImports } from '../../../ingest/imports.ts'
import { TellusError } from '../../../lib/errors.ts'
import { publicId } from '../../../lib/ids.ts'
import { importListSchema, importStatusSchema, uploadedSchema } from '../../../schema/management/import.ts'
import { isProvider } from '../../../schema/providers.ts'
import { takeStream } from '../../bodies.ts'
import { byId, cursorOf, needed, paging } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const uploadAsked = z.object({
  kind: z.enum(['auto', ...importKinds]).default('auto'),
  user_id: needed.optional(),
  reference_id: needed.max(500).optional(),
  provider: needed.refine(isProvider, 'there is no such provider').optional(),
  filename: needed.max(500).optional(),
  zone: needed.optional(),
})

export function importRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/imports',
    summary: 'Files that were brought, newest first',
    answer: importListSchema,
    query: z.object(paging),
    async handle({ query, environment }) {
      const before = cursorOf('import', query.cursor)
      const { imports, next } = await listImports(hub, environment.id, { limit: query.limit, before })
      return { items: imports, next_cursor: next === null ? null : publicId('import', next) }
    },
  })

  route({
    method: 'GET',
    url: '/imports/:id',
    summary: 'How an import goes',
    answer: importStatusSchema,
    params: byId,
    async handle({ params, environment }) {
      const status = await getImport(hub, environment.id, uuidOf('import', params.id))
      if (status === null) throw notFound('import', params.id)
      return status
    },
  })

  route({
    method: 'POST',
    url: '/imports/:id/cancel',
    summary: 'Stops an import; what it stored stays',
    answer: importStatusSchema,
    params: byId,
    async handle({ params, environment, audit }) {
      const status = await cancelImport(hub, environment.id, uuidOf('import', params.id))
      if (status === null) throw notFound('import', params.id)
      await audit('import.cancelled', params.id)
      return status
    },
  })
}

/** `POST /imports`, in a scope of its own: its body is the file, whatever its type, and is never in memory whole. */
export function uploadRoutes(server: FastifyInstance, hub: Hub): void {
  takeStream(server)
  const route = routesOf(server, hub)

  route({
    method: 'POST',
    url: '/imports',
    summary: 'Takes a file as the raw body',
    answer: uploadedSchema,
    takes: { 'application/octet-stream': z.unknown().meta({ description: 'the file, as it is' }) },
    refuses: [404, 415, 422, 507],
    query: uploadAsked,
    status: 202,
    async handle({ query, environment, request }) {
      const encoding = request.headers['content-encoding']
      if (encoding !== undefined && encoding !== 'identity')
        throw new TellusError('unsupported_media_type', `the file is ${encoding}-encoded: send it as it is`)
      const length = request.headers['content-length']
      const { importId, userId } = await acceptImport(hub, {
        environmentId: environment.id,
        kind: query.kind,
        filename: query.filename ?? dispositionName(request) ?? 'upload',
        contentLength: length === undefined ? null : Number(length),
        stream: request.body instanceof Readable ? request.body : Readable.from([]),
        userId: query.user_id,
        referenceId: query.reference_id,
        provider: query.provider?.toUpperCase(),
        zone: query.zone,
      })
      return { import_id: publicId('import', importId), user_id: userId }
    },
  })
}

/** The file name in `Content-Disposition`, the UTF-8 form first. */
function dispositionName(request: FastifyRequest): string | null {
  const header = request.headers['content-disposition']
  if (header === undefined) return null
  const extended = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(header)?.[1]
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended)
    } catch {
      // badly escaped: the plain form, if there is one, still names the file
    }
  }
  return (
    /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i
      .exec(header)
      ?.slice(1)
      .find((name) => name !== undefined) ?? null
  )
}
