import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { QueryOf } from '../../../src/client/calls.ts'
import type { EventSummary, User } from '../../../src/client/operations.ts'
import type { DataType } from '../../../src/schema/records.ts'
import { getText, remove } from './client.ts'
import { useEnvironment } from './environment.ts'
import { type List, useList } from './list.ts'
import { keyOf, useGet, useSend } from './query.ts'

export type { EventSummary, Presence, User, UserDetail } from '../../../src/client/operations.ts'

/** Which users are asked for. */
export type UserFilters = Omit<NonNullable<QueryOf<'GET', '/users'>>, 'limit' | 'cursor'>

/** Users in order of creation; those who connect meanwhile are announced. */
export const useUsers = (filters: UserFilters): List<User> =>
  useList('/users', { query: filters }, { live: { topic: 'user', counts: ({ data }) => data.change !== 'changed' } })

/** A few users that match what is typed, for a choice. */
export const useFoundUsers = (search: string, enabled: boolean) =>
  useGet('/users', { query: { search, limit: 20 } }, { enabled, keepsPrevious: true })

/** One user, with how much is stored of each type and how old the token is. */
export const useUser = (id: string) => useGet('/users/{id}', { path: { id } })

/** For each type, how many records begin on each of the last days. */
export const usePresence = (id: string, days: number) =>
  useGet('/users/{id}/presence', { path: { id }, query: { days } }, { keepsPrevious: true })

/** The records of one type over some days, `to` excluded, as the text that is sent; those of an athlete have no days. */
export function useRecordText(
  id: string,
  asked: { type: DataType; from: string; to: string; withSamples: boolean },
  enabled = true,
): UseQueryResult<string> {
  const { type, from, to, withSamples } = asked
  const query = { type, start_date: from, end_date: to, with_samples: withSamples }
  return useQuery({
    queryKey: keyOf(useEnvironment(), `/users/${id}/data`, query),
    queryFn: ({ signal }) => getText('/users/{id}/data', { path: { id }, query, signal }),
    enabled,
  })
}

/** The events about a user, newest first. */
export const useUserEvents = (id: string): List<EventSummary> =>
  useList(
    '/users/{id}/events',
    { path: { id } },
    { live: { topic: 'event', counts: ({ data }) => data.user_id === id } },
  )

/** Gives the token back to the provider and erases everything about a user. */
export const useEraseUser = (id: string) =>
  useSend(() => remove('/users/{id}', { path: { id } }), { refreshes: ['/sources', '/stats', '/events', '/imports'] })
