import { useSyncExternalStore } from 'react'

/** What the reader chose: a theme, or to follow the system. */
export type ThemeChoice = 'auto' | 'light' | 'dark'

/** Where the choice is kept. The script in index.html reads the same key before the first paint. */
export const THEME_KEY = 'tellus-theme'

const listeners = new Set<() => void>()

/** Reads a stored value as a choice; anything unknown means auto. */
export function themeChoiceOf(stored: string | null): ThemeChoice {
  return stored === 'light' || stored === 'dark' ? stored : 'auto'
}

/** The choice in force. */
export function themeChoice(): ThemeChoice {
  try {
    return themeChoiceOf(localStorage.getItem(THEME_KEY))
  } catch {
    // Storage can be forbidden; the page's attribute then holds the choice for this visit.
    return themeChoiceOf(document.documentElement.dataset['theme'] ?? null)
  }
}

/** Applies and remembers a choice. */
export function chooseTheme(choice: ThemeChoice): void {
  document.documentElement.dataset['theme'] = choice
  try {
    localStorage.setItem(THEME_KEY, choice)
  } catch {
    // Forbidden storage: the choice lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== THEME_KEY) return
    document.documentElement.dataset['theme'] = themeChoiceOf(event.newValue)
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', onStorage)
  }
}

/** The choice and its setter; follows other tabs. */
export function useTheme(): [ThemeChoice, (choice: ThemeChoice) => void] {
  return [useSyncExternalStore(subscribe, themeChoice), chooseTheme]
}
