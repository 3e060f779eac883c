import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import type { BodyOf } from '../../../src/client/calls.ts'
import type { MergedPart } from '../../../src/client/operations.ts'
import type { RecordOf } from '../../../src/schema/records.ts'
import { dayAfter } from '../charts/presence.ts'
import { call, get, getText, post } from './client.ts'
import { useEnvironment } from './environment.ts'
import { keyOf, useGet, useSend } from './query.ts'

export type { HeldPriority, MergedPart, Person } from '../../../src/client/operations.ts'

/** The types that a person’s days are shown by, the commonest first. */
export const personTypes = ['daily', 'sleep', 'activity', 'body'] as const
export type PersonType = (typeof personTypes)[number]

/** What a person did, each thing once; of what each was made stands at the same place in `made_of`. */
export interface Merged<T extends PersonType> {
  data: RecordOf[T][]
  made_of: MergedPart[][]
}

/** A record as one account tells it. */
export interface Told {
  userId: string
  record: object
}

/** The address of a person’s page; an app’s own id may hold anything. */
export const personHref = (referenceId: string): string => `/people/${encodeURIComponent(referenceId)}`

/** A person’s accounts, the most trusted first, and whose order that is. */
export const usePerson = (referenceId: string, enabled = true) =>
  useGet('/person', { query: { reference_id: referenceId } }, { enabled })

/** A person’s records of one type over some days, `to` excluded, put together of all their sources. */
export function useMerged<T extends PersonType>(
  referenceId: string,
  asked: { type: T; from: string; to: string; withSamples: boolean },
  enabled = true,
): UseQueryResult<Merged<T>> {
  const { type, from, to, withSamples } = asked
  const query = { reference_id: referenceId, start_date: from, end_date: to, with_samples: withSamples }
  return useQuery({
    queryKey: keyOf(useEnvironment(), `/person/${type}`, query),
    queryFn: ({ signal }) => call<Merged<T>>('GET', `/person/${type}`, { query, signal }),
    enabled,
  })
}

/** The order of sources that holds for everybody without one of their own. */
export const usePriority = () => useGet('/person/priority')

type Ordered = BodyOf<'POST', '/person/priority'>

/** Says which sources count first; an empty list takes back what was said. Null: for everybody. */
export const useSavePriority = (referenceId: string | null) =>
  useSend(
    (providers: readonly string[]) => {
      const body: Ordered = { reference_id: referenceId, providers: [...providers] }
      return post('/person/priority', { body })
    },
    { refreshes: ['/person'] },
  )

/**
 * What each of several accounts told of one type on one day, without samples; null until all are known, or where one could not be
 * read.
 */
export function useTold(type: PersonType, day: string, userIds: readonly string[]): Told[] | null {
  const environment = useEnvironment()
  const query = { type, start_date: day, end_date: dayAfter(day), with_samples: false }
  const answers = useQueries({
    queries: userIds.map((id) => ({
      queryKey: keyOf(environment, `/users/${id}/data`, query),
      queryFn: ({ signal }: { signal: AbortSignal }) => getText('/users/{id}/data', { path: { id }, query, signal }),
    })),
  })
  if (answers.some(({ data }) => data === undefined)) return null
  return answers.flatMap(({ data = '' }, at) => {
    const { items }: { items: object[] } = JSON.parse(data)
    return items.map((record) => ({ userId: userIds[at] ?? '', record }))
  })
}

/** The newest day of which accounts have something that a person’s page shows; null where there is none, undefined until it is known. */
export function useLastDay(userIds: readonly string[]): string | null | undefined {
  const environment = useEnvironment()
  const query = { days: 1 }
  const answers = useQueries({
    queries: userIds.map((id) => ({
      queryKey: keyOf(environment, `/users/${id}/presence`, query),
      queryFn: ({ signal }: { signal: AbortSignal }) => get('/users/{id}/presence', { path: { id }, query, signal }),
    })),
  })
  if (answers.some(({ data }) => data === undefined)) return undefined
  const days = answers.flatMap(({ data }) =>
    (data?.types ?? []).flatMap(({ type, last_day: last }) =>
      last !== null && personTypes.some((one) => one === type) ? [last] : [],
    ),
  )
  return days.toSorted().at(-1) ?? null
}
