import { useState } from 'react'
import { useEnvironment } from '../../api/environment.ts'
import { readFilters } from '../../routing/filters.ts'
import { eventFilters, viewOf, views } from './event-filters.ts'

/** A view that the reader keeps under a name. */
export interface SavedView {
  name: string
  /** What follows the path of the address. */
  query: string
}

const isView = (one: unknown): one is SavedView =>
  typeof one === 'object' &&
  one !== null &&
  'name' in one &&
  typeof one.name === 'string' &&
  'query' in one &&
  typeof one.query === 'string'

/** The views that a browser has kept; what it kept otherwise, or of filters that are no more, is left out. */
export function readViews(kept: string | null): readonly SavedView[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(kept ?? '[]')
  } catch {
    return []
  }
  if (!Array.isArray(parsed)) return []
  const found = new Map<string, SavedView>()
  for (const one of parsed.filter(isView)) {
    const query = viewOf(readFilters(eventFilters, one.query))
    if (!isBuiltIn(query)) found.set(query, { name: one.name, query })
  }
  return [...found.values()]
}

/** Whether a view is one that everybody has. */
export const isBuiltIn = (query: string): boolean => Object.values(views).some((view) => view === query)

function read(shelf: string): readonly SavedView[] {
  try {
    return readViews(localStorage.getItem(shelf))
  } catch {
    // Storage can be forbidden; views then last as long as the page.
    return []
  }
}

function write(shelf: string, kept: readonly SavedView[]): void {
  try {
    localStorage.setItem(shelf, JSON.stringify(kept))
  } catch {
    // Forbidden storage, as above.
  }
}

/** The reader's own views of this environment, kept in this browser. */
export function useSavedViews() {
  const shelf = `tellus-event-views:${useEnvironment() ?? ''}`
  const [kept, setKept] = useState(() => read(shelf))
  const change = (next: readonly SavedView[]) => {
    setKept(next)
    write(shelf, next)
  }
  return {
    saved: kept,
    /** Keeps a view under a name; of two with the same filters the new name holds. */
    save: (view: SavedView) => change([...read(shelf).filter(({ query }) => query !== view.query), view]),
    forget: (view: SavedView) => change(read(shelf).filter(({ query }) => query !== view.query)),
  }
}
