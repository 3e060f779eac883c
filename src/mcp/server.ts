import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Hub } from '../hub.ts'
import { messageOf, TellusError } from '../lib/errors.ts'
import { publicId } from '../lib/ids.ts'
import { version } from '../version.ts'
import { addRecordTools } from './record-tools.ts'
import { addSummaryTools } from './summary-tools.ts'
import type { McpToken } from './tokens.ts'

export type ToolHub = Pick<Hub, 'db' | 'clock' | 'log'>

/** What a tool is made with: for whom it reads, and how it says what it found. */
export interface Tools {
  hub: ToolHub
  token: McpToken
  server: McpServer
  /** Runs a tool: what it gives is the answer, and what it throws a sentence that the client can act on. */
  answer(tool: string, run: () => Promise<Record<string, unknown>>): Promise<CallToolResult>
}

/** What every tool here is: it changes nothing, and reaches nothing but what is stored. */
export const readOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }

const instructions = `Health and fitness records of one person, gathered from their devices and apps. Nothing can be changed here.
Days are the person's own local days, as YYYY-MM-DD, and both ends of a range are included. Units are in the names of the
figures; a figure that is missing was not measured, which is not the same as zero. Where several sources tell of the same
thing it is there once, and "sources" says which ones. Begin with list_sources; ask for summaries before whole records.`

/** A server of the Model Context Protocol with the tools that read whom a token reads. */
export function mcpServer(hub: ToolHub, token: McpToken): McpServer {
  const server = new McpServer({ name: 'tellus', title: 'Tellus', version }, { instructions })
  const tools: Tools = { hub, token, server, answer: (tool, run) => answered(hub, token, tool, run) }
  addSummaryTools(tools)
  addRecordTools(tools)
  return server
}

async function answered(
  { log }: ToolHub,
  token: McpToken,
  tool: string,
  run: () => Promise<Record<string, unknown>>,
): Promise<CallToolResult> {
  const fields = { tokenId: publicId('token', token.id), tool }
  try {
    const answer = await run()
    log.info(fields, 'Answered a tool of an AI client')
    return { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer }
  } catch (error) {
    if (error instanceof TellusError && error.status < 500) return refused(error.message)
    // Not the error object: a database error carries the values of the row.
    log.error({ ...fields, error: messageOf(error) }, 'Failed to answer a tool of an AI client')
    return refused('Something went wrong on the server; its log says what. Trying again later may help.')
  }
}

const refused = (sentence: string): CallToolResult => ({ content: [{ type: 'text', text: sentence }], isError: true })
