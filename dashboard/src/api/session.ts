import { useQuery } from '@tanstack/react-query'
import { createContext, use } from 'react'
import type { BodyOf } from '../../../src/client/calls.ts'
import type { Environment, InvitationOffer, Role, Session } from '../../../src/client/operations.ts'
import { caller, get, onRefused, post, remove } from './client.ts'
import { chooseEnvironment, rememberedEnvironment, useEnvironment } from './environment.ts'
import { queryClient } from './query.ts'

export type { Environment, InvitationOffer, Role, Session } from '../../../src/client/operations.ts'

const key = ['session'] as const
const ranks: Record<Role, number> = { viewer: 0, developer: 1, owner: 2 }

/** Makes an answer of the session API the one that holds: who is signed in, their token, their environment. */
export function adopt(session: Session): Session {
  caller.csrfToken = session.csrf_token
  const known = (devId: string | null) => session.environments.some((one) => one.dev_id === devId)
  const wanted = [caller.environment, rememberedEnvironment()].find(known) ?? session.environments[0]?.dev_id ?? null
  if (session.account !== null) chooseEnvironment(wanted)
  else forgetAnswers()
  queryClient.setQueryData(key, session)
  return session
}

const readSession = async (): Promise<Session> => adopt(await get('/session'))

/** The session, read once and kept until something says it has changed. */
export const useSessionQuery = () => useQuery({ queryKey: key, queryFn: readSession, staleTime: Infinity })

/** A session of somebody who is signed in. */
export type OpenSession = Session & { account: NonNullable<Session['account']> }

/** Filled at the entrance, so that everything inside sees the same session, and none is shown without one. */
export const SessionContext = createContext<OpenSession | null>(null)

/** The session inside the shell, where somebody is signed in. */
export function useSession(): OpenSession {
  const session = use(SessionContext)
  if (session === null) throw new Error('This part of the dashboard was shown to nobody who is signed in.')
  return session
}

/** Whether the person who is signed in may do what needs a role: what they may not is not offered. */
export const useMay = (role: Role): boolean => ranks[useSession().account.role] >= ranks[role]

/** The chosen environment with its name. */
export function useChosenEnvironment(): Environment | null {
  const devId = useEnvironment()
  return useSession().environments.find((one) => one.dev_id === devId) ?? null
}

export const signIn = async (email: string, password: string): Promise<Session> =>
  adopt(await post('/session', { body: { email, password } }))

export const setUp = async (body: BodyOf<'POST', '/session/setup'>): Promise<Session> =>
  adopt(await post('/session/setup', { body }))

export const join = async (body: BodyOf<'POST', '/session/join'>): Promise<Session> =>
  adopt(await post('/session/join', { body }))

export const resetPassword = async (body: BodyOf<'POST', '/session/reset'>): Promise<Session> =>
  adopt(await post('/session/reset', { body }))

export const changePassword = async (body: BodyOf<'POST', '/session/password'>): Promise<Session> =>
  adopt(await post('/session/password', { body }))

export const readInvitation = (token: string): Promise<InvitationOffer> =>
  get('/session/invitation', { headers: { 'x-token': token } })

/** Forgets all that was read for the person who was signed in. */
const forgetAnswers = () => queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== key[0] })

export async function signOut(): Promise<void> {
  await remove('/session')
  await refreshSession()
}

/** Reads the session again, as after a change of the environments or of one's own name. */
export const refreshSession = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key })

/** Keeps the session true while the app runs: after a 401 or 403 the server is asked who is signed in, and as what. */
export const watchSession = (): (() => void) =>
  onRefused(() => {
    if (queryClient.getQueryData<Session>(key)?.account != null) void refreshSession()
  })
