import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { isUuid, newUuid } from '../../lib/ids.ts'
import type { Provider } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import { isProvider, retirementOf } from '../../schema/providers.ts'
import { readyProviders } from './ready.ts'
import { checkRedirect } from './redirects.ts'
import { insertSession, type SessionRow, selectSession } from './store.ts'

/** How long a widget session is open, seconds. */
export const sessionSeconds = 900

/** What an app's backend asks for; everything may be left out. */
export interface Wish {
  /** Slugs; only these are offered, of those that are ready. */
  providers?: readonly string[] | undefined
  language?: string | undefined
  referenceId?: string | undefined
  successUrl?: string | undefined
  failureUrl?: string | undefined
  showDisconnect?: boolean | undefined
}

export interface WidgetSession {
  id: string
  environmentId: string
  providers: string[] | null
  /** The sources that the environment has switched off. */
  sourcesOff: string[]
  language: string | null
  referenceId: string | null
  successUrl: string | null
  failureUrl: string | null
  showDisconnect: boolean
  isExpired: boolean
}

type SessionHub = Pick<Hub, 'db' | 'clock' | 'publicUrl'>

/** Opens a session and gives its page. Throws 400 for a redirect address or provider that cannot be, 410 for nothing but what is switched off. */
export async function createWidgetSession(hub: SessionHub, environmentId: string, wish: Wish) {
  const nowMs = hub.clock.now()
  const id = newUuid()
  await insertSession(hub.db, {
    id,
    environment_id: environmentId,
    providers: wish.providers === undefined ? null : checkProviders(wish.providers),
    language: wish.language ?? null,
    reference_id: wish.referenceId ?? null,
    success_url: redirectOf(wish.successUrl, 'auth_success_redirect_url'),
    failure_url: redirectOf(wish.failureUrl, 'auth_failure_redirect_url'),
    show_disconnect: wish.showDisconnect ?? false,
    created_at: new Date(nowMs),
    expires_at: new Date(nowMs + sessionSeconds * 1000),
  })
  return { sessionId: id, url: `${hub.publicUrl()}/session/${id}`, expiresIn: sessionSeconds }
}

export const redirectOf = (text: string | undefined, field: string): string | null =>
  text === undefined || text === '' ? null : checkRedirect(text, field)

/** Slugs in capitals. One that names nothing is a slip; one that is not ready here is only not offered. */
function checkProviders(names: readonly string[]): string[] | null {
  const slugs = names.map((name) => name.trim().toUpperCase()).filter((name) => name !== '')
  const unknown = slugs.find((slug) => findProvider(slug) === null && !isProvider(slug))
  if (unknown !== undefined)
    throw new TellusError('bad_request', `invalid providers: there is no provider ${unknown.slice(0, 60)}`)
  const retired = slugs.map(retirementOf)
  if (retired[0] && !retired.includes(null)) throw new TellusError('gone', retired[0])
  return slugs.length === 0 ? null : [...new Set(slugs)]
}

/** The session of an id, open or expired; null when there is none (any more). */
export async function findWidgetSession(hub: Pick<Hub, 'db' | 'clock'>, id: string): Promise<WidgetSession | null> {
  if (!isUuid(id)) return null
  const row = await selectSession(hub.db, id)
  return row === null ? null : sessionOf(row, hub.clock.now())
}

const sessionOf = (row: SessionRow & { sources_off: string[] }, nowMs: number): WidgetSession => ({
  id: row.id,
  environmentId: row.environment_id,
  providers: row.providers,
  sourcesOff: row.sources_off,
  language: row.language,
  referenceId: row.reference_id,
  successUrl: row.success_url,
  failureUrl: row.failure_url,
  showDisconnect: row.show_disconnect,
  isExpired: row.expires_at.getTime() <= nowMs,
})

/** What a session offers of what is switched on: in the order it was asked for, or that of the names. */
export function offeredBy(hub: Pick<Hub, 'config'>, session: WidgetSession): Provider[] {
  const ready = readyProviders(hub).filter(({ name }) => !session.sourcesOff.includes(name))
  if (session.providers === null) return ready
  return session.providers.flatMap((slug) => ready.find((provider) => provider.name === slug) ?? [])
}
