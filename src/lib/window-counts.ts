/** How often something happened under a name, in a window of time that began with the first. */
export interface WindowCount {
  count: number
  endsAtMs: number
}

/**
 * Counts by name, each in a window of its own. At most `mostKnown` names are kept, so that ever new ones do not fill the
 * memory; the oldest is forgotten.
 */
export function openWindowCounts(windowMs: number, mostKnown: number) {
  const book = new Map<string, WindowCount>()
  return {
    /** The count of a name, to be raised or lowered by the caller; from 0 where its window has ended. */
    of(name: string, nowMs: number): WindowCount {
      const known = book.get(name)
      if (known !== undefined && known.endsAtMs > nowMs) return known
      const fresh = { count: 0, endsAtMs: nowMs + windowMs }
      // Put at the end again: a map keeps the order in which its keys came, so the first are the oldest.
      book.delete(name)
      book.set(name, fresh)
      for (const oldest of book.keys()) {
        if (book.size <= mostKnown) break
        book.delete(oldest)
      }
      return fresh
    },
    forget(name: string): void {
      book.delete(name)
    },
  }
}

export type WindowCounts = ReturnType<typeof openWindowCounts>

/** Whole seconds until a window ends, at least one: what `Retry-After` says. */
export const secondsLeft = ({ endsAtMs }: WindowCount, nowMs: number): number =>
  Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000))
