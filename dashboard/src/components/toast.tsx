import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { parts } from '../strings/en/parts.ts'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'

export type ToastOptions = {
  /** One sentence: what was done, or what failed and what to do. */
  text: string
  /** `bad` is announced at once and stays until dismissed; the others wait their turn and go after 6 s. */
  tone?: 'ok' | 'bad' | undefined
  /** Takes it back; the toast then stays for 10 s. */
  undo?: (() => void) | undefined
  /** One act other than undo. */
  action?: { label: string; onSelect: () => void } | undefined
}

type Toast = ToastOptions & { id: number }

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function change(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

/** Shows a sentence in the corner. Needs one Toaster on the page. Gives a function that takes it away. */
export function toast(options: ToastOptions): () => void {
  const id = ++lastId
  change([...toasts.slice(-3), { ...options, id }])
  return () => change(toasts.filter((each) => each.id !== id))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear; once, at the end of the shell. F8 moves focus to them. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  const region = useRef<HTMLElement>(null)
  const [held, setHeld] = useState(false)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F8') region.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <section
      ref={region}
      aria-label={parts.notifications}
      tabIndex={-1}
      data-toasts
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-none fixed inset-x-4 top-14 z-60 flex flex-col items-end gap-2 outline-none md:top-auto md:bottom-4 md:left-auto md:w-96"
    >
      {/* Live regions must stand in the page before their words do. */}
      <ol aria-live="polite" className="contents">
        {shown.map((each) => each.tone !== 'bad' && <ToastLine key={each.id} toast={each} held={held} />)}
      </ol>
      <ol aria-live="assertive" className="contents">
        {shown.map((each) => each.tone === 'bad' && <ToastLine key={each.id} toast={each} held={held} />)}
      </ol>
    </section>
  )
}

function ToastLine({ toast: { id, text, tone, undo, action }, held }: { toast: Toast; held: boolean }) {
  const dismiss = () => change(toasts.filter((each) => each.id !== id))
  const lasting = undo || action ? 10_000 : 6000

  useEffect(() => {
    if (held || tone === 'bad') return
    const timer = setTimeout(() => change(toasts.filter((each) => each.id !== id)), lasting)
    return () => clearTimeout(timer)
  }, [held, tone, lasting, id])

  return (
    <li className="pointer-events-auto flex w-full animate-appear items-start gap-2 rounded-panel border border-line bg-surface p-3 shadow-float">
      {tone === 'bad' ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      ) : (
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
      )}
      <p className="min-w-0 flex-1">{text}</p>
      <span className="-my-1.5 flex items-center gap-1">
        {undo && (
          <Button
            look="plain"
            onClick={() => {
              undo()
              dismiss()
            }}
          >
            {parts.undo}
          </Button>
        )}
        {action && (
          <Button
            look="plain"
            onClick={() => {
              action.onSelect()
              dismiss()
            }}
          >
            {action.label}
          </Button>
        )}
        <IconButton label={parts.dismiss} icon={<X aria-hidden />} onClick={dismiss} noTooltip />
      </span>
    </li>
  )
}
