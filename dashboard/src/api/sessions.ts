import type { ListedSession } from '../../../src/schema/management/session.ts'
import type { List } from '../../../src/schema/management/shared.ts'
import { remove } from './client.ts'
import { useGet, useSend } from './query.ts'
import { refreshSession } from './session.ts'

export type { ListedSession } from '../../../src/schema/management/session.ts'

/** Where the person who is signed in is signed in. */
export const useSessions = () => useGet<List<ListedSession>>('/sessions')

/** Ends one session of one's own; when it is this one, the page for signing in is next. */
export const useEndSession = () =>
  useSend((one: ListedSession) => remove(`/sessions/${encodeURIComponent(one.id)}`), {
    refreshes: ['/sessions'],
    onDone: (_, one) => {
      if (one.current) void refreshSession()
    },
  })

/** Signs out everywhere, here too. */
export const useEndSessions = () => useSend(() => remove('/sessions'), { onDone: () => void refreshSession() })
