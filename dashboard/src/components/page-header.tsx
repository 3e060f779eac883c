import { Fragment, type ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { Link } from './link.tsx'

export type PageHeaderProps = {
  /** The page's one h1. */
  title: ReactNode
  /** Where it lies: the places above it. */
  trail?: readonly { label: string; href: string }[] | undefined
  /** One line under the title. */
  description?: ReactNode
  /** Buttons at the right; at most one of them primary. On phones the shell's ActionBar is their place. */
  actions?: ReactNode
  /** Monospaced title, broken anywhere: for an address or an id. */
  mono?: boolean | undefined
}

/** The head of a page: where it lies, its title and what can be done. */
export function PageHeader({ title, trail = [], description, actions, mono }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end gap-x-4 gap-y-2 pb-4">
      <div className="min-w-0 flex-1 basis-64">
        {trail.length > 0 && (
          <nav aria-label={parts.trail} className="mb-1 flex flex-wrap items-center gap-1 text-label text-muted">
            {trail.map((place) => (
              <Fragment key={place.href}>
                <Link href={place.href} look="plain" className="inline-flex min-h-6 items-center">
                  {place.label}
                </Link>
                <span aria-hidden>/</span>
              </Fragment>
            ))}
          </nav>
        )}
        <h1 className={mono ? 'break-all font-mono font-semibold text-title' : 'font-semibold text-title'}>{title}</h1>
        {description && <div className="mt-1 max-w-text text-muted">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
