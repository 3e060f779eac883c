import type { FastifyRequest } from 'fastify'
import type { Hub } from '../hub.ts'

/**
 * Where a browser says a request comes from: a page of ours, a foreign one, or nothing is said (no browser, or a very
 * old one). `Sec-Fetch-Site` cannot be set by a script, and goes before `Origin`.
 */
export function originOf(hub: Pick<Hub, 'publicUrl'>, request: FastifyRequest): 'own' | 'foreign' | 'unsaid' {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'foreign'
  const { origin } = request.headers
  if (origin === undefined) return 'unsaid'
  if (!URL.canParse(origin)) return 'foreign'
  const { host } = new URL(origin)
  return host === request.headers.host || origin === new URL(hub.publicUrl()).origin ? 'own' : 'foreign'
}
