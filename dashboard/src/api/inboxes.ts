import type { Inbox, InboxMessage } from '../../../src/schema/management/inbox.ts'
import type { List as Answer } from '../../../src/schema/management/shared.ts'
import { patch, post, remove } from './client.ts'
import { type List, useList } from './list.ts'
import { useGet, useSend } from './query.ts'

export type { Inbox, InboxMessage, InboxVerdict } from '../../../src/schema/management/inbox.ts'

/** Bodies come with the list, so a page of it is short. */
const pageMessages = 25
const at = (id: string) => `/inboxes/${encodeURIComponent(id)}`

/** The built-in receivers of the environment, oldest first. */
export const useInboxes = () => useGet<Answer<Inbox>>('/inboxes', { limit: 100 })

/** Makes a built-in receiver. */
export const useMakeInbox = () =>
  useSend((name: string) => post<Inbox>('/inboxes', { name }), { refreshes: ['/inboxes'] })

/** Changes what an inbox is called, or how it answers. */
export const useChangeInbox = (id: string) =>
  useSend((to: Partial<Pick<Inbox, 'name' | 'respond_status' | 'respond_delay_ms'>>) => patch<Inbox>(at(id), to), {
    refreshes: ['/inboxes'],
  })

/** Deletes an inbox with its messages. */
export const useDeleteInbox = (id: string) => useSend(() => remove(at(id)), { refreshes: ['/inboxes'] })

/** Deletes the messages of an inbox and says how many there were. */
export const useClearInbox = (id: string) =>
  useSend(() => remove<{ deleted: number }>(`${at(id)}/messages`), { refreshes: ['/inboxes'] })

/** What an inbox received, newest first, as it arrives. */
export const useMessages = (id: string): List<InboxMessage> =>
  useList<InboxMessage, 'inbox'>(
    `${at(id)}/messages`,
    {},
    { limit: pageMessages, live: { topic: 'inbox', counts: ({ data }) => data.inbox_id === id } },
  )
