import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Job } from '../../../src/schema/management/job.ts'
import type { List } from '../../../src/schema/management/shared.ts'
import { post } from './client.ts'
import { useEnvironment } from './environment.ts'
import { keyOf, useGet, useSend } from './query.ts'

export type { Job } from '../../../src/schema/management/job.ts'

/** What a destination is to be sent again. */
export interface RecoveryAsked {
  /** ISO 8601. */
  since: string
  include: 'failed' | 'missed' | 'all'
  rate_per_second?: number | undefined
}

const at = (id: string) => `/destinations/${encodeURIComponent(id)}/recover`

/** How many deliveries a recovery would send, counted without sending any. */
export function useRecoverCount(id: string, asked: RecoveryAsked | null): UseQueryResult<{ count: number }> {
  const environment = useEnvironment()
  return useQuery({
    queryKey: keyOf(environment, at(id), asked?.since ?? null, asked?.include ?? null),
    queryFn: ({ signal }) =>
      post<{ count: number }>(at(id), { since: asked?.since, include: asked?.include, dry_run: true }, { signal }),
    enabled: asked !== null,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** Begins a recovery. */
export const useRecover = (id: string) =>
  useSend((asked: RecoveryAsked) => post<{ job_id: string }>(at(id), asked), { refreshes: ['/jobs'] })

/** The recoveries of a destination, newest first; read every second while one runs. */
export function useRecoveries(id: string): { jobs: readonly Job[]; error: Error | null } {
  const jobs = useGet<List<Job>>('/jobs', { limit: 50 })
  const mine = (jobs.data?.items ?? []).filter(
    (job) => job.kind === 'recover' && 'include' in job.request && job.request.destination_id === id,
  )
  const isRunning = mine.some(isUnderWay)
  useGet<List<Job>>('/jobs', { limit: 50 }, { everyMs: isRunning ? 1_000 : false })
  return { jobs: mine, error: jobs.error }
}

/** Whether a job is not over yet. */
export const isUnderWay = (job: Job): boolean => job.status === 'queued' || job.status === 'running'

/** Stops a job; what it sent stays sent. */
export const useCancelJob = () =>
  useSend((id: string) => post<Job>(`/jobs/${id}/cancel`), { refreshes: ['/jobs', '/deliveries', '/destinations'] })
