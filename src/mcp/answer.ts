import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { mcpServer, type ToolHub } from './server.ts'
import type { McpToken } from './tokens.ts'

/**
 * Answers one message of the Streamable HTTP transport, for whom the token reads. Nothing is kept between messages: every process
 * behind one address answers alike, and a revoked token ends with the next call.
 */
export async function answerMcp(hub: ToolHub, token: McpToken, request: Request, body: unknown): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  const server = mcpServer(hub, token)
  await server.connect(transport)
  try {
    return await transport.handleRequest(request, { parsedBody: body })
  } finally {
    await server.close()
  }
}
