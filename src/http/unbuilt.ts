import type { FastifyInstance } from 'fastify'
import { TellusError } from '../lib/errors.ts'
import { demandCredentials, type KeyHub } from './credentials.ts'
import { type Method, noTeams, type TerraPath, terraPaths } from './terra/paths.ts'

const table = 'docs/terra-compatibility.md lists what is served'

/** What the answer says: what is missing, and what to do instead. */
const sentenceOf = (method: string, path: string, { says }: Pick<TerraPath, 'says'>): string =>
  `${method} ${path} is not served by this version of Tellus. ${says} ${table}`

/**
 * Answers the paths of Terra's contract that are not built with 501, which says more than 404: the path is right, and
 * this version of Tellus lacks it. A key is asked for first.
 */
export function refuse(server: FastifyInstance, hub: KeyHub): void {
  const add = (method: Method | Method[], url: string, path: Pick<TerraPath, 'says'>) =>
    server.route({
      method,
      url,
      config: { refused: true },
      // Before the body is read, whatever its type.
      onRequest: [
        demandCredentials(hub),
        async (request) => {
          throw new TellusError('not_implemented', sentenceOf(request.method, `${server.prefix}${url}`, path))
        },
      ],
      handler: () => undefined,
    })
  for (const path of terraPaths) if (path.state === 'refused') add(path.method, path.path, path)
  add(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], '/teams/*', { says: noTeams })
}
