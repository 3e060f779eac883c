import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../hub.ts'
import { authRoutes } from './v2/auth.ts'
import { dataRoutes } from './v2/data.ts'
import { integrationRoutes } from './v2/integrations.ts'
import { unbuiltRoutes } from './v2/unbuilt.ts'
import { userRoutes } from './v2/users.ts'

/** Terra's paths, the same under each of its prefixes. */
export function v2Routes(server: FastifyInstance, hub: Hub): void {
  authRoutes(server, hub)
  userRoutes(server, hub)
  dataRoutes(server, hub)
  integrationRoutes(server, hub)
  unbuiltRoutes(server, hub)
}
