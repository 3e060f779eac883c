import { ArrowLeft, ChevronLeft, ChevronRight, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'
import { useFocusReturn } from './focus-return.ts'
import { IconButton } from './icon-button.tsx'
import { useAtLeast, WIDTH } from './media.ts'
import { isTyping, singleKeysOn } from './single-keys.ts'

export type DrawerProps = {
  /** Whether it is there; normally whether its address is the page's address. */
  open: boolean
  /** Called by Escape, the cross and the back arrow; it should go back to the list's address. */
  onClose: () => void
  /** Heading and name: usually an Id. */
  title: ReactNode
  /** One line under it: type, user, time. */
  description?: ReactNode
  /** Buttons at the head; below 768 px they sit in a bar at the bottom. */
  actions?: ReactNode
  /**
   * Go to the neighbours; also by `[` and `]`, and by arrows while the drawer itself has focus. Null where there is
   * none, absent where there are no neighbours.
   */
  onPrevious?: (() => void) | null | undefined
  onNext?: (() => void) | null | undefined
  children: ReactNode
}

/**
 * One object of a list, at its own address. From 1200 px it stands beside the list, which stays usable;
 * from 768 px it lies over it; below it is a page with a back arrow.
 */
export function Drawer({ open, onClose, title, description, actions, onPrevious, onNext, children }: DrawerProps) {
  const beside = useAtLeast(WIDTH.desktop)
  const sheet = useAtLeast(WIDTH.tablet)
  const content = useRef<HTMLDivElement>(null)

  const focusReturn = useFocusReturn((event) => {
    // The drawer itself takes focus: its name is read, and no button's tooltip opens by itself.
    event.preventDefault()
    if (!isInDialog(document.activeElement)) content.current?.focus()
  })
  const keys = (event: KeyboardEvent) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || !singleKeysOn()) return
    // Arrows belong to what has focus inside (tabs, a chart, wide text); on the drawer itself they go to neighbours.
    const arrows = event.target === content.current
    const isPrevious = event.key === '[' || (arrows && event.key === 'ArrowLeft')
    const isNext = event.key === ']' || (arrows && event.key === 'ArrowRight')
    const go = isPrevious ? onPrevious : isNext ? onNext : undefined
    if (!go) return
    event.preventDefault()
    go()
  }

  return (
    <Radix.Root open={open} modal={!beside} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        {!beside && <Radix.Overlay className="fixed inset-0 z-30 animate-appear bg-scrim" />}
        <Radix.Content
          ref={content}
          {...(description ? {} : { 'aria-describedby': undefined })}
          data-drawer={beside ? 'side' : 'over'}
          tabIndex={-1}
          onKeyDown={keys}
          {...focusReturn}
          onInteractOutside={(event) => {
            const { target } = event.detail.originalEvent
            if (beside || (target instanceof Element && target.closest('[data-toasts]'))) event.preventDefault()
          }}
          className={cx(
            'fixed z-40 flex flex-col bg-surface outline-none',
            sheet
              ? 'inset-y-0 right-0 w-(--drawer-width,520px) max-w-[calc(100vw-48px)] animate-slide-in border-line border-l'
              : 'inset-0',
            sheet && !beside && 'shadow-float',
          )}
        >
          <div className="border-line border-b p-3 md:px-4">
            <div className="flex items-start gap-1">
              {!sheet && <IconButton label={parts.back} icon={<ArrowLeft aria-hidden />} onClick={onClose} noTooltip />}
              <div className="min-w-0 flex-1 py-1">
                <Radix.Title className="font-semibold text-section">{title}</Radix.Title>
              </div>
              {sheet && actions && <div className="flex flex-wrap items-center justify-end gap-1">{actions}</div>}
              {onPrevious !== undefined && (
                <IconButton
                  label={parts.previous}
                  icon={<ChevronLeft aria-hidden />}
                  disabled={!onPrevious}
                  onClick={() => onPrevious?.()}
                />
              )}
              {onNext !== undefined && (
                <IconButton
                  label={parts.next}
                  icon={<ChevronRight aria-hidden />}
                  disabled={!onNext}
                  onClick={() => onNext?.()}
                />
              )}
              {sheet && <IconButton label={parts.close} icon={<X aria-hidden />} onClick={onClose} />}
            </div>
            {description && (
              <Radix.Description asChild>
                <div className={cx('mt-0.5 text-muted', !sheet && 'pl-1')}>{description}</div>
              </Radix.Description>
            )}
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {!sheet && actions && (
            <footer className="flex gap-2 overflow-x-auto border-line border-t p-3">{actions}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Whether something lies over the page that the reader is busy with, such as the command menu while a drawer is fetched. */
const isInDialog = (element: Element | null): boolean =>
  element?.closest('[role="dialog"][data-state="open"]:not([data-drawer])') instanceof Element
