import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { CopyButton } from './copy-button.tsx'

export type CodeProps = {
  /** The text, copied as it is. */
  text: string
  /** What it is: "curl command", "response body". */
  label: string
  /** Something at its head, at the left: a file's name, a choice of language. */
  head?: ReactNode
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean | undefined
}

/** A short piece of code or a command, to be copied. For JSON of any size use Json. */
export function Code({ text, label, head, wrap }: CodeProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-panel border border-line bg-sunken">
      <figcaption className="flex items-center gap-2 py-1 pr-1 pl-3 text-label text-muted">
        <span className="min-w-0 flex-1">{head ?? label}</span>
        <CopyButton text={text} label={`${parts.copy} ${label}`} />
      </figcaption>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        className="max-h-96 overflow-auto px-3 pb-3 -outline-offset-2"
      >
        <pre className={wrap ? 'whitespace-pre-wrap break-all' : undefined}>
          <code>{text}</code>
        </pre>
      </section>
    </figure>
  )
}
