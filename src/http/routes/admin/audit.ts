import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listAudit } from '../../../accounts/audit.ts'
import type { AuditRow } from '../../../accounts/audit-store.ts'
import type { Hub } from '../../../hub.ts'
import { type IdKind, privateId, publicId } from '../../../lib/ids.ts'
import { auditListSchema } from '../../../schema/management/session.ts'
import { cursorOf, instant, needed, paging } from '../../parameters.ts'
import { routesOf } from '../../route.ts'

const asked = z.object({
  ...paging,
  action: needed
    .max(500)
    .describe('Actions, separated by commas; with a * at its end, all that begin so: destination.*')
    .transform((text) => text.split(',').map((action) => action.trim()))
    .optional(),
  actor: needed.max(300).optional(),
  since: instant.optional(),
  until: instant.optional(),
})

const kinds: readonly IdKind[] = ['account', 'key']

/** An actor by e-mail or name, or by public id. */
function actorAsked(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  for (const kind of kinds) {
    const uuid = privateId(kind, text)
    if (uuid !== null) return uuid
  }
  return text
}

const view = (row: AuditRow) => ({
  id: publicId('audit', row.id),
  at: row.at.toISOString(),
  actor: {
    kind: row.actor_kind,
    id:
      row.actor_id === null || (row.actor_kind !== 'account' && row.actor_kind !== 'key')
        ? null
        : publicId(row.actor_kind, row.actor_id),
    name: row.actor_name,
  },
  action: row.action,
  target: row.target,
  detail: row.detail,
  dev_id: row.dev_id,
})

/** Who did what. */
export function auditRoutes(server: FastifyInstance, hub: Hub): void {
  // What concerns the whole installation (sign-ins, the team) is for its people: a key sees its environment alone.
  routesOf(
    server,
    hub,
  )({
    method: 'GET',
    url: '/audit',
    summary: 'Who did what, the newest first',
    answer: auditListSchema,
    needs: 'developer',
    query: asked,
    async handle({ query, environment, actor }) {
      const { entries, next } = await listAudit(hub, {
        environmentId: environment.id,
        withInstallation: actor.kind === 'account',
        actions: query.action,
        actor: actorAsked(query.actor),
        sinceMs: query.since,
        untilMs: query.until,
        before: cursorOf('audit', query.cursor),
        limit: query.limit,
      })
      return { items: entries.map(view), next_cursor: next === null ? null : publicId('audit', next) }
    },
  })
}
