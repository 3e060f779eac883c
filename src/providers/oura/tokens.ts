import { z } from 'zod'

const answered = z.looseObject({ scope: z.string().optional() })

/** What scopes were called before they had a prefix, where that is more than the prefix. */
const former: ReadonlyMap<string, string> = new Map([['spo2Daily', 'spo2']])

/** A scope under its present name: `daily` and `extapi:daily` are one permission. */
export const presentScope = (name: string): string =>
  name.startsWith('extapi:') ? name : `extapi:${former.get(name) ?? name}`

/**
 * The answer of the token endpoint with scopes under their present names, which older grants do not have, and without the ID
 * token that Oura adds for some apps: nobody asked for it, and its issuer would have to be looked up.
 */
export async function conform(answer: Response): Promise<Response> {
  if (!answer.ok) return answer
  const { id_token: _, scope, ...rest } = answered.parse(await answer.json())
  const scopes = scope?.split(' ').filter((name) => name !== '')
  const body = { ...rest, ...(scopes === undefined ? {} : { scope: scopes.map(presentScope).join(' ') }) }
  return Response.json(body, { status: answer.status })
}
