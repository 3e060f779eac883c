import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { filledPath } from '../../../src/client/address.ts'
import type { InputOf, ListPath, RowOf } from '../../../src/client/calls.ts'
import { type Asked, call } from './client.ts'
import { useEnvironment } from './environment.ts'
import { type ApiError, asApiError } from './error.ts'
import { type LiveMessage, type Topic, useLive } from './live.ts'
import { keyOf, type Read } from './query.ts'

export interface ListOptions<T extends Topic = Topic> {
  /** Rows per page. */
  limit?: number
  enabled?: boolean
  /** New rows of this topic are announced; `counts` says which of its messages would be a row here. */
  live?: { topic: T; counts?: (message: LiveMessage<T>) => boolean }
  /** False while the reader has scrolled: new rows then wait behind `arrivals`. Default: the window is at its top. */
  isAtTop?: () => boolean
}

export interface List<Row> {
  rows: readonly Row[]
  /** True before the first rows are known; false while old rows are refreshed. */
  isLoading: boolean
  isRefreshing: boolean
  error: ApiError | null
  hasMore: boolean
  isLoadingMore: boolean
  loadMore: () => void
  /** Rows that came since and wait to be shown: "12 new". */
  arrivals: number
  showArrivals: () => void
  refresh: () => Promise<void>
  /** Changes a row in place, as when a live message says its state. */
  patch: (change: (row: Row) => Row) => void
}

interface Page<Row> {
  items: Row[]
  next_cursor: string | null
}

const windowIsAtTop = () => window.scrollY < 48
/** How often a list under the reader's eyes is read again at most, in ms. */
const refreshEveryMs = 1_000

/** A list of the management API, page by page, that live messages never shift under the reader. */
export function useList<P extends ListPath, T extends Topic = Topic>(
  path: P,
  ...[input, options = {}]: Read<InputOf<'GET', P>, ListOptions<T>>
): List<RowOf<P>> {
  type Row = RowOf<P>
  const client = useQueryClient()
  const environment = useEnvironment()
  const limit = options.limit ?? 50
  const given: Asked = input ?? {}
  const { query = {} } = given
  const asked = JSON.stringify(query)
  const at = filledPath(path, given.path)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query's text stands for the query, which is new in every render.
  const key = useMemo(() => keyOf(environment, at, { list: { ...query, limit } }), [environment, at, asked, limit])
  const list = useInfiniteQuery<Page<Row>, Error, InfiniteData<Page<Row>>, typeof key, string | null>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      call('GET', path, { ...given, query: { ...query, limit, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: options.enabled ?? true,
    placeholderData: (previous, of) => (of?.queryKey[1] === environment ? previous : undefined),
  })

  const [arrivals, setArrivals] = useState(0)
  const refreshAt = useRef<ReturnType<typeof setTimeout> | null>(null)
  const { refetch } = list
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has had no arrivals yet.
  useEffect(() => setArrivals(0), [key])

  const toFirstPage = useCallback(async () => {
    setArrivals(0)
    client.setQueryData<InfiniteData<Page<Row>, string | null>>(key, (data) =>
      data === undefined || data.pages.length <= 1
        ? data
        : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    )
    await refetch()
  }, [client, key, refetch])

  const isAtTop = options.isAtTop ?? windowIsAtTop
  const live = options.live
  useLive<T>(live?.topic ?? null, (message) => {
    if (live?.counts !== undefined && !live.counts(message)) return
    const pages = client.getQueryData<InfiniteData<Page<Row>>>(key)?.pages.length ?? 0
    if (!isAtTop() || pages > 1) return setArrivals((count) => count + 1)
    refreshAt.current ??= setTimeout(() => {
      refreshAt.current = null
      void toFirstPage()
    }, refreshEveryMs)
  })

  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  return {
    rows,
    isLoading: list.isLoading,
    isRefreshing: list.isFetching && !list.isLoading && !list.isFetchingNextPage,
    error: list.error === null ? null : asApiError(list.error),
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => {
      if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
    },
    arrivals,
    showArrivals: () => {
      window.scrollTo({ top: 0 })
      void toFirstPage()
    },
    refresh: toFirstPage,
    patch: (change) => {
      client.setQueryData<InfiniteData<Page<Row>, string | null>>(key, (data) =>
        data === undefined
          ? data
          : { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) },
      )
    },
  }
}
