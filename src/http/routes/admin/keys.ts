import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { createKey, listKeys, revokeKey } from '../../../environments/keys.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { byId } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const newKey = z.strictObject({ name: z.string().trim().min(1).max(200).default('API key') })

export function keyRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/credentials/keys',
    async handle({ environment }) {
      const keys = await listKeys(hub.db, environment.id)
      const items = keys.map((key) => ({
        id: publicId('key', key.id),
        name: key.name,
        hint: key.hint,
        created_at: key.createdAt.toISOString(),
        revoked_at: key.revokedAt?.toISOString() ?? null,
      }))
      return { items, next_cursor: null }
    },
  })

  // The one answer that shows the key.
  route({
    method: 'POST',
    url: '/credentials/keys',
    body: newKey,
    status: 201,
    async handle({ body, environment }) {
      const { id, key, hint } = await createKey(hub.db, environment.id, body.name)
      return { id: publicId('key', id), name: body.name, hint, dev_id: environment.devId, api_key: key }
    },
  })

  route({
    method: 'DELETE',
    url: '/credentials/keys/:id',
    params: byId,
    status: 204,
    async handle({ params, environment }) {
      if (!(await revokeKey(hub, environment.id, uuidOf('key', params.id)))) throw notFound('key', params.id)
    },
  })
}
