import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '../components/cx.ts'
import { useFocusReturn } from '../components/focus-return.ts'

const places = {
  /** A sheet from the left edge. */
  left: 'inset-y-0 left-0 w-72 max-w-[calc(100vw-3rem)] border-r',
  /** A panel below the top edge, in the middle. */
  top: 'inset-x-3 top-3 mx-auto max-w-[36rem] rounded-panel border md:top-[12vh]',
} as const

export interface OverlayProps {
  isOpen: boolean
  onClose: () => void
  /** Its name, for who cannot see it. */
  title: string
  at: keyof typeof places
  children: ReactNode
}

/** A bare panel of the shell over the page, without a head of its own; Escape or a tap beside it closes it. */
export function Overlay({ isOpen, onClose, title, at, children }: OverlayProps) {
  const focusReturn = useFocusReturn()
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          {...focusReturn}
          aria-describedby={undefined}
          className={cx('fixed z-40 animate-appear border-line bg-surface shadow-float', places[at])}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
