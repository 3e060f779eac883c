import type { ReactNode } from 'react'

export type BoxLabelProps = {
  /** The id of the box; its hint has this id and `-hint`. */
  id: string
  label: ReactNode
  hint: ReactNode
}

/** What stands at the right of a box that is ticked or switched: its label, and more about it. */
export function BoxLabel({ id, label, hint }: BoxLabelProps) {
  return (
    label && (
      <span className="min-w-0 pt-0.5">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <span id={`${id}-hint`} className="block text-label text-muted">
            {hint}
          </span>
        )}
      </span>
    )
  )
}
