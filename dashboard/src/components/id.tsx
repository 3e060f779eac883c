import { Check } from 'lucide-react'
import { parts } from '../strings/en/parts.ts'
import { useCopy } from './copy-button.tsx'
import { cx } from './cx.ts'
import { shortenMiddle } from './format.ts'
import { Tooltip } from './tooltip.tsx'

export type IdProps = {
  id: string
  /** What it is the id of, for its accessible name: "user". */
  of?: string | undefined
  /** Shows it whole, where there is room. */
  whole?: boolean | undefined
  /** Only shows it, inside a link or another button. */
  still?: boolean | undefined
}

/** An id: shortened in the middle, whole on hover and focus, copied on click. */
export function Id({ id, of, whole, still }: IdProps) {
  const { copied, copy } = useCopy(id)
  const shown = whole ? id : shortenMiddle(id)
  if (still) {
    return (
      <span title={shown === id ? undefined : id} className={cx('font-mono', whole && 'break-all')}>
        {shown}
      </span>
    )
  }
  return (
    <Tooltip text={<span className="break-all font-mono">{id}</span>} describes={false}>
      <button
        type="button"
        // Who speaks to the machine says what is seen; who listens hears the whole.
        aria-label={`${parts.copy}${of ? ` ${of}` : ''} ${shown}${shown === id ? '' : `, ${id}`}`}
        onClick={copy}
        className="relative -mx-1 inline-flex min-h-6 min-w-0 cursor-copy items-center rounded-control px-1 text-left font-mono hover:bg-sunken touch:min-h-11"
      >
        <span className={whole ? 'break-all' : 'whitespace-nowrap'}>{shown}</span>
        {copied && <Check aria-hidden className="absolute right-0 size-4 rounded-control bg-surface text-ok" />}
        <span role="status" className="sr-only">
          {copied ? parts.copied : ''}
        </span>
      </button>
    </Tooltip>
  )
}
