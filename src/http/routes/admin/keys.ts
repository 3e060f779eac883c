import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { createKey, forgetKnownKeys, listKeys, revokeKey } from '../../../environments/keys.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { apiKeyListSchema, newApiKeySchema } from '../../../schema/management/key.ts'
import { byId } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const newKey = z.strictObject({ name: z.string().trim().min(1).max(200).default('API key') })

export function keyRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/credentials/keys',
    summary: 'API keys, without what they are',
    answer: apiKeyListSchema,
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
    summary: 'Makes an API key and shows it, this once',
    answer: newApiKeySchema,
    body: newKey,
    status: 201,
    async handle({ body, environment, audit }) {
      const { id, key, hint } = await hub.db.transaction(async (sql) => {
        const made = await createKey(sql, environment.id, body.name)
        await audit('key.created', publicId('key', made.id), { name: body.name }, sql)
        return made
      })
      forgetKnownKeys(hub)
      return { id: publicId('key', id), name: body.name, hint, dev_id: environment.devId, api_key: key }
    },
  })

  route({
    method: 'DELETE',
    url: '/credentials/keys/:id',
    summary: 'Revokes an API key; the last one stays',
    refuses: [409],
    params: byId,
    status: 204,
    async handle({ params, environment, audit }) {
      if (!(await revokeKey(hub, environment.id, uuidOf('key', params.id)))) throw notFound('key', params.id)
      await audit('key.revoked', params.id)
    },
  })
}
