import { ChevronDown, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { Popover } from './popover.tsx'

/** A view of a list: all, failed … */
export type View<Name extends string = string> = { name: Name; label: string; count?: number | undefined }

/** A filter and what it is set to. */
export type Chip = {
  key: string
  /** What it filters by: "type". */
  label: string
  /** What it is set to, in words; null while it is not set. */
  value: string | null
  /** The control that sets it, in a small panel. */
  children: ReactNode
  /** Takes it back. */
  onClear: () => void
}

export type FilterBarProps<Name extends string> = {
  /** Views to choose from; the first is all. */
  views?: readonly View<Name>[] | undefined
  view?: Name | undefined
  onView?: ((name: Name) => void) | undefined
  chips?: readonly Chip[] | undefined
  /** Takes all filters back; shown when one is set. */
  onClear?: (() => void) | undefined
  /** A search field, before the chips. */
  search?: ReactNode
  /** At the right: live, refresh, pages. */
  children?: ReactNode
}

/** What a list is narrowed to. Everything in it belongs in the address. */
export function FilterBar<Name extends string>(props: FilterBarProps<Name>) {
  const { views = [], view, onView, chips = [], onClear, search, children } = props
  const isSet = chips.some((chip) => chip.value !== null)
  return (
    <search aria-label={parts.filters} className="flex flex-wrap items-center gap-2 px-4 py-2">
      {views.length > 0 && (
        <fieldset aria-label={parts.views} className="flex min-w-0 flex-wrap gap-1">
          {views.map(({ name, label, count }) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === view}
              onClick={() => onView?.(name)}
              className="inline-flex h-8 items-center gap-1 rounded-control px-2.5 font-medium text-muted hover:bg-sunken aria-pressed:bg-accent-tint aria-pressed:text-accent touch:h-11"
            >
              {label}
              {count !== undefined && <span className="font-normal">{count}</span>}
            </button>
          ))}
        </fieldset>
      )}
      {search && <div className="w-full md:w-64">{search}</div>}
      {chips.map((chip) => (
        <FilterChip key={chip.key} chip={chip} />
      ))}
      {isSet && onClear && (
        <Button look="plain" onClick={onClear}>
          {parts.clearFilters}
        </Button>
      )}
      {children && <div className="ml-auto flex items-center gap-1">{children}</div>}
    </search>
  )
}

function FilterChip({ chip: { label, value, children, onClear } }: { chip: Chip }) {
  return (
    <span
      className={cx(
        'inline-flex h-8 items-stretch rounded-control border touch:h-11',
        value === null ? 'border-control border-dashed text-muted' : 'border-accent bg-accent-tint text-accent',
      )}
    >
      <Popover
        label={label}
        trigger={
          <button type="button" className="inline-flex items-center gap-1 rounded-control px-2.5">
            {value === null ? label : `${label}: ${value}`}
            <ChevronDown aria-hidden className="size-3.5" />
          </button>
        }
      >
        {children}
      </Popover>
      {value !== null && (
        <button
          type="button"
          aria-label={parts.remove(`${label}: ${value}`)}
          onClick={onClear}
          className="inline-flex w-7 items-center justify-center rounded-control hover:bg-surface touch:w-11"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  )
}
