import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'
import { useDelayed } from './delayed.ts'

export type SkeletonProps = {
  /** Size and place, as classes: `h-4 w-32`. */
  className?: string | undefined
}

/** A grey bar where words will be. Use it inside Loading, in the final shape. */
export function Skeleton({ className }: SkeletonProps) {
  return <span aria-hidden className={cx('block h-4 rounded-control bg-line', className)} />
}

export type LoadingProps = {
  /** What is being waited for, for assistive technology. */
  label?: string | undefined
  /** The skeleton, in the final shape; rows of text when absent. */
  children?: ReactNode
  /** Rows of text when there are no children. */
  rows?: number | undefined
}

/** What stands in for something not there yet: nothing for 150 ms, then its skeleton. */
export function Loading({ label = parts.busy, children, rows = 3 }: LoadingProps) {
  const late = useDelayed(true)
  return (
    <div role="status" aria-label={label} className={late ? 'animate-appear' : 'invisible'}>
      {children ?? (
        <div className="flex flex-col gap-4 py-2">
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
            <Skeleton key={row} className={row % 2 === 0 ? 'w-3/4' : 'w-1/2'} />
          ))}
        </div>
      )}
    </div>
  )
}
