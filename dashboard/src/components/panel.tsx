import { type ReactNode, useId } from 'react'
import { cx } from './cx.ts'

export type PanelProps = {
  /** Its heading (h2); names the region. */
  title?: ReactNode
  /** Small print under the heading. */
  description?: ReactNode
  /** Buttons at the right of the heading. */
  actions?: ReactNode
  children: ReactNode
  /** Without inner space, for tables that reach the edges. */
  flush?: boolean | undefined
  className?: string | undefined
}

/** A part of a page on its own ground, with a hairline around it. */
export function Panel({ title, description, actions, children, flush, className }: PanelProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx('min-w-0 overflow-hidden rounded-panel border border-line bg-surface', className)}
    >
      {(title || actions) && (
        <header className={cx('flex flex-wrap items-center gap-2 px-4 pt-3', flush && 'pb-3')}>
          <div className="min-w-0 flex-1">
            {title && (
              <h2 id={id} className="font-semibold text-section">
                {title}
              </h2>
            )}
            {description && <div className="text-label text-muted">{description}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-1">{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  )
}

export type SectionProps = Omit<PanelProps, 'flush'>

/** A part of a page without a ground: a heading and what belongs to it. */
export function Section({ title, description, actions, children, className }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={title ? id : undefined} className={cx('min-w-0', className)}>
      <header className="mb-2 flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-56">
          <h2 id={id} className="font-semibold text-section">
            {title}
          </h2>
          {description && <div className="max-w-text text-muted">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-1">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
