import { type ComponentProps, type ReactNode, useId } from 'react'
import { BoxLabel } from './box-label.tsx'
import { cx } from './cx.ts'

export type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role' | 'onChange' | 'checked'> & {
  /** Its label. Without one give an `aria-label`. */
  label?: ReactNode
  /** More about it, under the label. */
  hint?: ReactNode
  checked: boolean
  /** Called with the new state; a switch acts at once, a Checkbox waits for its form. */
  onChange: (checked: boolean) => void
}

/** Switches something on or off at once. */
export function Switch({ label, hint, checked, onChange, className, ...rest }: SwitchProps) {
  const ownId = useId()
  const id = rest.id ?? ownId
  return (
    <span className={cx('inline-flex min-h-6 items-start gap-2 touch:min-h-11', className)}>
      <span className="relative flex h-6 w-9 shrink-0 items-center">
        <input
          {...rest}
          id={id}
          type="checkbox"
          role="switch"
          aria-checked={checked}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          aria-describedby={hint ? `${id}-hint` : rest['aria-describedby']}
          className={cx(
            'peer h-5 w-9 appearance-none rounded-full border border-control bg-sunken transition-colors',
            'before:absolute before:inset-0 checked:border-ink checked:bg-ink disabled:opacity-50',
          )}
        />
        <span
          aria-hidden
          className={cx(
            'pointer-events-none absolute left-1 size-3 rounded-full bg-control transition-transform',
            'peer-checked:translate-x-4 peer-checked:bg-canvas',
          )}
        />
      </span>
      <BoxLabel id={id} label={label} hint={hint} />
    </span>
  )
}
