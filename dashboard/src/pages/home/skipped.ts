import { useState } from 'react'
import { useEnvironment } from '../../api/environment.ts'

const shelfOf = (environment: string | null) => `tellus-first-steps-skipped:${environment ?? ''}`

function readSkipped(shelf: string): boolean {
  try {
    return localStorage.getItem(shelf) !== null
  } catch {
    // Forbidden storage: the steps are skipped for as long as the page is shown.
    return false
  }
}

/** Whether the first steps were skipped in this browser for the chosen environment, and the way to say so. */
export function useSkipped(): [boolean, (isSkipped: boolean) => void] {
  const shelf = shelfOf(useEnvironment())
  const [isSkipped, setSkipped] = useState(() => readSkipped(shelf))
  const skip = (next: boolean) => {
    setSkipped(next)
    try {
      if (next) localStorage.setItem(shelf, '1')
      else localStorage.removeItem(shelf)
    } catch {
      // As above.
    }
  }
  return [isSkipped, skip]
}
