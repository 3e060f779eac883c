import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'

/** `primary`: ink, one per screen. `quiet`: bordered, the default. `plain`: no border, for toolbars. `danger`: destroys. */
export type ButtonLook = 'primary' | 'quiet' | 'plain' | 'danger'

const LOOKS: Record<ButtonLook, string> = {
  primary: 'border-transparent bg-ink text-canvas not-aria-disabled:hover:opacity-85',
  quiet: 'border-control bg-surface text-ink not-aria-disabled:hover:bg-sunken',
  plain: 'border-transparent text-ink not-aria-disabled:hover:bg-sunken',
  danger: 'border-transparent bg-bad text-canvas not-aria-disabled:hover:opacity-85',
}

/** Classes of a button's look, for what is not a button but should look like one (links). */
export function buttonClass(look: ButtonLook = 'quiet'): string {
  return cx(
    'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control border px-3 font-medium text-body',
    'whitespace-nowrap no-underline transition-[opacity,background-color] touch:h-11',
    'aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    LOOKS[look],
  )
}

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'aria-disabled'> & {
  /** How it looks; `quiet` when absent. */
  look?: ButtonLook | undefined
  /** An icon before the words, from lucide-react. */
  icon?: ReactNode
  /** Shows that its act is under way; clicks are ignored, focus stays. */
  busy?: boolean | undefined
  /** Cannot be used now; it stays focusable so that a tooltip can say why. */
  disabled?: boolean | undefined
}

/** A button. Says `busy` to assistive technology and keeps focus while its act runs. */
export function Button({ look, icon, busy, disabled, className, onClick, children, type, ...rest }: ButtonProps) {
  const off = busy || disabled
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      aria-busy={busy ? true : rest['aria-busy']}
      aria-disabled={off ? true : undefined}
      className={cx(buttonClass(look), className)}
      onClick={click}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      {children}
      {busy && <span className="sr-only">{parts.busy}</span>}
    </button>
  )
}
