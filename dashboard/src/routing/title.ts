import { useEffect } from 'react'

const product = 'Tellus'

/** Names the window after what it shows: `api.example.com · Destinations · Tellus`. */
export function useTitle(...parts: readonly (string | null | undefined)[]): void {
  const title = [...parts.filter((part) => part), product].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
