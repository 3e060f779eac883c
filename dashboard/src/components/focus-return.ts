import { useRef } from 'react'

/** What has focus now; of a line of a menu, which goes away, the button that opened the menu. */
function focusedNow(): HTMLElement | null {
  const { activeElement } = document
  const opener = activeElement?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  const element = opener ? document.getElementById(opener) : activeElement
  return element instanceof HTMLElement && element !== document.body ? element : null
}

/**
 * Handlers for a Radix dialog without a trigger of its own, so that focus goes back to where it came from.
 * `onOpen` runs when it has opened; it may move focus itself.
 */
export function useFocusReturn(onOpen?: (event: Event) => void) {
  const from = useRef<HTMLElement | null>(null)
  return {
    onOpenAutoFocus: (event: Event) => {
      from.current = focusedNow()
      onOpen?.(event)
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      if (from.current?.isConnected) from.current.focus()
    },
  }
}
