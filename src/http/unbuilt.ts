import type { FastifyInstance } from 'fastify'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { demandCredentials } from './credentials.ts'

export type Path = readonly [methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[], url: string]

/** Answers paths with 501, which says more than 404: the path is right, and this version of Tellus lacks it. */
export function refuse(server: FastifyInstance, hub: Pick<Hub, 'db' | 'clock'>, paths: readonly Path[]): void {
  for (const [methods, url] of paths)
    server.route({
      method: [...methods],
      url,
      // Before the body is read, whatever its type.
      onRequest: [
        demandCredentials(hub),
        async (request) => {
          const path = `${server.prefix}${url}`
          throw new TellusError('not_implemented', `${request.method} ${path} is not served by this version of Tellus`)
        },
      ],
      handler: () => undefined,
    })
}
