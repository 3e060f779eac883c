import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { parts } from '../strings/en/parts.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field, FieldError } from './field.tsx'
import { Input } from './input.tsx'

export type ConfirmProps = {
  open: boolean
  onClose: () => void
  /** The verb; the button repeats it: "Pause", "Delete". */
  verb: string
  /** The object with its count, after the verb in the title: "api.example.com", "3 users". */
  object: string
  /** What follows from it, with numbers: "214 deliveries will wait." */
  consequence: ReactNode
  /** It destroys something: red button. */
  danger?: boolean | undefined
  /** Only for deletion of data: what must be typed before the button works. */
  typeName?: string | undefined
  /** Does it. The dialog stays, busy, until it is done, then closes; a thrown error's message is shown in it. */
  onConfirm: () => unknown
}

/** Asks before something is done that cannot be taken back. */
export function Confirm(props: ConfirmProps) {
  // The form is made anew each time it opens, so nothing typed survives.
  return props.open ? <ConfirmForm {...props} /> : null
}

function ConfirmForm({ open, onClose, verb, object, consequence, danger, typeName, onConfirm }: ConfirmProps) {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const form = useId()
  const ready = typeName === undefined || typed.trim() === typeName

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready || busy) return
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onClose()
    } catch (caught) {
      setError(caught instanceof Error ? caught.message : String(caught))
      setBusy(false)
    }
  }

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`${verb} ${object}?`}
      description={consequence}
      size="small"
      locked={busy}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {parts.cancel}
          </Button>
          <Button type="submit" form={form} look={danger ? 'danger' : 'primary'} busy={busy} disabled={!ready}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-2">
        {typeName !== undefined && (
          <Field label={parts.typeToConfirm(typeName)}>
            <Input
              mono
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
        )}
        {error && (
          <div role="alert">
            <FieldError>{error}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}
