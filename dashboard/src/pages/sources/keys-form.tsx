import { type FormEvent, useId, useState } from 'react'
import { type ProviderKey, useEnterKeys, useTestKeys } from '../../api/provider-keys.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { toast } from '../../components/toast.tsx'
import { parts } from '../../strings/en/parts.ts'
import { en } from '../../strings/en.ts'
import { Verdict } from './verdict.tsx'

const words = en.sources.keys

/** Enters keys, which can be tried first. What was typed is gone when it closes. */
export function KeysForm({ keys, onClose }: { keys: ProviderKey; onClose: () => void }) {
  const enter = useEnterKeys(keys.provider)
  const test = useTestKeys(keys.provider)
  const [id, setId] = useState('')
  const [secret, setSecret] = useState('')
  const [key, setKey] = useState('')
  const [isChecked, setChecked] = useState(false)
  const form = useId()
  const wanted = keys.client_key
  const body = {
    client_id: id.trim(),
    client_secret: secret.trim(),
    ...(wanted === null ? {} : { client_key: key.trim() }),
  }
  const isWhole = Object.values(body).every((part) => part !== '')
  const whenWhole = (act: () => void) => {
    setChecked(true)
    if (isWhole && !enter.isPending && !test.isPending) act()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    whenWhole(() =>
      enter.mutate(body, {
        onSuccess: () => {
          toast({ text: words.saved(keys.label) })
          onClose()
        },
      }),
    )
  }
  const error = enter.error ?? test.error
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.formTitle(keys.label)}
      description={words.formHint}
      locked={enter.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={enter.isPending}>
            {parts.cancel}
          </Button>
          <Button busy={test.isPending} onClick={() => whenWhole(() => test.mutate(body))}>
            {words.test}
          </Button>
          <Button type="submit" form={form} look="primary" busy={enter.isPending}>
            {words.save}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-3">
        {keys.from !== null && keys.users > 0 && <p className="text-muted">{words.others(keys.users)}</p>}
        <Field label={words.clientId} error={isChecked && body.client_id === '' ? words.idEmpty : null} required>
          <Input
            mono
            value={id}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setId(event.target.value)}
          />
        </Field>
        <Field
          label={words.clientSecret}
          error={isChecked && body.client_secret === '' ? words.secretEmpty : null}
          required
        >
          <Input
            mono
            type="password"
            value={secret}
            autoComplete="new-password"
            spellCheck={false}
            onChange={(event) => setSecret(event.target.value)}
          />
        </Field>
        {wanted !== null && (
          <Field
            label={wanted.label}
            error={isChecked && body.client_key === '' ? words.keyEmpty(wanted.label) : null}
            required
          >
            <Input
              mono
              type="password"
              value={key}
              autoComplete="new-password"
              spellCheck={false}
              onChange={(event) => setKey(event.target.value)}
            />
          </Field>
        )}
        <div role="status" className="empty:hidden">
          {test.data !== undefined && <Verdict verdict={test.data} />}
        </div>
        {error !== null && (
          <div role="alert">
            <FieldError>{error.message}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}
