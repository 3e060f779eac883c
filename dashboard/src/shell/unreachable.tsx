import { useEffect } from 'react'
import type { ApiError } from '../api/error.ts'
import { Button } from '../components/button.tsx'
import { en } from '../strings/en.ts'

const words = en.shell.unreachable
/** How often the session is asked for again by itself, in ms. */
const againMs = 3_000

/** The first thing shown when not even the session could be read; goes on by itself when Tellus is back. */
export function Unreachable({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  useEffect(() => {
    const timer = setInterval(onRetry, againMs)
    return () => clearInterval(timer)
  }, [onRetry])
  return (
    <main className="mx-auto flex min-h-dvh max-w-text flex-col items-start justify-center gap-3 p-6" role="alert">
      <h1 className="font-semibold text-title">{words.title}</h1>
      <p className="text-muted">{error.sentence}</p>
      <Button onClick={onRetry}>{words.again}</Button>
    </main>
  )
}
