import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../hub.ts'
import { takeJson } from '../bodies.ts'
import { refuse } from '../unbuilt.ts'
import { destinationRoutes } from './admin/destinations.ts'
import { eventRoutes } from './admin/events.ts'
import { generateRoutes } from './admin/generate.ts'
import { importRoutes, uploadRoutes } from './admin/imports.ts'
import { inboxAdminRoutes } from './admin/inboxes.ts'
import { jobRoutes } from './admin/jobs.ts'
import { keyRoutes } from './admin/keys.ts'
import { publishRoutes } from './admin/publish.ts'
import { userAdminRoutes } from './admin/users.ts'

/** The management API. */
export async function adminRoutes(server: FastifyInstance, hub: Hub): Promise<void> {
  await server.register(async (scope) => {
    takeJson(scope)
    destinationRoutes(scope, hub)
    eventRoutes(scope, hub)
    generateRoutes(scope, hub)
    importRoutes(scope, hub)
    inboxAdminRoutes(scope, hub)
    jobRoutes(scope, hub)
    keyRoutes(scope, hub)
    userAdminRoutes(scope, hub)
    refuse(scope, hub, [[['GET'], '/stream']])
  })
  await server.register(async (scope) => publishRoutes(scope, hub))
  await server.register(async (scope) => uploadRoutes(scope, hub))
}
