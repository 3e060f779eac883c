import type { BodyOf } from '../../../src/client/calls.ts'
import { post, remove } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { McpToken, NewMcpToken } from '../../../src/client/operations.ts'

const base = '/mcp-tokens'

/** What lets AI clients read the people of the environment; none says what it is. */
export const useMcpTokens = () => useGet(base)

/** Makes a token; its answer is the only one that shows it. */
export const useCreateMcpToken = () =>
  useSend((body: NonNullable<BodyOf<'POST', '/mcp-tokens'>>) => post(base, { body }), { refreshes: [base] })

/** Ends a token: the next call with it is refused. */
export const useRevokeMcpToken = () =>
  useSend((id: string) => remove(`${base}/{id}`, { path: { id } }), { refreshes: [base] })
