import { Command } from 'cmdk'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useState } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'
import { useField } from './field.tsx'
import { controlClass } from './input.tsx'
import { Popover } from './popover.tsx'
import type { Option } from './select.tsx'

export type ComboboxProps<Value extends string> = {
  /** What is chosen; with the choice, the control's name for assistive technology. In a Field, its label. */
  label: string
  options: readonly Option<Value>[]
  value: Value | null
  onChange: (value: Value | null) => void
  placeholder?: string | undefined
  /** Words of the search field. */
  searchLabel?: string | undefined
  /** Adds a line that takes the choice back. */
  clearLabel?: string | undefined
  /** For lists searched by the server: called with what is typed, and the options are shown as they come. */
  onSearch?: ((text: string) => void) | undefined
  /** The server is searching. */
  busy?: boolean | undefined
  disabled?: boolean | undefined
  mono?: boolean | undefined
}

/** A choice from a long list, found by typing. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const { label, options, value, onChange, placeholder = parts.choose, searchLabel = parts.search } = props
  const { clearLabel, onSearch, busy, disabled, mono } = props
  const [open, setOpen] = useState(false)
  const ties = useField()
  const chosen = options.find((option) => option.value === value)
  const choose = (next: Value | null) => {
    onChange(next)
    setOpen(false)
  }
  return (
    <Popover
      label={label}
      open={open && !disabled}
      onOpenChange={setOpen}
      flush
      matchWidth
      trigger={
        <button
          id={ties.id}
          type="button"
          // A label alone would hide what is chosen from who hears the page.
          aria-label={`${label}: ${chosen?.label ?? value ?? placeholder}`}
          aria-describedby={ties['aria-describedby']}
          disabled={disabled}
          data-invalid={ties['aria-invalid']}
          className={cx(
            controlClass,
            'flex items-center gap-2 text-left data-invalid:border-2 data-invalid:border-bad',
            mono && 'font-mono',
          )}
        >
          <span className={cx('min-w-0 flex-1 truncate', !chosen && !value && 'text-muted')}>
            {chosen?.label ?? value ?? placeholder}
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      <Command label={searchLabel} shouldFilter={!onSearch} defaultValue={value ?? ''}>
        <Command.Input
          placeholder={searchLabel}
          aria-label={searchLabel}
          {...(onSearch ? { onValueChange: onSearch } : {})}
          className="h-9 w-full border-line border-b bg-transparent px-3 text-body -outline-offset-2 touch:h-11 touch:text-base"
        />
        <Command.List label={label} aria-busy={busy} className="max-h-72 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-3 text-muted">{busy ? parts.busy : parts.noMatch}</Command.Empty>
          {clearLabel && value !== null && (
            <Command.Item value={clearLabel} onSelect={() => choose(null)} className={itemClass}>
              <span className="size-4" />
              {clearLabel}
            </Command.Item>
          )}
          {options.map((option) => (
            <Command.Item
              key={option.value}
              value={option.value}
              keywords={option.hint ? [option.label, option.hint] : [option.label]}
              disabled={option.disabled ?? false}
              onSelect={() => choose(option.value)}
              className={itemClass}
            >
              {option.value === value ? (
                <Check aria-hidden className="size-4 shrink-0 text-accent" />
              ) : (
                <span className="size-4 shrink-0" />
              )}
              <span className={cx('min-w-0 flex-1', mono && 'font-mono')}>
                {option.label}
                {option.hint && <span className="block font-sans text-label text-muted">{option.hint}</span>}
              </span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  )
}

const itemClass = cx(
  'flex min-h-8 items-center gap-2 rounded-control px-2 py-1 touch:min-h-11',
  'data-[selected=true]:bg-accent-tint data-[selected=true]:shadow-[inset_3px_0_0_var(--accent)] data-[disabled=true]:opacity-50',
)
