import { Eye, EyeOff } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { en } from '../../strings/en.ts'
import { type DoorForm, leastPassword } from './form.ts'

const words = en.signIn

/** A form around fields, with one primary button; the browser's own bubbles stay away. */
export function DoorFields({ state, submit, children }: { state: DoorForm; submit: string; children: ReactNode }) {
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void state.submit()
  }
  const { failure } = state
  return (
    <form ref={state.form} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <div role="alert" className={failure === null ? 'sr-only' : 'rounded-control bg-bad-tint px-3 py-2 text-bad'}>
        {failure !== null && (
          <p>
            {failure.sentence} {failure.retryAfter !== null && words.wait(failure.retryAfter)}
          </p>
        )}
      </div>
      {children}
      <Button type="submit" look="primary" busy={state.isBusy}>
        {submit}
      </Button>
    </form>
  )
}

export function EmailField({ state, isFixed = false }: { state: DoorForm; isFixed?: boolean }) {
  return (
    <Field label={words.email} error={state.wrong.email} required>
      <Input
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        readOnly={isFixed}
        value={state.fields.email}
        onChange={(event) => state.set('email', event.target.value)}
      />
    </Field>
  )
}

export function NameField({ state }: { state: DoorForm }) {
  return (
    <Field label={words.name} hint={words.nameHelp} optional>
      <Input
        name="name"
        autoComplete="name"
        value={state.fields.name}
        onChange={(event) => state.set('name', event.target.value)}
      />
    </Field>
  )
}

/** A password with the means to look at it; a new one says what it must be, and tells password keepers so. */
export function PasswordField({ state, isNew = false }: { state: DoorForm; isNew?: boolean }) {
  const [isShown, setShown] = useState(false)
  return (
    <Field
      label={isNew ? words.newPassword : words.password}
      {...(isNew ? { hint: words.passwordHelp(leastPassword) } : {})}
      error={state.wrong.password}
      required
    >
      <Input
        name="password"
        type={isShown ? 'text' : 'password'}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        autoCapitalize="none"
        spellCheck={false}
        value={state.fields.password}
        onChange={(event) => state.set('password', event.target.value)}
        end={
          <IconButton
            size="small"
            label={isShown ? words.hide : words.show}
            icon={isShown ? <EyeOff /> : <Eye />}
            onClick={() => setShown(!isShown)}
          />
        }
      />
    </Field>
  )
}
