import { type ReactNode, useEffect, useState } from 'react'
import type { Late } from '../routing/late.ts'
import { PageLoading } from './page-loading.tsx'

/**
 * Shows a late component, at once where its code is here. Not `React.lazy`: when a Suspense has shown its fallback,
 * React holds back what comes next for 300 ms, which every first visit would feel. A failed fetch is thrown to the
 * error boundary around it.
 */
export function LatePart<Props extends object>({
  of,
  props,
  meanwhile = <PageLoading />,
}: {
  of: Late<Props>
  props: Props
  /** Stands there while the code comes. */
  meanwhile?: ReactNode
}) {
  const [Part, setPart] = useState(of.now)
  const [failure, setFailure] = useState<unknown>(null)
  useEffect(() => {
    if (Part === null) of.fetch().then((part) => setPart(() => part), setFailure)
  }, [of, Part])
  if (failure !== null) throw failure
  return Part === null ? meanwhile : <Part {...props} />
}
