import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Hub } from '../hub.ts'
import { newSecret } from '../lib/ids.ts'

/** Which browser a sign-in was begun in; of no use to anybody after ten minutes. */
const browserCookie = 'tellus_connect'
/** What this browser connected before: slugs, the latest first. */
const recentCookie = 'tellus_recent'

const browserSeconds = 600
const recentSeconds = 180 * 86_400
const mostRecent = 5

const options = (hub: Pick<Hub, 'publicUrl'>) =>
  ({
    httpOnly: true,
    // Lax: the provider sends the browser back by a link from its own site.
    sameSite: 'lax',
    secure: hub.publicUrl().startsWith('https:'),
    path: '/',
  }) as const

/** The secret of this browser; null when it has none. */
export function browserOf(request: FastifyRequest): string | null {
  const value = request.cookies[browserCookie]
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null
}

/** Makes sure that the browser has a secret, the same for sign-ins that go on side by side, and gives it. */
export function rememberBrowser(hub: Pick<Hub, 'publicUrl'>, request: FastifyRequest, reply: FastifyReply): string {
  const secret = browserOf(request) ?? newSecret()
  reply.setCookie(browserCookie, secret, { ...options(hub), maxAge: browserSeconds })
  return secret
}

/** Slugs of what this browser connected before, the latest first. */
export const recentOf = (request: FastifyRequest): string[] =>
  (request.cookies[recentCookie] ?? '')
    .split('.')
    .filter((name) => /^[A-Z][A-Z0-9_]{0,39}$/.test(name))
    .slice(0, mostRecent)

export function rememberRecent(
  hub: Pick<Hub, 'publicUrl'>,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
): void {
  const recent = [name, ...recentOf(request).filter((other) => other !== name)].slice(0, mostRecent)
  reply.setCookie(recentCookie, recent.join('.'), { ...options(hub), maxAge: recentSeconds })
}
