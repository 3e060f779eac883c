import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { en } from '../../strings/en.ts'

export interface OneFieldProps {
  title: string
  description: string
  label: string
  hint?: string
  /** What the field holds at first. */
  initial?: string
  /** What is said of an empty field. */
  missing: string
  submit: string
  busy: boolean
  /** What the server refused. */
  error: Error | null
  onSubmit: (text: string) => void
  onClose: () => void
  /** Takes the place of the form once it is done, in the same dialog: focus goes back to where it came from. */
  after?: { title: string; description: string; content: ReactNode; footer: ReactNode } | undefined
}

/** A dialog that asks for one name. */
export function OneField(props: OneFieldProps) {
  const {
    title,
    description,
    label,
    hint,
    initial = '',
    missing,
    submit,
    busy,
    error,
    onSubmit,
    onClose,
    after,
  } = props
  const [text, setText] = useState(initial)
  const [isMissing, setMissing] = useState(false)
  const form = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    setMissing(text.trim() === '')
    if (text.trim() !== '' && !busy) onSubmit(text.trim())
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={after?.title ?? title}
      description={after?.description ?? description}
      locked={busy || after !== undefined}
      footer={
        after?.footer ?? (
          <>
            <Button onClick={onClose}>{en.parts.cancel}</Button>
            <Button look="primary" type="submit" form={form} busy={busy}>
              {submit}
            </Button>
          </>
        )
      }
    >
      {after?.content ?? (
        <form id={form} noValidate onSubmit={send}>
          <Field label={label} hint={hint} error={isMissing ? missing : error?.message} required>
            <Input
              value={text}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => {
                setText(event.target.value)
                setMissing(false)
              }}
            />
          </Field>
        </form>
      )}
    </Dialog>
  )
}
