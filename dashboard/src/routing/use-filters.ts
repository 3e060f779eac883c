import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { type Filters, readFilters, type Schema, writeFilters } from './filters.ts'

/**
 * The filters of a page, kept in its address so that they can be sent, kept and stepped back through.
 * `set` adds a step to the history for what is chosen (`push`), and none for what is typed (`replace`, the default).
 */
export function useFilters<S extends Schema>(
  schema: S,
): {
  filters: Filters<S>
  set: (change: Partial<Filters<S>>, how?: 'push' | 'replace') => void
  clear: () => void
  isFiltered: boolean
} {
  const search = useSearch()
  const [path, navigate] = useLocation()
  const filters = useMemo(() => readFilters(schema, search), [schema, search])
  const set = useCallback(
    (change: Partial<Filters<S>>, how: 'push' | 'replace' = 'replace') => {
      // The address as it is now: two changes in one turn must not undo each other.
      const now = location.search
      const next = writeFilters(schema, now, { ...readFilters(schema, now), ...change })
      navigate(`${path}${next}`, { replace: how === 'replace' })
    },
    [schema, path, navigate],
  )
  const clear = useCallback(
    () => navigate(`${path}${writeFilters(schema, location.search, readFilters(schema, ''))}`),
    [schema, path, navigate],
  )
  const isFiltered = writeFilters(schema, '', filters) !== ''
  return { filters, set, clear, isFiltered }
}
