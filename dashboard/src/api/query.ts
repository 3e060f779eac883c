import {
  keepPreviousData,
  QueryClient,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { filledPath } from '../../../src/client/address.ts'
import type { AnswerOf, InputOf, PathOf } from '../../../src/client/calls.ts'
import { type Asked, call } from './client.ts'
import { useEnvironment } from './environment.ts'
import { ApiError } from './error.ts'

/** What is refused stays refused when asked again; what broke on the way may work the second time. */
const mayRetry = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, gcTime: 300_000, retry: mayRetry, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})

/**
 * The key under which the answer of an address is kept: environment first, so that a switch shows nothing of the
 * other one, then the parts of the path, so that `/events` also means all below it.
 */
export const keyOf = (environment: string | null, path: string, ...rest: unknown[]): QueryKey => [
  'environment',
  environment,
  ...path.split('/').filter((part) => part !== ''),
  ...rest,
]

export interface GetOptions {
  /** False while what the path is made of is not known yet. */
  enabled?: boolean
  /** Asks again after so many ms, for what no live message announces. */
  everyMs?: number | false
  /** Shows the answer for the previous query until the new one is here; for lists and charts with filters. */
  keepsPrevious?: boolean
}

/** What a hook is given after its path: what the call needs, which may be nothing, and how it is read. */
export type Read<Input, Options> = object extends Input
  ? [input?: Input, options?: Options]
  : [input: Input, options?: Options]

/**
 * Reads one address of the management API in the chosen environment and keeps it fresh:
 * `useGet('/users/{id}', { path: { id } })`.
 */
export function useGet<P extends PathOf<'GET'>>(
  path: P,
  ...[input, options = {}]: Read<InputOf<'GET', P>, GetOptions>
): UseQueryResult<AnswerOf<'GET', P>> {
  const environment = useEnvironment()
  const asked: Asked = input ?? {}
  return useQuery<AnswerOf<'GET', P>>({
    queryKey: keyOf(environment, filledPath(path, asked.path), asked.query ?? {}),
    queryFn: ({ signal }) => call('GET', path, { ...asked, signal }),
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData } : {}),
  })
}

/** Marks what stands under a path, and below it, as out of date: what is on screen is read again at once. */
export function useRefresh(): (...paths: string[]) => Promise<void> {
  const client = useQueryClient()
  const environment = useEnvironment()
  return async (...paths) => {
    await Promise.all(paths.map((path) => client.invalidateQueries({ queryKey: keyOf(environment, path) })))
  }
}

/**
 * A change: `run` does it, and once it is done the paths in `refreshes` are read again.
 * `const send = useSend((id: string) => post('/events/{id}/resend', { path: { id } }), { refreshes: ['/events'] })`
 */
export function useSend<Input = void, Answer = unknown>(
  run: (input: Input) => Promise<Answer>,
  options: { refreshes?: readonly string[]; onDone?: (answer: Answer, input: Input) => void } = {},
): UseMutationResult<Answer, Error, Input> {
  const refresh = useRefresh()
  return useMutation<Answer, Error, Input>({
    mutationFn: run,
    onSuccess: async (answer, input) => {
      options.onDone?.(answer, input)
      await refresh(...(options.refreshes ?? []))
    },
  })
}
