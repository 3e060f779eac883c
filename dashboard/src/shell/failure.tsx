import { asApiError } from '../api/error.ts'
import { Button } from '../components/button.tsx'
import { ErrorPanel } from '../components/error-panel.tsx'
import { en } from '../strings/en.ts'

/** A call that failed, where its answer would be: the server's sentence, its reference, and a way to try again. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: (() => unknown) | undefined }) {
  const { sentence, reference, retryAfter } = asApiError(error)
  return (
    <ErrorPanel
      what={sentence}
      next={retryAfter === null ? undefined : en.shell.failure.wait(retryAfter)}
      reference={reference ?? undefined}
      actions={onRetry !== undefined && <Button onClick={() => void onRetry()}>{en.shell.failure.again}</Button>}
    />
  )
}
