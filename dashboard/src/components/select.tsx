import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import { useField } from './field.tsx'
import { controlClass } from './input.tsx'

/** A choice: what it is called and what it stands for. */
export type Option<Value extends string = string> = {
  value: Value
  label: string
  /** A second, muted line in a Combobox. */
  hint?: string | undefined
  disabled?: boolean | undefined
}

export type SelectProps<Value extends string> = Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'multiple'> & {
  options: readonly Option<Value>[]
  value: Value | ''
  onChange: (value: Value) => void
  /** Shown while nothing is chosen (`value` is empty). */
  placeholder?: string | undefined
}

/** A choice from a short list (up to about twelve; beyond that a Combobox): the platform's own control, in our look. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onChange, placeholder, className, ...rest } = props
  const ties = useField()
  return (
    <span className={cx('relative inline-flex w-full min-w-0 items-center', className)}>
      <select
        {...ties}
        {...rest}
        data-select
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
        className={cx(controlClass, 'appearance-none truncate pr-7')}
      >
        {placeholder !== undefined && (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-2 size-4 text-muted" />
    </span>
  )
}
