import { ExternalLink } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Link as RouterLink } from 'wouter'
import { parts } from '../strings/en/parts.ts'
import { type ButtonLook, buttonClass } from './button.tsx'
import { cx } from './cx.ts'

export type LinkProps = Omit<ComponentProps<'a'>, 'href' | 'target' | 'rel'> & {
  /** A path inside the dashboard, or a whole address, which opens in a new tab. */
  href: string
  /** `text` (default) is underlined, `plain` takes the look of its surroundings, the others look like buttons. */
  look?: 'text' | ButtonLook | undefined
  /** With a whole address: leave out the mark that says it opens elsewhere. */
  noMark?: boolean | undefined
}

/** A link: inside the dashboard it changes the page without loading it anew. */
export function Link({ href, look = 'text', noMark, className, children, ...rest }: LinkProps) {
  const classes = cx(
    look === 'text'
      ? 'rounded-control text-accent underline decoration-1 underline-offset-2 hover:decoration-2'
      : look === 'plain'
        ? 'rounded-control text-inherit no-underline hover:underline'
        : buttonClass(look),
    className,
  )
  if (!/^(https?:|mailto:)/.test(href)) {
    return (
      <RouterLink {...rest} href={href} className={classes}>
        {children}
      </RouterLink>
    )
  }
  return (
    <a {...rest} href={href} target="_blank" rel="noreferrer" className={classes}>
      {children}
      {!noMark && <ExternalLink aria-hidden className="ml-1 inline size-3 align-baseline" />}
      <span className="sr-only"> ({parts.newTab})</span>
    </a>
  )
}
