import type { Environment, EnvironmentDetail, NewEnvironment } from '../../../src/schema/management/session.ts'
import type { List } from '../../../src/schema/management/shared.ts'
import { patch, post, remove } from './client.ts'
import { queryClient, useGet, useSend } from './query.ts'
import { refreshSession } from './session.ts'

export type { Environment, EnvironmentDetail, NewEnvironment } from '../../../src/schema/management/session.ts'

const at = (devId: string) => `/environments/${encodeURIComponent(devId)}`

/** The list is the same in each environment, and kept for each; the session names the environments too, for the switch. */
const touched = {
  refreshes: ['/audit'],
  onDone: () => {
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[2] === 'environments' })
    void refreshSession()
  },
}

/** All environments, the first one first. */
export const useEnvironments = () => useGet<List<Environment>>('/environments')

/** An environment and how much is in it; not asked once it is being deleted. */
export const useEnvironmentDetail = (devId: string, enabled: boolean) =>
  useGet<EnvironmentDetail>(at(devId), {}, { enabled })

/** Makes an environment; the answer has its first API key, this once. */
export const useCreateEnvironment = () =>
  useSend((name: string) => post<NewEnvironment>('/environments', { name }), touched)

/** Gives an environment another name. */
export const useRenameEnvironment = (devId: string) =>
  useSend((name: string) => patch<Environment>(at(devId), { name }), touched)

/** Deletes an environment and everything in it. */
export const useDeleteEnvironment = (devId: string) => useSend(() => remove(at(devId), { confirm: devId }), touched)
