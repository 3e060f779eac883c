import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'
import { useField } from './field.tsx'

/** Classes all one-line controls share. */
export const controlClass = cx(
  'h-8 w-full min-w-0 rounded-control border border-control bg-surface px-2 text-body text-ink touch:h-11 touch:text-base',
  'disabled:bg-sunken disabled:text-muted aria-invalid:border-bad aria-invalid:border-2',
)

export type InputProps = ComponentProps<'input'> & {
  /** Monospaced, for addresses, ids and keys. */
  mono?: boolean | undefined
  /** An icon inside, at the left. */
  icon?: ReactNode
  /** Something inside, at the right: a unit, a small IconButton. */
  end?: ReactNode
}

/** A line of text. Inside a Field it takes its label, hint and error from it; outside give it an `aria-label`. */
export function Input({ mono, icon, end, className, ...rest }: InputProps) {
  const ties = useField()
  const input = (
    <input
      {...ties}
      {...rest}
      className={cx(controlClass, mono && 'font-mono', !!icon && 'pl-8', !!end && 'pr-10', className)}
    />
  )
  if (!icon && !end) return input
  return (
    <span className="relative flex min-w-0 items-center">
      {icon && (
        <span aria-hidden className="pointer-events-none absolute left-2 text-muted [&_svg]:size-4">
          {icon}
        </span>
      )}
      {input}
      {end && <span className="absolute right-1 flex items-center text-muted">{end}</span>}
    </span>
  )
}
