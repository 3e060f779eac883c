import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '../hub.ts'
import { newSecret } from '../lib/ids.ts'
import type { House } from './house.ts'
import { insertCode } from './store.ts'

export type SandboxHub = Pick<Hub, 'db' | 'clock' | 'publicUrl'>

/** Who signs in unless told otherwise. */
export const usualPerson = 'alex'

const codeMs = 60_000

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest()

const single = z.string().min(1).max(2048)
const asked = z.object({
  response_type: z.literal('code', 'response_type must be code'),
  client_id: single,
  redirect_uri: single,
  scope: z.string().max(2048).default(''),
  state: z.string().max(2048).optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/, 'code_challenge must be a SHA-256 in base64url')
    .optional(),
  code_challenge_method: z.literal('S256', 'code_challenge_method must be S256').optional(),
  person: z.string().trim().max(60).optional(),
})
export type Asked = z.output<typeof asked>

/** A request to sign in, or the sentence for why it is none; a page says that, for nobody is to be sent anywhere. */
export function readAsked(hub: Pick<SandboxHub, 'publicUrl'>, house: House, query: URLSearchParams): Asked | string {
  const parsed = asked.safeParse(Object.fromEntries(query))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `${issue?.path.join('.') ?? 'query'}: ${issue?.message ?? 'not understood'}`
  }
  const { client_id, redirect_uri, code_challenge, code_challenge_method } = parsed.data
  if (client_id !== house.clientId) return 'client_id: there is no such client'
  if (redirect_uri !== `${hub.publicUrl()}/oauth/${house.provider}/callback`)
    return 'redirect_uri: it is not the one that was registered'
  if ((parsed.data.state ?? '').length < house.shortestState)
    return `state: it must have at least ${house.shortestState} characters`
  if (house.usesPkce && code_challenge === undefined)
    return 'code_challenge: code_challenge must be a SHA-256 in base64url'
  if (house.usesPkce && code_challenge_method === undefined)
    return 'code_challenge_method: code_challenge_method must be S256'
  return parsed.data
}

/** The scopes that were asked for and exist; all of them when none were named. */
export function scopesOf(house: House, request: Pick<Asked, 'scope'>): string[] {
  const names = house.scopes.map(({ name }) => name)
  const wanted = request.scope.split(house.scopeSeparator).filter((name) => names.includes(name))
  return wanted.length === 0 ? names : wanted
}

/**
 * What the person decided: gives the address to send the browser to, with a code, or with `access_denied` where they
 * refused or left no scope.
 */
export async function decide(
  hub: SandboxHub,
  house: House,
  request: Asked,
  decision: { isAllowed: boolean; person: string; scopes: readonly string[] },
): Promise<string> {
  const address = new URL(request.redirect_uri)
  if (request.state !== undefined) address.searchParams.set('state', request.state)
  const granted = scopesOf(house, request).filter((name) => decision.scopes.includes(name))
  if (!decision.isAllowed || granted.length === 0) {
    address.searchParams.set('error', 'access_denied')
    return address.href
  }
  const code = newSecret()
  await insertCode(hub.db, {
    hash: hashOf(code),
    provider: house.provider,
    client_id: request.client_id,
    redirect_uri: request.redirect_uri,
    challenge: house.usesPkce ? (request.code_challenge ?? null) : null,
    person: decision.person.trim() || usualPerson,
    scopes: granted,
    expires_at: new Date(hub.clock.now() + codeMs),
  })
  address.searchParams.set('code', code)
  for (const [name, value] of Object.entries(house.callbackQuery(granted))) address.searchParams.set(name, value)
  return address.href
}
