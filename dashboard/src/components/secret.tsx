import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { parts } from '../strings/en/parts.ts'
import { CopyButton } from './copy-button.tsx'
import { FieldError } from './field.tsx'
import { IconButton } from './icon-button.tsx'

export type SecretProps = {
  /** What it is: "Signing secret". */
  label: string
  /** Its last characters, shown while masked. */
  hint?: string | null | undefined
  /** The secret, when it is on the page already (just made); otherwise `reveal` fetches it. */
  value?: string | undefined
  /** Fetches it, only when it is asked for. A thrown error's message is shown. */
  reveal?: (() => Promise<string>) | undefined
}

/** A secret: masked, shown on request, copied without being shown. Never kept longer than it is shown. */
export function Secret({ label, hint, value, reveal }: SecretProps) {
  const [shown, setShown] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const read = async (): Promise<string> => {
    if (value !== undefined) return value
    if (!reveal) throw new Error(parts.revealFailed)
    return reveal()
  }
  const guarded = async <T,>(act: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true)
    setError(null)
    try {
      return await act()
    } catch (caught) {
      setError(caught instanceof Error && caught.message ? caught.message : parts.revealFailed)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  const toggle = async () => setShown(shown === null ? ((await guarded(read)) ?? null) : null)
  const canRead = value !== undefined || reveal !== undefined

  return (
    <span className="flex min-w-0 flex-col">
      <span className="flex min-w-0 items-center gap-1">
        <span className="min-w-0 break-all font-mono">
          {shown ?? (
            <>
              <span aria-hidden>••••••••{hint ?? value?.slice(-4) ?? ''}</span>
              <span className="sr-only">
                {label} {parts.secretHidden}
              </span>
            </>
          )}
        </span>
        {canRead && (
          <>
            <IconButton
              size="small"
              label={`${shown === null ? parts.show : parts.hide} ${label}`}
              icon={shown === null ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
              busy={busy}
              onClick={toggle}
            />
            <CopyButton size="small" label={`${parts.copy} ${label}`} text={() => guarded(read)} />
          </>
        )}
      </span>
      {error && (
        <span role="alert">
          <FieldError>{error}</FieldError>
        </span>
      )}
    </span>
  )
}
