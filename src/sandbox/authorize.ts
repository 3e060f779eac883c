import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '../hub.ts'
import { newSecret } from '../lib/ids.ts'
import { client, scopes as offered } from '../providers/sandbox/manifest.ts'
import { insertCode } from './store.ts'

export type SandboxHub = Pick<Hub, 'db' | 'clock' | 'publicUrl'>

/** Who signs in unless told otherwise. */
export const usualPerson = 'alex'

const codeMs = 60_000

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest()

const single = z.string().min(1).max(2048)
const asked = z.object({
  response_type: z.literal('code', 'response_type must be code'),
  client_id: z.literal(client.id, 'there is no such client'),
  redirect_uri: single,
  scope: z.string().max(2048).default(''),
  state: z.string().max(2048).optional(),
  code_challenge: z.string().regex(/^[\w-]{43}$/, 'code_challenge must be a SHA-256 in base64url'),
  code_challenge_method: z.literal('S256', 'code_challenge_method must be S256'),
  person: z.string().trim().max(60).optional(),
})
export type Asked = z.output<typeof asked>

/** A request to sign in, or the sentence for why it is none; a page says that, for nobody is to be sent anywhere. */
export function readAsked(hub: SandboxHub, query: URLSearchParams): Asked | string {
  const parsed = asked.safeParse(Object.fromEntries(query))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `${issue?.path.join('.') ?? 'query'}: ${issue?.message ?? 'not understood'}`
  }
  if (parsed.data.redirect_uri !== `${hub.publicUrl()}/oauth/SANDBOX/callback`)
    return 'redirect_uri: it is not the one that was registered'
  return parsed.data
}

/** The scopes that were asked for and exist; all of them when none were named. */
export function scopesOf(request: Pick<Asked, 'scope'>): string[] {
  const names = offered.map(({ name }): string => name)
  const wanted = request.scope.split(/[ ,]+/).filter((name) => names.includes(name))
  return wanted.length === 0 ? names : wanted
}

/**
 * What the person decided: gives the address to send the browser to, with a code, or with `access_denied` where they
 * refused or left no scope.
 */
export async function decide(
  hub: SandboxHub,
  request: Asked,
  decision: { isAllowed: boolean; person: string; scopes: readonly string[] },
): Promise<string> {
  const address = new URL(request.redirect_uri)
  if (request.state !== undefined) address.searchParams.set('state', request.state)
  const granted = scopesOf(request).filter((name) => decision.scopes.includes(name))
  if (!decision.isAllowed || granted.length === 0) {
    address.searchParams.set('error', 'access_denied')
    return address.href
  }
  const code = newSecret()
  await insertCode(hub.db, {
    hash: hashOf(code),
    client_id: request.client_id,
    redirect_uri: request.redirect_uri,
    challenge: request.code_challenge,
    person: decision.person.trim() || usualPerson,
    scopes: granted,
    expires_at: new Date(hub.clock.now() + codeMs),
  })
  address.searchParams.set('code', code)
  return address.href
}
