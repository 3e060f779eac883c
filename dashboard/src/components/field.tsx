import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'

/** What a control inside a Field takes from it; empty outside one. */
export type FieldTies = {
  id?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
  'aria-required'?: true | undefined
}

const FieldContext = createContext<FieldTies>({})

/** The ties of the Field around a control: its id, its description and whether it is wrong. */
export function useField(): FieldTies {
  return useContext(FieldContext)
}

export type FieldProps = {
  /** The label, above the control. */
  label: ReactNode
  /** How to fill it, under the label. */
  hint?: ReactNode
  /** What is wrong and how to mend it; announced, and tied to the control. */
  error?: string | null | undefined
  /** Says it must be filled. Fields are required unless `optional` says so; this only tells assistive technology. */
  required?: boolean | undefined
  /** Adds the word "optional" to the label. */
  optional?: boolean | undefined
  /** Something small at the label's right, such as a link. */
  aside?: ReactNode
  /** One control: Input, Textarea, Select, Combobox. */
  children: ReactNode
  className?: string | undefined
}

/** A label, its hint, one control and its error, tied together. */
export function Field({ label, hint, error, required, optional, aside, children, className }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ')
  const ties: FieldTies = {
    id,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required ? true : undefined,
  }
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="font-medium text-label">
          {label}
          {optional && <span className="font-normal text-muted"> ({parts.optional})</span>}
        </label>
        {aside && <span className="text-label">{aside}</span>}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-label text-muted">
          {hint}
        </p>
      )}
      <FieldContext value={ties}>{children}</FieldContext>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

/** The sentence that says what is wrong with a field. */
export function FieldError({ id, children }: { id?: string | undefined; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1 text-bad text-label">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span>{children}</span>
    </p>
  )
}

/** Errors of a whole form, for its head: one sentence each, read out when they appear. */
export function FieldSummary({ title, errors }: { title: string; errors: string[] }) {
  return (
    <div role="alert" className={errors.length === 0 ? 'sr-only' : 'rounded-panel border border-bad bg-bad-tint p-3'}>
      {errors.length > 0 && (
        <>
          <p className="font-medium text-bad">{title}</p>
          <ul className="mt-1 list-disc pl-4">
            {errors.map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
