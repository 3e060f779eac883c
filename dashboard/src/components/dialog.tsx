import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'
import { useFocusReturn } from './focus-return.ts'
import { IconButton } from './icon-button.tsx'

export type DialogProps = {
  open: boolean
  /** Called by Escape, the cross and a click outside. Focus returns to where it came from. */
  onClose: () => void
  /** Its heading and name. */
  title: ReactNode
  /** One sentence under it; read together with the title. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons at the bottom right, the one that acts last. */
  footer?: ReactNode
  size?: 'small' | 'normal' | 'wide' | 'full' | undefined
  /** Neither Escape nor a click outside closes it while something runs. */
  locked?: boolean | undefined
}

/** Something that must be settled before anything else. On phones it fills the width at the bottom. */
export function Dialog({ open, onClose, title, description, children, footer, size = 'normal', locked }: DialogProps) {
  const focusReturn = useFocusReturn()
  const hold = (event: Event) => {
    if (locked) event.preventDefault()
  }
  // A toast lies over the dialog, not outside of it: using it closes nothing.
  const outside = (event: CustomEvent<{ originalEvent: Event }>) => {
    const { target } = event.detail.originalEvent
    if (locked || (target instanceof Element && target.closest('[data-toasts]'))) event.preventDefault()
  }
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && !locked && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          {...focusReturn}
          onEscapeKeyDown={hold}
          onInteractOutside={outside}
          className={cx(
            'fixed z-50 flex max-h-[85dvh] animate-appear flex-col bg-surface shadow-float outline-none',
            'inset-x-0 bottom-0 rounded-t-panel md:inset-x-auto md:top-[12vh] md:bottom-auto md:left-1/2',
            'md:w-[calc(100vw-48px)] md:-translate-x-1/2 md:rounded-panel md:border md:border-line',
            { small: 'md:max-w-96', normal: 'md:max-w-lg', wide: 'md:max-w-3xl', full: 'md:max-w-7xl' }[size],
          )}
        >
          <div className="flex items-start gap-2 p-4 pb-0">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-section">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
            </div>
            <IconButton label={parts.close} icon={<X aria-hidden />} onClick={onClose} disabled={locked} noTooltip />
          </div>
          <div className="min-h-0 overflow-y-auto p-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-line border-t p-4">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
