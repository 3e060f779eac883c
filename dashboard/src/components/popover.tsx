import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'

export type PopoverProps = {
  /** A Button or IconButton that opens it. */
  trigger: ReactElement
  /** Its accessible name. */
  label: string
  children: ReactNode
  /** Give both to control it from outside. */
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  align?: 'start' | 'center' | 'end' | undefined
  /** Without inner space, for lists that bring their own. */
  flush?: boolean | undefined
  /** As wide as its trigger. */
  matchWidth?: boolean | undefined
}

/** Something small beside its button; Escape and a click outside close it, focus returns to the button. */
export function Popover(props: PopoverProps) {
  const { trigger, label, children, open, onOpenChange, align = 'start', flush, matchWidth } = props
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            'z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-16px)] animate-appear overflow-auto rounded-panel border border-line bg-surface shadow-float outline-none',
            !flush && 'p-3',
            matchWidth ? 'w-(--radix-popover-trigger-width) min-w-48' : 'min-w-48',
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
