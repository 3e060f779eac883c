import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { BodyOf } from '../../../src/client/calls.ts'
import type { Job } from '../../../src/client/operations.ts'
import { post } from './client.ts'
import { useEnvironment } from './environment.ts'
import { keyOf, useGet, useSend } from './query.ts'

export type { Job } from '../../../src/client/operations.ts'

type Body = BodyOf<'POST', typeof path>
/** What a destination is to be sent again. */
export type RecoveryAsked = Body & { include: NonNullable<Body['include']> }

const path = '/destinations/{id}/recover'

/** How many deliveries a recovery would send, counted without sending any. */
export function useRecoverCount(id: string, asked: RecoveryAsked | null): UseQueryResult<{ count: number }> {
  const environment = useEnvironment()
  return useQuery({
    queryKey: keyOf(environment, `/destinations/${id}/recover`, asked?.since ?? null, asked?.include ?? null),
    queryFn: async ({ signal }) => {
      const { since = '', include } = asked ?? {}
      const counted = await post(path, { path: { id }, body: { since, include, dry_run: true }, signal })
      return 'count' in counted ? counted : { count: 0 }
    },
    enabled: asked !== null,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** Begins a recovery. */
export const useRecover = (id: string) =>
  useSend((body: RecoveryAsked) => post(path, { path: { id }, body }), { refreshes: ['/jobs'] })

/** The recoveries of a destination, newest first; read every second while one runs. */
export function useRecoveries(id: string): { jobs: readonly Job[]; error: Error | null } {
  const jobs = useGet('/jobs', { query: { limit: 50 } })
  const mine = (jobs.data?.items ?? []).filter(
    (job) => job.kind === 'recover' && 'include' in job.request && job.request.destination_id === id,
  )
  const isRunning = mine.some(isUnderWay)
  useGet('/jobs', { query: { limit: 50 } }, { everyMs: isRunning ? 1_000 : false })
  return { jobs: mine, error: jobs.error }
}

/** Whether a job is not over yet. */
export const isUnderWay = (job: Job): boolean => job.status === 'queued' || job.status === 'running'

/** Stops a job; what it sent stays sent. */
export const useCancelJob = () =>
  useSend((id: string) => post('/jobs/{id}/cancel', { path: { id } }), {
    refreshes: ['/jobs', '/deliveries', '/destinations'],
  })
