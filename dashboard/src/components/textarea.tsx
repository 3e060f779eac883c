import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import { useField } from './field.tsx'
import { controlClass } from './input.tsx'

export type TextareaProps = ComponentProps<'textarea'> & {
  /** Monospaced, for bodies and headers. */
  mono?: boolean | undefined
}

/** Several lines of text; grows with its content up to half the window. */
export function Textarea({ mono, className, rows = 3, ...rest }: TextareaProps) {
  return (
    <textarea
      {...useField()}
      rows={rows}
      {...rest}
      className={cx(
        controlClass,
        'h-auto touch:h-auto max-h-[50vh] py-1.5 field-sizing-content',
        mono && 'font-mono',
        className,
      )}
    />
  )
}
