import type { ImportStatus } from '../../../src/client/operations.ts'
import { post } from './client.ts'
import { type List, useList } from './list.ts'
import { useLive } from './live.ts'
import { useGet, useRefresh, useSend } from './query.ts'

export type { ImportStatus } from '../../../src/client/operations.ts'

/** How often an import that runs is read again, in ms: live messages say how far it is, not what was found. */
const followEveryMs = 1_000

/** Whether an import is not over yet. */
export const isUnderWay = ({ status }: Pick<ImportStatus, 'status'>): boolean =>
  status === 'queued' || status === 'running'

/** The imports of the environment, newest first; those that run change in place. */
export function useImports(): List<ImportStatus> {
  const list = useList('/imports', {}, { live: { topic: 'import', counts: ({ data }) => data.status !== 'running' } })
  useLive('import', ({ data }) => {
    // What was found stands in the answer alone: one that has ended is read again, not changed here.
    if (isUnderWay(data))
      list.patch((row) => (row.import_id === data.import_id && isUnderWay(row) ? { ...row, ...data } : row))
  })
  return list
}

/** One import; while it runs, followed. */
export function useImport(id: string) {
  const refresh = useRefresh()
  const shown = useGet('/imports/{id}', { path: { id } })
  const isFollowed = shown.data !== undefined && isUnderWay(shown.data)
  useGet('/imports/{id}', { path: { id } }, { everyMs: isFollowed ? followEveryMs : false })
  useLive('import', ({ data }) => {
    if (data.import_id === id && !isUnderWay(data)) void refresh(`/imports/${id}`)
  })
  return shown
}

/** Stops an import; what it has stored stays. */
export const useCancelImport = (id: string) =>
  useSend(() => post('/imports/{id}/cancel', { path: { id } }), { refreshes: ['/imports'] })
