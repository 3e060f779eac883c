import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react'

/** The widths at which the layout changes (theme/tokens.css has the same). */
export const WIDTH = { tablet: 768, desktop: 1200 } as const

/** Whether the window is at least so wide, kept current. */
export function useAtLeast(pixels: number): boolean {
  const query = `(min-width: ${pixels}px)`
  return useSyncExternalStore(
    (listener) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
  )
}

/** Whether an element is at least so wide, kept current; true until it is measured. */
export function useElementAtLeast(element: RefObject<HTMLElement | null>, pixels: number): boolean {
  const [wide, setWide] = useState(true)
  useLayoutEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWide(entry.contentRect.width >= pixels))
    setWide(element.current.clientWidth >= pixels)
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, pixels])
  return wide
}
