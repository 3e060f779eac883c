import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { CopyButton } from './copy-button.tsx'
import { cx } from './cx.ts'

export type ErrorPanelProps = {
  /** What happened, and to what: "Your server answered 503 after 812 ms." */
  what: ReactNode
  /** What we do next: "We will try again in 4 min (attempt 3 of 11)." */
  next?: ReactNode
  /** What the reader can do: buttons and links. */
  actions?: ReactNode
  /** The raw answer, one click below. */
  detail?: string | undefined
  /** An id to quote, one click below. */
  reference?: string | undefined
  /** `warn` where nothing is lost. */
  tone?: 'bad' | 'warn' | undefined
}

/** What happened, to what, what we do next and what the reader can do. Announced when it appears. */
export function ErrorPanel({ what, next, actions, detail, reference, tone = 'bad' }: ErrorPanelProps) {
  const Icon = tone === 'bad' ? CircleAlert : TriangleAlert
  return (
    <div
      role="alert"
      className={cx(
        'flex min-w-0 gap-2 rounded-panel border p-3',
        tone === 'bad' ? 'border-bad bg-bad-tint' : 'border-warn bg-warn-tint',
      )}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', tone === 'bad' ? 'text-bad' : 'text-warn')} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium">{what}</p>
        {next && <p>{next}</p>}
        {(detail || reference) && (
          <details className="mt-1">
            <summary className="w-fit rounded-control py-0.5 text-muted">{parts.details}</summary>
            <div className="mt-1 flex flex-col gap-1">
              {reference && (
                <p className="flex flex-wrap items-center gap-1 text-label text-muted">
                  {parts.reference} <code className="text-ink">{reference}</code>
                  <CopyButton text={reference} label={`${parts.copy} ${parts.reference}`} size="small" />
                </p>
              )}
              {detail && (
                <pre
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
                  tabIndex={0}
                  className="max-h-60 overflow-auto whitespace-pre-wrap rounded-control bg-sunken p-2 text-label"
                >
                  {detail}
                </pre>
              )}
            </div>
          </details>
        )}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
