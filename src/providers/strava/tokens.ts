import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import type { Client } from '../oauth2.ts'
import { ProviderError } from '../provider-error.ts'

const fault = z.object({ errors: z.array(z.object({ resource: z.string(), code: z.string() })) })
const given = z.looseObject({ scope: z.string().optional() })

/** What the standard (RFC 6749, 5.2) calls what Strava finds invalid. */
const standardErrors: ReadonlyMap<string, string> = new Map([
  ['RefreshToken', 'invalid_grant'],
  ['AuthorizationCode', 'invalid_grant'],
  ['Application', 'invalid_client'],
])

/**
 * The answer of the token endpoint as the standard has it. Strava says in its own words what it refuses; where it names the
 * scopes, they are parted by commas in one place and by blanks in another.
 */
export async function conform(answer: Response): Promise<Response> {
  const told: unknown = await answer
    .clone()
    .json()
    .catch(() => null)
  if (answer.ok) {
    const { scope, ...rest } = given.parse(told)
    return Response.json({ ...rest, ...(scope ? { scope: scope.split(/[\s,]+/).join(',') } : {}) })
  }
  const errors = fault.safeParse(told).data?.errors ?? []
  const error = errors.flatMap(({ resource, code }) =>
    code === 'invalid' ? (standardErrors.get(resource) ?? []) : [],
  )[0]
  return error === undefined ? answer : Response.json({ error }, { status: 400 })
}

/**
 * Gives consent back; a token of either kind ends the other too. `/oauth/deauthorize`, which ends on 1 June 2027, is not used.
 * Throws `ProviderError`.
 */
export async function endConsent(held: { fetch: Fetch; accessToken: string; client: Client }): Promise<void> {
  const { id, secret } = held.client
  const answer = await held.fetch('https://www.strava.com/oauth/revoke', {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ token: held.accessToken, token_type_hint: 'access_token' }).toString(),
  })
  if (!answer.ok) throw new ProviderError('unavailable', `/oauth/revoke was answered ${answer.status}`)
}
