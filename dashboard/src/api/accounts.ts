import type { Role } from '../../../src/client/operations.ts'
import { patch, post, remove } from './client.ts'
import { useGet, useSend } from './query.ts'
import { refreshSession } from './session.ts'

export type { Invitation, ListedAccount, Role } from '../../../src/client/operations.ts'

/** Who may sign in, the oldest account first. */
export const useAccounts = () => useGet('/accounts')

/** Gives an account another role, which signs it out everywhere. */
export const useChangeRole = () =>
  useSend(({ id, role }: { id: string; role: Role }) => patch('/accounts/{id}', { path: { id }, body: { role } }), {
    refreshes: ['/accounts', '/audit'],
  })

/** Changes one's own name. */
export const useRename = (id: string, onDone: () => void) =>
  useSend((name: string) => patch('/accounts/{id}', { path: { id }, body: { name } }), {
    refreshes: ['/accounts'],
    onDone: () => {
      void refreshSession()
      onDone()
    },
  })

/** Removes an account with its sessions. */
export const useRemoveAccount = () =>
  useSend((id: string) => remove('/accounts/{id}', { path: { id } }), { refreshes: ['/accounts', '/audit'] })

/** Invitations that wait, for owners. */
export const useInvitations = () => useGet('/invitations')

/** Invites somebody; the answer has the link, this once. */
export const useInvite = () =>
  useSend((body: { email: string; role: Role }) => post('/invitations', { body }), {
    refreshes: ['/invitations', '/audit'],
  })

/** Takes an invitation back. */
export const useWithdraw = () =>
  useSend((id: string) => remove('/invitations/{id}', { path: { id } }), { refreshes: ['/invitations', '/audit'] })
