import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../hub.ts'
import { takeJson } from '../bodies.ts'
import { gatherRoutes } from '../openapi.ts'
import { accountRoutes } from './admin/accounts.ts'
import { attentionRoutes } from './admin/attention.ts'
import { auditRoutes } from './admin/audit.ts'
import { backfillRoutes } from './admin/backfills.ts'
import { brandingRoutes } from './admin/branding.ts'
import { deliveryRoutes } from './admin/deliveries.ts'
import { destinationRoutes } from './admin/destinations.ts'
import { environmentRoutes } from './admin/environments.ts'
import { eventRoutes } from './admin/events.ts'
import { exportRoutes } from './admin/export.ts'
import { generateRoutes } from './admin/generate.ts'
import { importRoutes, uploadRoutes } from './admin/imports.ts'
import { inboxAdminRoutes } from './admin/inboxes.ts'
import { jobRoutes } from './admin/jobs.ts'
import { keyRoutes } from './admin/keys.ts'
import { mcpTokenRoutes } from './admin/mcp-tokens.ts'
import { openApiRoutes } from './admin/openapi.ts'
import { personRoutes } from './admin/person.ts'
import { phoneTokenRoutes } from './admin/phone-tokens.ts'
import { providerKeyRoutes } from './admin/provider-keys.ts'
import { publishRoutes } from './admin/publish.ts'
import { rawRoutes } from './admin/raw.ts'
import { replayRoutes } from './admin/replays.ts'
import { sandboxAdminRoutes } from './admin/sandbox.ts'
import { sessionRoutes } from './admin/session.ts'
import { sourceRoutes } from './admin/sources.ts'
import { statsRoutes } from './admin/stats.ts'
import { streamRoutes } from './admin/stream.ts'
import { userDataRoutes } from './admin/user-data.ts'
import { userAdminRoutes } from './admin/users.ts'
import { verifyRoutes } from './admin/verify.ts'

/** The management API. */
export async function adminRoutes(server: FastifyInstance, hub: Hub, onFirstOwner: () => void): Promise<void> {
  gatherRoutes(server, server)
  await server.register(async (scope) => {
    takeJson(scope)
    accountRoutes(scope, hub)
    auditRoutes(scope, hub)
    backfillRoutes(scope, hub)
    brandingRoutes(scope, hub)
    destinationRoutes(scope, hub)
    environmentRoutes(scope, hub)
    eventRoutes(scope, hub)
    exportRoutes(scope, hub)
    generateRoutes(scope, hub)
    importRoutes(scope, hub)
    inboxAdminRoutes(scope, hub)
    jobRoutes(scope, hub)
    replayRoutes(scope, hub)
    rawRoutes(scope, hub)
    keyRoutes(scope, hub)
    mcpTokenRoutes(scope, hub)
    phoneTokenRoutes(scope, hub)
    sandboxAdminRoutes(scope, hub)
    sessionRoutes(scope, hub, onFirstOwner)
    userAdminRoutes(scope, hub)
    attentionRoutes(scope, hub)
    deliveryRoutes(scope, hub)
    openApiRoutes(scope, hub)
    sourceRoutes(scope, hub)
    personRoutes(scope, hub)
    providerKeyRoutes(scope, hub)
    statsRoutes(scope, hub)
    streamRoutes(scope, hub)
    userDataRoutes(scope, hub)
    verifyRoutes(scope, hub)
  })
  await server.register(async (scope) => publishRoutes(scope, hub))
  await server.register(async (scope) => uploadRoutes(scope, hub))
}
