import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { z } from 'zod'
import type { TestServer } from './server.ts'

const answered = z.object({
  content: z.tuple([z.object({ type: z.literal('text'), text: z.string() })]),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})
const days = z.object({
  first_day: z.string(),
  last_day: z.string(),
  items: z.array(z.record(z.string(), z.unknown())),
  left_out: z.object({ count: z.number(), skip: z.number(), sentence: z.string() }).optional(),
})

/** The calls of an MCP client, with what they answer checked. */
export interface McpClient extends AsyncDisposable {
  client: Client
  /** The structured answer of a tool. Throws its sentence where it failed. */
  tool(name: string, args?: Record<string, unknown>): Promise<Record<string, unknown>>
  /** The answer of a tool that tells of days. */
  days(name: string, args: Record<string, unknown>): Promise<z.output<typeof days>>
}

/** The SDK's own client, connected over Streamable HTTP. Listening is up to the caller. */
export async function openMcpClient(url: string, token: string): Promise<McpClient> {
  const client = new Client({ name: 'test', version: '1.0.0' })
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }))
  return callsOf(client)
}

/** The calls of a client that is connected, over whatever transport. */
export function callsOf(client: Client): McpClient {
  const tool: McpClient['tool'] = async (name, args = {}) => {
    const { content, structuredContent, isError } = answered.parse(await client.callTool({ name, arguments: args }))
    if (isError || structuredContent === undefined) throw new Error(content[0].text)
    return structuredContent
  }
  return {
    client,
    tool,
    days: async (name, args) => days.parse(await tool(name, args)),
    [Symbol.asyncDispose]: () => client.close(),
  }
}

/** Makes a token by the API, as one of the two environments. */
export async function mcpToken(
  at: TestServer,
  body: { user_id?: string; reference_id?: string; expires_in_days?: number },
  as: 'first' | 'other' = 'first',
): Promise<{ id: string; token: string }> {
  const answer = await at.call('POST', '/admin/api/mcp-tokens', { body, as })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  return z.object({ id: z.string(), token: z.string() }).parse(answer.json())
}
