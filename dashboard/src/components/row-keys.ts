import { type RefObject, useEffect } from 'react'
import { isTyping, singleKeysOn } from './single-keys.ts'

/** The row that follows when `j` or `k` is pressed on row `at` (-1: on none) of `count`; it stops at the ends. */
export function rowAfter(key: 'j' | 'k', at: number, count: number): number {
  if (count === 0) return -1
  if (at < 0) return 0
  return Math.min(count - 1, Math.max(0, at + (key === 'j' ? 1 : -1)))
}

/**
 * Moves focus along the rows' links by `j` and `k`, wherever on the page they are pressed, except in fields, in open
 * dialogs and when single keys are switched off. `move` gets the key; Enter needs nothing, a link has focus.
 */
export function useRowKeys(table: RefObject<HTMLElement | null>, move: (key: 'j' | 'k') => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.defaultPrevented || isTyping(event.target) || !singleKeysOn()) return
      const { current } = table
      // A modal dialog hides what is behind it; the first table in sight takes the keys.
      if (!current || current.closest('[aria-hidden="true"], [inert]')) return
      if (document.querySelector('[data-row-keys]:not([aria-hidden="true"] *)') !== current) return
      event.preventDefault()
      move(event.key)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [table, move])
}

/** A click anywhere on a row counts for its link, unless it was on something usable or ended a selection of text. */
export function followRow(event: React.MouseEvent<HTMLElement>): void {
  const { target } = event
  if (!(target instanceof Element) || target.closest('a, button, input, label, select, summary')) return
  if (getSelection()?.toString()) return
  event.currentTarget
    .querySelector<HTMLAnchorElement>('a[data-row-link]')
    ?.dispatchEvent(
      new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }),
    )
}
