import type { ListedSession } from '../../../src/client/operations.ts'
import { remove } from './client.ts'
import { useGet, useSend } from './query.ts'
import { refreshSession } from './session.ts'

export type { ListedSession } from '../../../src/client/operations.ts'

/** Where the person who is signed in is signed in. */
export const useSessions = () => useGet('/sessions')

/** Ends one session of one's own; when it is this one, the page for signing in is next. */
export const useEndSession = () =>
  useSend((one: ListedSession) => remove('/sessions/{id}', { path: { id: one.id } }), {
    refreshes: ['/sessions'],
    onDone: (_, one) => {
      if (one.current) void refreshSession()
    },
  })

/** Signs out everywhere, here too. */
export const useEndSessions = () => useSend(() => remove('/sessions'), { onDone: () => void refreshSession() })
