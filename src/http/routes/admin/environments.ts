import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { retireDestinations } from '../../../destinations/retire.ts'
import {
  createEnvironment,
  deleteEnvironment,
  type ListedEnvironment,
  listEnvironments,
  renameEnvironment,
  weighEnvironment,
} from '../../../environments/environment.ts'
import { forgetKnownKeys } from '../../../environments/keys.ts'
import { oweErasure } from '../../../events/erase.ts'
import type { Hub } from '../../../hub.ts'
import { createInbox } from '../../../inbox/inbox.ts'
import { trimInboxes } from '../../../inbox/trim.ts'
import { removeUpload } from '../../../ingest/raw-files.ts'
import { TellusError } from '../../../lib/errors.ts'
import {
  environmentDetailSchema,
  environmentListSchema,
  environmentSchema,
  newEnvironmentSchema,
} from '../../../schema/management/session.ts'
import { sessionRoutesOf } from '../../route.ts'

const naming = z.strictObject({ name: z.string().trim().min(1).max(100, 'expected at most 100 characters') })
const byDevId = z.object({ dev_id: z.string() })

const view = (one: ListedEnvironment) => ({
  dev_id: one.devId,
  name: one.name,
  created_at: one.createdAt.toISOString(),
})

/** Environments: each with its own dev-id, keys, users and destinations. */
export function environmentRoutes(server: FastifyInstance, hub: Hub): void {
  const route = sessionRoutesOf(server, hub)

  route({
    method: 'GET',
    url: '/environments',
    summary: 'Environments, the first one first',
    answer: environmentListSchema,
    async handle() {
      return { items: (await listEnvironments(hub)).map(view), next_cursor: null }
    },
  })

  route({
    method: 'GET',
    url: '/environments/:dev_id',
    summary: 'An environment, and how much is in it',
    answer: environmentDetailSchema,
    params: byDevId,
    async handle({ params }) {
      const found = await weighEnvironment(hub, params.dev_id)
      return { ...view(found), counts: found.counts }
    },
  })

  // The one answer that shows the first key. An inbox is there for a try; where data goes is for its people to say.
  route({
    method: 'POST',
    url: '/environments',
    summary: 'Makes an environment and shows its first API key, this once',
    answer: newEnvironmentSchema,
    body: naming,
    status: 201,
    async handle({ body, audit }) {
      const createdAt = new Date(hub.clock.now())
      const { environment, apiKey } = await hub.db.transaction(async (sql) => {
        const made = await createEnvironment(sql, body.name)
        await createInbox(hub, sql, { environmentId: made.environment.id, name: 'Inbox' })
        await audit('environment.created', made.environment.devId, { name: body.name }, sql)
        return made
      })
      return { ...view({ ...environment, createdAt }), api_key: apiKey }
    },
  })

  route({
    method: 'PATCH',
    url: '/environments/:dev_id',
    summary: 'Renames an environment',
    answer: environmentSchema,
    params: byDevId,
    body: naming,
    async handle({ params, body, audit }) {
      const renamed = await renameEnvironment(hub, params.dev_id, body.name)
      await audit('environment.renamed', params.dev_id, { name: body.name })
      return view(renamed)
    },
  })

  // Its history is erased in the background, for there may be much of it; nobody can reach it any more.
  route({
    method: 'DELETE',
    url: '/environments/:dev_id',
    summary: 'Deletes an environment and everything in it; the last one stays',
    refuses: [409],
    needs: 'owner',
    params: byDevId,
    body: z.object({ confirm: z.string().optional() }),
    status: 204,
    async handle({ params, body, audit }) {
      const devId = params.dev_id
      if (body.confirm !== devId)
        throw new TellusError(
          'bad_request',
          `invalid confirm: everything in ${devId.slice(0, 60)} would be deleted for good. Send {"confirm":"<its dev-id>"} if that is meant`,
        )
      if (hub.config.devId === devId)
        throw new TellusError(
          'conflict',
          `${devId} is the environment that TELLUS_DEV_ID names, and would be there again at the next start: change that setting first`,
        )
      const files = await hub.db.transaction(async (sql) => {
        const { environment, files } = await deleteEnvironment(sql, devId, retireDestinations)
        await oweErasure(sql, environment.id)
        await audit('environment.deleted', devId, { name: environment.name }, sql)
        return files
      })
      forgetKnownKeys(hub)
      for (const path of files) await removeUpload(hub.config, path)
      await trimInboxes(hub)
    },
  })
}
