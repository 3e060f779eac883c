import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'

export type EmptyProps = {
  /** What would be here: "No events yet." */
  what: ReactNode
  /** Why it is not yet, and how it comes. */
  why?: ReactNode
  /** The one next act: a Button or a Link that looks like one. */
  action?: ReactNode
  /** A real example, shown greyed below; it cannot be used. */
  example?: ReactNode
}

/** Says what would be here, why it is not, and what to do next. */
export function Empty({ what, why, action, example }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-8 text-center">
      <div className="max-w-text">
        <p className="font-medium text-section">{what}</p>
        {why && <p className="mt-1 text-muted">{why}</p>}
      </div>
      {action}
      {example && (
        <div aria-hidden inert className="mt-2 w-full max-w-text select-none text-left">
          <p className="mb-1 text-label text-muted">{parts.example}</p>
          <div className="opacity-45 grayscale">{example}</div>
        </div>
      )}
    </div>
  )
}
