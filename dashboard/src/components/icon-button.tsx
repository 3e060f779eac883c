import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { cx } from './cx.ts'
import { Tooltip } from './tooltip.tsx'

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children' | 'disabled' | 'aria-label'> & {
  /** What it does, in words: its accessible name and its tooltip. */
  label: string
  /** The icon, from lucide-react. */
  icon: ReactNode
  /** `small` is 24 px for use inside rows and beside text; `normal` is 32 px. Both are 44 px on touch. */
  size?: 'small' | 'normal' | undefined
  /** For a toggle: whether it is on. */
  pressed?: boolean | undefined
  busy?: boolean | undefined
  disabled?: boolean | undefined
  /** Leaves out the tooltip where the button opens something itself. */
  noTooltip?: boolean | undefined
}

/** A button that is only an icon; named by its tooltip. */
export function IconButton(props: IconButtonProps) {
  const { label, icon, size = 'normal', pressed, busy, disabled, noTooltip, className, onClick, ...rest } = props
  const off = busy || disabled
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault()
    else onClick?.(event)
  }
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-pressed={pressed}
      aria-busy={busy ? true : undefined}
      aria-disabled={off ? true : undefined}
      onClick={click}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-control text-muted transition-colors',
        'not-aria-disabled:hover:bg-sunken not-aria-disabled:hover:text-ink aria-disabled:opacity-50',
        'aria-pressed:bg-accent-tint aria-pressed:text-accent touch:size-11',
        size === 'small' ? 'size-6 [&_svg]:size-3.5' : 'size-8 [&_svg]:size-4',
        className,
      )}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
    </button>
  )
  return noTooltip ? (
    button
  ) : (
    <Tooltip text={label} describes={false}>
      {button}
    </Tooltip>
  )
}
