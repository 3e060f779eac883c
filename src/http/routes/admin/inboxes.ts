import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import {
  clearInbox,
  createInbox,
  deleteInbox,
  findInbox,
  type Inbox,
  listInboxes,
  patchInbox,
} from '../../../inbox/inbox.ts'
import { type Message, messages } from '../../../inbox/messages.ts'
import { publicId } from '../../../lib/ids.ts'
import { clearedSchema, inboxListSchema, inboxSchema, messageListSchema } from '../../../schema/management/inbox.ts'
import { byId, cursorOf, paging } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const name = z.string().trim().min(1).max(200)
const newInbox = z.strictObject({ name: name.default('Inbox') })
const inboxPatch = z.strictObject({
  name: name.optional(),
  respond_status: z.number().int().min(200).max(599).optional(),
  respond_delay_ms: z.number().int().min(0).max(60_000).optional(),
})
const messagesAsked = z.object({
  ...paging,
  order: z.enum(['asc', 'desc']).default('desc'),
  after: z.string().min(1).optional(),
})

export function inboxAdminRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)
  const view = (inbox: Inbox) => ({
    id: publicId('inbox', inbox.id),
    name: inbox.name,
    url: `${hub.publicUrl()}/inbox/${publicId('inbox', inbox.id)}`,
    respond_status: inbox.respondStatus,
    respond_delay_ms: inbox.respondDelayMs,
    created_at: inbox.createdAt.toISOString(),
  })
  const viewMessage = (message: Message) => ({
    id: publicId('message', message.id),
    received_at: message.receivedAt.toISOString(),
    method: message.method,
    path: message.path,
    headers: message.headers,
    body: message.body,
    encoding: message.encoding,
    bytes: message.bytes,
    type: message.type,
    verdict: message.verdict,
    answered: message.answered,
  })
  const inboxOf = async (environmentId: string, id: string): Promise<Inbox> => {
    const inbox = await findInbox(hub, uuidOf('inbox', id))
    if (inbox === null || inbox.environmentId !== environmentId) throw notFound('inbox', id)
    return inbox
  }

  route({
    method: 'GET',
    url: '/inboxes',
    summary: 'Built-in receivers',
    answer: inboxListSchema,
    query: z.object(paging),
    async handle({ query, environment }) {
      const after = cursorOf('inbox', query.cursor)
      const { inboxes, more } = await listInboxes(hub, environment.id, { limit: query.limit, after })
      const items = inboxes.map(view)
      return { items, next_cursor: more ? (items.at(-1)?.id ?? null) : null }
    },
  })

  route({
    method: 'POST',
    url: '/inboxes',
    summary: 'Makes a built-in receiver',
    answer: inboxSchema,
    body: newInbox,
    status: 201,
    async handle({ body, environment }) {
      return view(await createInbox(hub, hub.db, { environmentId: environment.id, name: body.name }))
    },
  })

  route({
    method: 'GET',
    url: '/inboxes/:id',
    summary: 'One built-in receiver',
    answer: inboxSchema,
    params: byId,
    async handle({ params, environment }) {
      return view(await inboxOf(environment.id, params.id))
    },
  })

  route({
    method: 'PATCH',
    url: '/inboxes/:id',
    summary: 'Changes how a built-in receiver is called or answers',
    answer: inboxSchema,
    params: byId,
    body: inboxPatch,
    async handle({ params, body, environment }) {
      const inbox = await patchInbox(hub, environment.id, uuidOf('inbox', params.id), {
        name: body.name,
        respondStatus: body.respond_status,
        respondDelayMs: body.respond_delay_ms,
      })
      if (inbox === null) throw notFound('inbox', params.id)
      return view(inbox)
    },
  })

  route({
    method: 'DELETE',
    url: '/inboxes/:id',
    summary: 'Deletes a built-in receiver with its messages',
    params: byId,
    status: 204,
    async handle({ params, environment, audit }) {
      const done = await deleteInbox(hub, environment.id, uuidOf('inbox', params.id))
      if (!done) throw notFound('inbox', params.id)
      await audit('inbox.deleted', params.id)
    },
  })

  // The newest first; `order=asc&after=<id>` follows what arrives.
  route({
    method: 'GET',
    url: '/inboxes/:id/messages',
    summary: 'What was received, newest first; with order=asc and after, what arrives',
    answer: messageListSchema,
    params: byId,
    query: messagesAsked,
    async handle({ params, query, environment }) {
      const inbox = await inboxOf(environment.id, params.id)
      const from = cursorOf('message', query.after, 'after') ?? cursorOf('message', query.cursor)
      const order = query.after === undefined ? query.order : 'asc'
      const page = await messages(hub, inbox.id, { limit: query.limit, order, from })
      const items = page.messages.map(viewMessage)
      return { items, next_cursor: page.more ? (items.at(-1)?.id ?? null) : null }
    },
  })

  route({
    method: 'DELETE',
    url: '/inboxes/:id/messages',
    summary: 'Deletes all messages of a built-in receiver',
    params: byId,
    answer: clearedSchema,
    async handle({ params, environment, audit }) {
      const deleted = await clearInbox(hub, await inboxOf(environment.id, params.id))
      await audit('inbox.cleared', params.id, { messages: deleted })
      return { deleted }
    },
  })
}
