import { type ReactNode, useId } from 'react'
import { cx } from './cx.ts'
import { FieldError } from './field.tsx'
import type { Option } from './select.tsx'

export type RadioGroupProps<Value extends string> = {
  /** What is being chosen; the group's legend. */
  label: ReactNode
  options: readonly Option<Value>[]
  value: Value | null
  onChange: (value: Value) => void
  /** `segments` puts short choices side by side in one bar. */
  look?: 'list' | 'segments' | undefined
  /** Keeps the legend for assistive technology only. */
  hideLabel?: boolean | undefined
  error?: string | null | undefined
  className?: string | undefined
}

/** One of a few choices, all in sight. Arrow keys move between them. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, options, value, onChange, look = 'list', hideLabel, error, className } = props
  const id = useId()
  return (
    <fieldset className={cx('min-w-0', className)} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={hideLabel ? 'sr-only' : 'mb-1 font-medium text-label'}>{label}</legend>
      <div
        className={look === 'segments' ? 'inline-flex rounded-control border border-control' : 'flex flex-col gap-1'}
      >
        {options.map((option) => (
          <label
            key={option.value}
            className={
              look === 'segments'
                ? cx(
                    'relative flex h-7.5 items-center px-3 text-body first:rounded-l-[5px] last:rounded-r-[5px] touch:h-11',
                    'not-first:border-control not-first:border-l has-checked:bg-ink has-checked:text-canvas',
                    'hover:not-has-checked:bg-sunken has-disabled:opacity-50',
                    'has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
                  )
                : 'flex min-h-6 items-start gap-2 has-disabled:opacity-50 touch:min-h-11'
            }
          >
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              className={
                look === 'segments'
                  ? 'absolute inset-0 appearance-none outline-none'
                  : 'm-1 size-4 shrink-0 appearance-none rounded-full border border-control bg-surface checked:border-[5px] checked:border-ink'
              }
            />
            <span className={look === 'segments' ? undefined : 'pt-0.5'}>
              {option.label}
              {option.hint && <span className="block text-label text-muted">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  )
}
