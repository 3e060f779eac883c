import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TellusError } from '../lib/errors.ts'

interface Pattern {
  path: RegExp
  methods: Set<string>
}
export type KnownRoutes = ReadonlyMap<string, Pattern>

/** Gathers the routes of a server as they are added, to tell a wrong method from a wrong path. */
export function knownRoutes(server: FastifyInstance): KnownRoutes {
  const known = new Map<string, Pattern>()
  server.addHook('onRoute', ({ url, method }) => {
    const pattern = known.get(url) ?? { path: patternOf(url), methods: new Set() }
    for (const one of [method].flat()) pattern.methods.add(one)
    known.set(url, pattern)
  })
  return known
}

const patternOf = (url: string): RegExp => {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${parts.join('/')}/?$`)
}

/** Throws 405 with `Allow` where only the method is wrong, else 404 with the route in its sentence. */
export function answerUnrouted(known: KnownRoutes, request: FastifyRequest, reply: FastifyReply): never {
  const path = request.url.split('?', 1)[0] ?? request.url
  const methods = new Set<string>()
  for (const pattern of known.values()) if (pattern.path.test(path)) for (const one of pattern.methods) methods.add(one)
  if (methods.size === 0)
    throw new TellusError('not_found', `there is no route ${request.method} ${path.slice(0, 200)}`)
  const allowed = [...methods].sort().join(', ')
  reply.header('allow', allowed)
  throw new TellusError(
    'method_not_allowed',
    `${request.method} is not allowed on ${path.slice(0, 200)}: it takes ${allowed}`,
  )
}
