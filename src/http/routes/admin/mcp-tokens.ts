import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { isUuid, publicId } from '../../../lib/ids.ts'
import { createToken, listTokens, type McpToken, revokeToken, type Subject } from '../../../mcp/tokens.ts'
import { mcpTokenListSchema, newMcpTokenSchema } from '../../../schema/management/mcp-token.ts'
import { byId } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const newToken = z.strictObject({
  user_id: z.string().max(100).optional().meta({ description: 'reads this user alone; either this or reference_id' }),
  reference_id: z
    .string()
    .min(1)
    .max(500, 'expected at most 500 characters')
    .optional()
    .meta({ description: 'reads all accounts of this person' }),
  expires_in_days: z.int().min(1).max(3650).optional().meta({ description: 'left out: good until it is revoked' }),
})

/** What lets an AI client read one person: made, listed and ended here; used at `/mcp`. */
export function mcpTokenRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/mcp-tokens',
    summary: 'Tokens with which AI clients read a person, without what they are',
    answer: mcpTokenListSchema,
    async handle({ environment }) {
      return { items: (await listTokens(hub.db, environment.id)).map(wireOf), next_cursor: null }
    },
  })

  // The one answer that shows the token.
  route({
    method: 'POST',
    url: '/mcp-tokens',
    summary: 'Makes a token with which an AI client reads one user or one person, and shows it, this once',
    body: newToken,
    answer: newMcpTokenSchema,
    status: 201,
    refuses: [404],
    async handle({ body, environment, audit }) {
      const subject = subjectOf(body)
      const made = await hub.db.transaction(async (sql) => {
        const token = await createToken(hub, sql, environment.id, subject, body.expires_in_days ?? null)
        const whose = { user_id: body.user_id ?? null, reference_id: body.reference_id ?? null }
        await audit('mcp_token.created', publicId('token', token.id), whose, sql)
        return token
      })
      return { ...wireOf(made), token: made.token, url: `${hub.publicUrl()}/mcp` }
    },
  })

  route({
    method: 'DELETE',
    url: '/mcp-tokens/:id',
    summary: 'Revokes a token: the next call with it is refused',
    params: byId,
    status: 204,
    async handle({ params, environment, audit }) {
      const isDone = await hub.db.transaction(async (sql) => {
        const isRevoked = await revokeToken(sql, environment.id, uuidOf('token', params.id))
        if (isRevoked) await audit('mcp_token.revoked', params.id, undefined, sql)
        return isRevoked
      })
      if (!isDone) throw notFound('token', params.id)
    },
  })
}

function subjectOf({ user_id: userId, reference_id: referenceId }: z.output<typeof newToken>): Subject {
  if ((userId === undefined) === (referenceId === undefined))
    throw new TellusError('bad_request', 'say whom the token reads: either user_id or reference_id')
  if (referenceId !== undefined) return { referenceId }
  if (userId === undefined || !isUuid(userId)) throw new TellusError('not_found', 'user not found')
  return { userId }
}

const wireOf = ({ id, subject, createdAt, expiresAt }: McpToken) => ({
  id: publicId('token', id),
  user_id: 'userId' in subject ? subject.userId : null,
  reference_id: 'referenceId' in subject ? subject.referenceId : null,
  created_at: createdAt.toISOString(),
  expires_at: expiresAt?.toISOString() ?? null,
})
