import type { Access } from '../providers/provider.ts'
import type { Sent } from './written-fixtures.ts'

/** A provider whose answers are written down by method and path, and who notes what it is sent; all else is not there. */
export function noting(answers: Readonly<Record<string, (sent: Sent) => Response>>): { access: Access; asked: Sent[] } {
  const asked: Sent[] = []
  const access: Access = {
    publicUrl: 'http://127.0.0.1:4000',
    accessToken: 'a token',
    account: '771204',
    async fetch(address, outgoing) {
      const { pathname, search } = new URL(address)
      const method = outgoing?.method ?? 'GET'
      const sent = { call: `${method} ${pathname}${search}`, body: String(outgoing?.body ?? '') }
      asked.push(sent)
      return answers[`${method} ${pathname}`]?.(sent) ?? new Response(null, { status: 404 })
    },
  }
  return { access, asked }
}

/** What a form said. */
export const formIn = (sent: Sent | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(sent?.body ?? ''))
