import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

export type TooltipProps = {
  /** What it says; short, and never the only place something is said. */
  text: ReactNode
  /** One element that takes focus and a ref: a button or a link. */
  children: ReactElement
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  /** False when `text` repeats the element's own name, so that it is not read twice. */
  describes?: boolean | undefined
}

/** Words that appear on hover and on keyboard focus, stay while pointed at, and close on Escape. */
export function Tooltip({ text, children, side = 'top', describes = true }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger
          asChild
          // Focus that a closed dialog gives back to a mouse's button asks for no explanation.
          onFocus={(event) => {
            if (!event.currentTarget.matches(':focus-visible')) event.preventDefault()
          }}
          {...(describes ? {} : { 'aria-describedby': undefined })}
        >
          {children}
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 animate-appear rounded-control bg-ink px-2 py-1 text-canvas text-label"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
