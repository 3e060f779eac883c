import { type FormEvent, useId, useState } from 'react'
import { useStartBackfill } from '../../api/history.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { en } from '../../strings/en.ts'

const words = en.users.history

export interface HistoryDialogProps {
  id: string
  /** As people call it. */
  provider: string
  onClose: () => void
}

/** Asks how far back, says what follows, and begins. */
export function HistoryDialog({ id, provider, onClose }: HistoryDialogProps) {
  const [from, setFrom] = useState('')
  const start = useStartBackfill(id)
  const form = useId()
  const begin = (event: FormEvent) => {
    event.preventDefault()
    if (!start.isPending) start.mutate(from === '' ? null : from, { onSuccess: onClose })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.ask(provider)}
      description={words.what}
      size="small"
      locked={start.isPending}
      footer={
        <>
          <Button onClick={onClose}>{en.parts.cancel}</Button>
          <Button look="primary" type="submit" form={form} busy={start.isPending}>
            {words.verb}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={begin} className="flex flex-col gap-2">
        <Field label={words.from} hint={words.fromHint(provider)} optional>
          <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        {start.error && (
          <div role="alert">
            <FieldError>{start.error.message}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}
