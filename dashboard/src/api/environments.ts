import { patch, post, remove } from './client.ts'
import { queryClient, useGet, useSend } from './query.ts'
import { refreshSession } from './session.ts'

export type { Environment, EnvironmentDetail, NewEnvironment } from '../../../src/client/operations.ts'

/** The list is the same in each environment, and kept for each; the session names the environments too, for the switch. */
const touched = {
  refreshes: ['/audit'],
  onDone: () => {
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[2] === 'environments' })
    void refreshSession()
  },
}

/** All environments, the first one first. */
export const useEnvironments = () => useGet('/environments')

/** An environment and how much is in it; not asked once it is being deleted. */
export const useEnvironmentDetail = (devId: string, enabled: boolean) =>
  useGet('/environments/{dev_id}', { path: { dev_id: devId } }, { enabled })

/** Makes an environment; the answer has its first API key, this once. */
export const useCreateEnvironment = () => useSend((name: string) => post('/environments', { body: { name } }), touched)

/** Gives an environment another name. */
export const useRenameEnvironment = (devId: string) =>
  useSend((name: string) => patch('/environments/{dev_id}', { path: { dev_id: devId }, body: { name } }), touched)

/** Deletes an environment and everything in it. */
export const useDeleteEnvironment = (devId: string) =>
  useSend(() => remove('/environments/{dev_id}', { path: { dev_id: devId }, body: { confirm: devId } }), touched)
