import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import type { Client } from '../oauth2.ts'
import { ProviderError } from '../provider-error.ts'
import { api, bodyOf, enveloped, failureOf } from './client.ts'

const numbered = z.looseObject({ expires_in: z.coerce.number().optional() })

/** What the person's own consent is about, when Withings says what is wrong with it. */
const aboutGrant = /code|token|grant/i
const aboutClient = /client|secret|redirect|signature|nonce/i

/**
 * The answer of the token endpoint as RFC 6749 has it. Withings wraps it and tells refusals in the same HTTP 200; one that
 * is neither of the client nor of a limit is of the code or token that was brought.
 */
export async function conform(answer: Response): Promise<Response> {
  if (!answer.ok) return answer
  const { status, body, error } = enveloped.parse(await answer.json())
  if (status === 0) return Response.json(numbered.parse(body))
  const failure = failureOf(status)
  if (failure === 'rate_limited') return Response.json({ error: 'slow_down' }, { status: 429 })
  if (failure === 'unavailable') return Response.json({ error: 'temporarily_unavailable' }, { status: 503 })
  const said = error ?? ''
  const name = aboutClient.test(said) ? 'invalid_client' : aboutGrant.test(said) ? 'invalid_grant' : 'invalid_request'
  return Response.json({ error: name, error_description: `status ${status}` }, { status: 400 })
}

/** Withings' signature of a call: hex HMAC-SHA256 with the client's secret over values in the order of their names, commas between. */
export const signatureOf = (secret: string, values: readonly string[]): string =>
  createHmac('sha256', secret).update(values.join(',')).digest('hex')

const nonced = z.object({ nonce: z.string().min(1) })

/** Ends a person's consent, and with it the notifications about them. Throws `ProviderError`. */
export async function endConsent(held: { fetch: Fetch; account: string | null; client: Client }): Promise<void> {
  const { account, client } = held
  if (account === null) throw new ProviderError('refused', 'consent of an unknown person cannot be ended')
  const send = async (path: string, form: Record<string, string>) => {
    const answer = await held.fetch(`${api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ ...form, client_id: client.id }).toString(),
    })
    if (!answer.ok) throw new ProviderError('unavailable', `${path} was answered ${answer.status}`)
    return bodyOf(answer, path)
  }
  const sign = (action: string, third: string) => signatureOf(client.secret, [action, client.id, third])
  const timestamp = `${Math.floor(Date.now() / 1000)}`
  const getnonce = { action: 'getnonce', timestamp, signature: sign('getnonce', timestamp) }
  const { nonce } = nonced.parse(await send('/v2/signature', getnonce))
  await send('/v2/oauth2', { action: 'revoke', nonce, signature: sign('revoke', nonce), userid: account })
}
