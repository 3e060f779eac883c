import { useQuery } from '@tanstack/react-query'
import { errorOfAnswer } from './error.ts'

/** Asks `/readyz`, as a monitor would: whether Tellus can work, and if not, why. */
export const useReadiness = () =>
  useQuery({
    queryKey: ['readiness'],
    queryFn: async ({ signal }) => {
      const answer = await fetch('/readyz', { signal, cache: 'no-store' })
      if (answer.ok) return { isReady: true, why: null }
      return {
        isReady: false,
        why: errorOfAnswer(answer.status, answer.headers, await answer.text(), Date.now()).sentence,
      }
    },
    retry: false,
    staleTime: 0,
  })
