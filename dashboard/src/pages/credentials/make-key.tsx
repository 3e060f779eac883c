import { type FormEvent, useId, useState } from 'react'
import { useCreateKey } from '../../api/keys.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { OnceDialog } from '../../components/once-dialog.tsx'
import { parts } from '../../strings/en/parts.ts'
import { en } from '../../strings/en.ts'
import { MadeKey } from './made-key.tsx'

const words = en.credentials.make

/** Makes a key by its name, then shows it, this once. */
export function MakeKey({ onClose }: { onClose: () => void }) {
  const create = useCreateKey()
  const [name, setName] = useState('')
  const [isWrong, setWrong] = useState(false)
  const form = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setWrong(name.trim() === '')
    if (name.trim() !== '' && !create.isPending) create.mutate(name.trim())
  }
  if (create.data !== undefined)
    return (
      <OnceDialog
        title={words.madeTitle(create.data.name)}
        description={words.once}
        done={words.done}
        onClose={onClose}
      >
        <MadeKey made={create.data} />
      </OnceDialog>
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      size="small"
      locked={create.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={create.isPending}>
            {parts.cancel}
          </Button>
          <Button type="submit" form={form} look="primary" busy={create.isPending}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-2">
        <Field label={words.name} hint={words.nameHint} error={isWrong ? words.nameWrong : null} required>
          <Input value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </Field>
        {create.error !== null && (
          <div role="alert">
            <FieldError>{create.error.message}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}
