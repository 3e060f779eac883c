import { once } from 'node:events'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { z } from 'zod'
import type { Server } from './address.ts'
import { networkFailure } from './client.ts'
import { Exit } from './failure.ts'

/** Only what comes from a server of this protocol is passed on: another program's JSON would only confuse the client. */
const rpcMessage = z.looseObject({ jsonrpc: z.literal('2.0') })
const initialized = z.looseObject({ result: z.looseObject({ protocolVersion: z.string() }) })
const problem = z.looseObject({ message: z.string() })

/**
 * Passes messages of an MCP client from the standard input to `/mcp` of a server, and its answers to the standard output, until the
 * input ends. What fails is answered to the client as an error of the protocol.
 */
export async function bridge(server: Server, token: string): Promise<void> {
  const transport = new StdioServerTransport()
  const underWay = new Set<Promise<void>>()
  let protocolVersion: string | null = null

  const forward = async (message: JSONRPCMessage): Promise<void> => {
    const answer = await asked(server, token, message, protocolVersion)
    if (answer === null) return
    const begun = initialized.safeParse(answer)
    if (begun.success) protocolVersion = begun.data.result.protocolVersion
    await transport.send(answer)
  }
  transport.onmessage = (message) => {
    const passed = forward(message).catch((error: unknown) => refuse(transport, message, error))
    underWay.add(passed)
    void passed.finally(() => underWay.delete(passed))
  }
  const ended = once(process.stdin, 'end')
  await transport.start()
  await ended
  await Promise.all(underWay)
}

/** The answer of the server to a message; null to one that takes none. Throws `Exit` with a sentence. */
async function asked(
  server: Server,
  token: string,
  message: JSONRPCMessage,
  protocolVersion: string | null,
): Promise<JSONRPCMessage | null> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(protocolVersion === null ? {} : { 'mcp-protocol-version': protocolVersion }),
  }
  // Nothing here is moved: what sends elsewhere is not Tellus, and would be given the token.
  const init: RequestInit = { method: 'POST', headers, body: JSON.stringify(message), redirect: 'manual' }
  const response = await fetch(`${server.url}/mcp`, init).catch((error: unknown) => {
    throw networkFailure(server, error)
  })
  const text = await response.text().catch((error: unknown) => {
    throw networkFailure(server, error)
  })
  if (response.status === 202) return null
  if (response.status === 401)
    throw new Exit(1, `${server.url} does not know this MCP token: it was revoked, has ended or was never made there.`)
  const answer = parsed(text)
  if (rpcMessage.safeParse(answer).success) return answer
  const told = problem.safeParse(answer)
  if (told.success) throw new Exit(1, told.data.message)
  throw new Exit(1, `${server.url} did not answer as Tellus does (status ${response.status}): is that its address?`)
}

function parsed(text: string): JSONRPCMessage | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function refuse(transport: StdioServerTransport, message: JSONRPCMessage, error: unknown): Promise<void> {
  const sentence = error instanceof Error ? error.message : String(error)
  process.stderr.write(`tellus: ${sentence}\n`)
  // Notifications have no id and are answered by nobody.
  if ('method' in message && 'id' in message)
    await transport.send({ jsonrpc: '2.0', id: message.id, error: { code: -32_000, message: sentence } })
}
