import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type DefinitionListProps = {
  /** Pairs, in order; a pair whose value is null or undefined is left out. */
  items: readonly { term: ReactNode; value: ReactNode; key?: string | undefined }[]
  /** Terms above their values instead of beside them, for narrow columns. */
  stacked?: boolean | undefined
}

/** Names and values: the facts of one object. */
export function DefinitionList({ items, stacked }: DefinitionListProps) {
  return (
    <dl
      className={cx(
        'grid min-w-0 gap-x-4',
        stacked ? 'gap-y-3' : 'grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-y-1',
      )}
    >
      {items.map(({ term, value, key }, at) =>
        value === null || value === undefined ? null : (
          <div key={key ?? (typeof term === 'string' ? term : at)} className={stacked ? 'min-w-0' : 'contents'}>
            <dt className={cx('text-muted', stacked ? 'text-label' : 'py-0.5')}>{term}</dt>
            <dd className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-2">{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
