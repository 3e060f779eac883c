import { useQuery } from '@tanstack/react-query'
import { get } from './client.ts'
import { useEnvironment } from './environment.ts'
import { keyOf } from './query.ts'

/**
 * What the provider answered, as it wrote it. An answer never changes and each reading stands in the audit log, so it is
 * read once, and not below `/users`, which every live message about the user makes out of date.
 */
export function useRaw(userId: string, rawId: string) {
  return useQuery({
    queryKey: keyOf(useEnvironment(), '/raw', rawId),
    queryFn: ({ signal }) => get('/users/{id}/raw/{rawId}', { path: { id: userId, rawId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
}
