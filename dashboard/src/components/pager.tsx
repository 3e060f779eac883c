import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { Button } from './button.tsx'

export type PagerProps = {
  /** Go to the page before and after; null where there is none. Pages follow cursors, so live rows never shift them. */
  onPrevious: (() => void) | null
  onNext: (() => void) | null
  /** What is shown: "50 events since 09:12". */
  children?: ReactNode
  busy?: boolean | undefined
}

/** Pages of a list. */
export function Pager({ onPrevious, onNext, children, busy }: PagerProps) {
  return (
    <nav aria-label={parts.page} className="flex items-center gap-2 px-4 py-2">
      <span className="min-w-0 flex-1 text-label text-muted">{children}</span>
      <Button icon={<ChevronLeft aria-hidden />} disabled={!onPrevious || busy} onClick={() => onPrevious?.()}>
        {parts.previous}
      </Button>
      <Button disabled={!onNext || busy} onClick={() => onNext?.()}>
        {parts.next}
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  )
}
