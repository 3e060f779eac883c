import { z } from 'zod'
import { idOf, listOf, time, userId } from './shared.ts'

const fields = {
  id: idOf('mcp'),
  user_id: userId.nullable().meta({ description: 'the one user that it reads; null for one of a person' }),
  reference_id: z
    .string()
    .nullable()
    .meta({ description: 'the person whose accounts it reads; null for one of a user' }),
  created_at: time,
  expires_at: time.nullable().meta({ description: 'null: until it is revoked' }),
}

export const mcpTokenSchema = z.strictObject(fields).meta({ id: 'McpToken' })
export type McpToken = z.output<typeof mcpTokenSchema>
export const mcpTokenListSchema = listOf(mcpTokenSchema)

/** The one answer that shows the token. */
export const newMcpTokenSchema = z
  .strictObject({
    ...fields,
    token: z.string().meta({ description: 'shown this once' }),
    url: z.url().meta({ description: 'where an MCP client connects to, with the token as its Bearer token' }),
  })
  .meta({ id: 'NewMcpToken' })
export type NewMcpToken = z.output<typeof newMcpTokenSchema>
