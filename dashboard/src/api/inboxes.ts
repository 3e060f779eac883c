import type { BodyOf } from '../../../src/client/calls.ts'
import type { InboxMessage } from '../../../src/client/operations.ts'
import { patch, post, remove } from './client.ts'
import { type List, useList } from './list.ts'
import { useGet, useSend } from './query.ts'

export type { Inbox, InboxMessage, InboxVerdict } from '../../../src/client/operations.ts'

/** Bodies come with the list, so a page of it is short. */
const pageMessages = 25

/** The built-in receivers of the environment, oldest first. */
export const useInboxes = () => useGet('/inboxes', { query: { limit: 100 } })

/** Makes a built-in receiver. */
export const useMakeInbox = () =>
  useSend((name: string) => post('/inboxes', { body: { name } }), { refreshes: ['/inboxes'] })

/** Changes what an inbox is called, or how it answers. */
export const useChangeInbox = (id: string) =>
  useSend((body: BodyOf<'PATCH', '/inboxes/{id}'>) => patch('/inboxes/{id}', { path: { id }, body }), {
    refreshes: ['/inboxes'],
  })

/** Deletes an inbox with its messages. */
export const useDeleteInbox = (id: string) =>
  useSend(() => remove('/inboxes/{id}', { path: { id } }), { refreshes: ['/inboxes'] })

/** Deletes the messages of an inbox and says how many there were. */
export const useClearInbox = (id: string) =>
  useSend(() => remove('/inboxes/{id}/messages', { path: { id } }), { refreshes: ['/inboxes'] })

/** What an inbox received, newest first, as it arrives. */
export const useMessages = (id: string): List<InboxMessage> =>
  useList(
    '/inboxes/{id}/messages',
    { path: { id } },
    { limit: pageMessages, live: { topic: 'inbox', counts: ({ data }) => data.inbox_id === id } },
  )
