import { Loading, Skeleton } from '../components/skeleton.tsx'
import { en } from '../strings/en.ts'

/** The shape of a page while its code is fetched. */
export function PageLoading() {
  return (
    <Loading label={en.shell.loading}>
      <div className="flex flex-col gap-4">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-40 w-full" />
      </div>
    </Loading>
  )
}
