import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'

/** One step: what it is, whether it is done, and how. */
export type Step = {
  key: string
  title: string
  done: boolean
  /** How; open for the first step that is not done, one click away for the others. */
  children?: ReactNode
}

/** Steps that tick themselves from what is so. The first that is not done is open, the other open ones can be. */
export function Checklist({ label, steps }: { label: string; steps: readonly Step[] }) {
  const next = steps.find((step) => !step.done)?.key
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step, at) => (
        <li
          key={step.key}
          aria-current={step.key === next ? 'step' : undefined}
          className="flex gap-3 border-line border-b py-3 last:border-b-0"
        >
          <span
            aria-hidden
            className={cx(
              'flex size-6 shrink-0 items-center justify-center rounded-full border font-medium text-label',
              step.done
                ? 'border-ok bg-ok text-canvas'
                : step.key === next
                  ? 'border-accent text-accent'
                  : 'border-control text-muted',
            )}
          >
            {step.done ? <Check className="size-3.5" strokeWidth={3} /> : at + 1}
          </span>
          {step.done || !step.children ? (
            <Title step={step} className="min-w-0 flex-1 pt-0.5" />
          ) : (
            // Closes by itself once it is done; what the reader opens meanwhile stays so.
            <details open={step.key === next} className="group min-w-0 flex-1">
              <summary className="flex min-h-6 list-none items-center gap-2 rounded-control touch:-my-2.5 touch:min-h-11 [&::-webkit-details-marker]:hidden">
                <Title step={step} className="min-w-0 flex-1" />
                <ChevronDown aria-hidden className="size-4 shrink-0 text-muted group-open:rotate-180" />
              </summary>
              <div className="mt-2 touch:mt-4">{step.children}</div>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}

function Title({ step, className }: { step: Step; className: string }) {
  return (
    <h3 className={cx('font-medium', step.done && 'text-muted', className)}>
      {step.title}
      <span className="sr-only"> ({step.done ? parts.done : parts.notDone})</span>
    </h3>
  )
}
