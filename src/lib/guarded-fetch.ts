import { Agent, buildConnector, request } from 'undici'
import { type AddressPolicy, guardedLookup } from './address-guard.ts'
import { guarded } from './http-client.ts'

/** What a request to a provider needs; the whole of `fetch` is more than that. */
export interface Outgoing {
  method?: string
  headers?: Record<string, string>
  body?: string
  signal?: AbortSignal
}

/** Sends a request and gives its answer, whole; rejects when none came. Redirects are not followed. */
export type Fetch = (url: string, outgoing?: Outgoing) => Promise<Response>

const limits = { connectMs: 5000, answerMs: 20_000, bytes: 32 * 1024 * 1024 }
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const bodyless = new Set([101, 204, 205, 304])

/**
 * `fetch` for what providers are asked, its connections judged by a policy as those of deliveries are; `unguarded`
 * reaches any address and is only for our own. Connections are kept for the life of the process.
 */
export function guardedFetch(policy: AddressPolicy | 'unguarded'): Fetch {
  const settings = { timeout: limits.connectMs, autoSelectFamily: true }
  const connect =
    policy === 'unguarded' ? buildConnector(settings) : guarded(policy, { ...settings, lookup: guardedLookup(policy) })
  const dispatcher = new Agent({ connect, maxResponseSize: limits.bytes, keepAliveTimeout: 4000 })
  return async (url, { method = 'GET', headers = {}, body, signal } = {}) => {
    const late = AbortSignal.timeout(limits.answerMs)
    const answer = await request(url, {
      dispatcher,
      method: methods.find((known) => known === method) ?? 'GET',
      headers,
      body: body ?? null,
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    })
    // As it came: some answer with files.
    const bytes = await answer.body.arrayBuffer()
    return new Response(bodyless.has(answer.statusCode) ? null : bytes, {
      status: answer.statusCode,
      headers: pairsOf(answer.headers),
    })
  }
}

const pairsOf = (headers: Record<string, string | string[] | undefined>): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]))
