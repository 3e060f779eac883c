import { type FormEvent, useId, useState } from 'react'
import { type Inbox, useChangeInbox, useMakeInbox } from '../../api/inboxes.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.inbox.head

export interface NameDialogProps {
  /** The inbox to be called otherwise; without one a new one is made. */
  inbox?: Inbox
  onClose: () => void
  onDone?: (inbox: Inbox) => void
}

/** Asks for the name of an inbox, new or renamed. */
export function NameDialog({ inbox, onClose, onDone }: NameDialogProps) {
  const [name, setName] = useState(inbox?.name ?? '')
  const [isMissing, setIsMissing] = useState(false)
  const make = useMakeInbox()
  const change = useChangeInbox(inbox?.id ?? '')
  const form = useId()
  const busy = make.isPending || change.isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    setIsMissing(wanted === '')
    if (wanted === '' || busy) return
    const onSuccess = (done: Inbox) => {
      if (inbox === undefined) toast({ text: words.made(done.name) })
      onClose()
      onDone?.(done)
    }
    if (inbox === undefined) make.mutate(wanted, { onSuccess })
    else change.mutate({ name: wanted }, { onSuccess })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={inbox === undefined ? words.newTitle : words.renameTitle(inbox.name)}
      description={inbox === undefined ? words.newWhat : undefined}
      locked={busy}
      footer={
        <>
          <Button onClick={onClose}>{en.parts.cancel}</Button>
          <Button look="primary" type="submit" form={form} busy={busy}>
            {inbox === undefined ? words.create : words.save}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit}>
        <Field label={words.name} error={isMissing ? words.noName : (make.error ?? change.error)?.message}>
          <Input value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
