import { Check, Minus } from 'lucide-react'
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'
import { BoxLabel } from './box-label.tsx'
import { cx } from './cx.ts'

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange' | 'checked' | 'ref'> & {
  /** Its label, at the right. Without one (in a table) give an `aria-label`. */
  label?: ReactNode
  /** More about it, under the label. */
  hint?: ReactNode
  /** `'some'` draws the dash of a box that stands for several. */
  checked: boolean | 'some'
  onChange: (checked: boolean) => void
}

/** A box to tick. */
export function Checkbox({ label, hint, checked, onChange, className, ...rest }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null)
  const ownId = useId()
  const id = rest.id ?? ownId
  useEffect(() => {
    if (box.current) box.current.indeterminate = checked === 'some'
  }, [checked])
  return (
    <span className={cx('inline-flex min-h-6 items-start gap-2 touch:min-h-11', className)}>
      <span className="relative flex size-6 shrink-0 items-center justify-center">
        <input
          {...rest}
          id={id}
          ref={box}
          type="checkbox"
          checked={checked === true}
          onChange={(event) => onChange(event.target.checked)}
          aria-describedby={hint ? `${id}-hint` : rest['aria-describedby']}
          className={cx(
            'peer absolute inset-1 size-4 appearance-none rounded-[4px] border border-control bg-surface',
            'before:absolute before:-inset-1 checked:border-ink checked:bg-ink indeterminate:border-ink',
            'indeterminate:bg-ink disabled:opacity-50',
          )}
        />
        {checked === 'some' ? (
          <Minus aria-hidden className="pointer-events-none relative size-3 text-canvas" strokeWidth={3} />
        ) : (
          <Check
            aria-hidden
            className="pointer-events-none relative size-3 text-canvas opacity-0 peer-checked:opacity-100"
            strokeWidth={3}
          />
        )}
      </span>
      <BoxLabel id={id} label={label} hint={hint} />
    </span>
  )
}
