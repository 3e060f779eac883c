import type { Account, Invitation, ListedAccount, Role } from '../../../src/schema/management/session.ts'
import type { List } from '../../../src/schema/management/shared.ts'
import { patch, post, remove } from './client.ts'
import { useGet, useSend } from './query.ts'
import { refreshSession } from './session.ts'

export type { Invitation, ListedAccount, Role } from '../../../src/schema/management/session.ts'

const at = (id: string) => `/accounts/${encodeURIComponent(id)}`

/** Who may sign in, the oldest account first. */
export const useAccounts = () => useGet<List<ListedAccount>>('/accounts')

/** Gives an account another role, which signs it out everywhere. */
export const useChangeRole = () =>
  useSend(({ id, role }: { id: string; role: Role }) => patch<Account>(at(id), { role }), {
    refreshes: ['/accounts', '/audit'],
  })

/** Changes one's own name. */
export const useRename = (id: string, onDone: () => void) =>
  useSend((name: string) => patch<Account>(at(id), { name }), {
    refreshes: ['/accounts'],
    onDone: () => {
      void refreshSession()
      onDone()
    },
  })

/** Removes an account with its sessions. */
export const useRemoveAccount = () => useSend((id: string) => remove(at(id)), { refreshes: ['/accounts', '/audit'] })

/** Invitations that wait, for owners. */
export const useInvitations = () => useGet<List<Invitation>>('/invitations')

/** Invites somebody; the answer has the link, this once. */
export const useInvite = () =>
  useSend((body: { email: string; role: Role }) => post<Invitation>('/invitations', body), {
    refreshes: ['/invitations', '/audit'],
  })

/** Takes an invitation back. */
export const useWithdraw = () =>
  useSend((id: string) => remove(`/invitations/${encodeURIComponent(id)}`), { refreshes: ['/invitations', '/audit'] })
