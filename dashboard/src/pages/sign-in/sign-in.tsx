import { useState } from 'react'
import { useSearch } from 'wouter'
import { refreshSession, type Session, signIn } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { en } from '../../strings/en.ts'
import { DoorFields, EmailField, PasswordField } from './fields.tsx'
import { useDoorForm } from './form.ts'
import { DoorFrame } from './frame.tsx'

const words = en.signIn

/** Signing in; where there is no account yet, how to make the first. */
export function SignIn({ session }: { session: Session }) {
  return session.first_run ? <FirstRun /> : <SignInForm />
}

function SignInForm() {
  const wasElsewhere = new URLSearchParams(useSearch()).has('to')
  const state = useDoorForm({
    asked: ['email', 'password'],
    isNew: false,
    send: ({ email, password }) => signIn(email, password),
  })
  return (
    <DoorFrame title={words.title} detail={wasElsewhere ? words.goOn : words.detail(location.host)}>
      <DoorFields state={state} submit={words.submit}>
        <EmailField state={state} />
        <PasswordField state={state} />
      </DoorFields>
      <details className="text-muted">
        <summary className="rounded-control">{words.forgot}</summary>
        <p className="mt-2">{words.forgotHelp}</p>
        <code className="mt-1 block overflow-x-auto rounded-control bg-sunken px-2 py-1 text-ink">
          {words.forgotCommand(state.fields.email.trim())}
        </code>
      </details>
    </DoorFrame>
  )
}

function FirstRun() {
  const [isBusy, setBusy] = useState(false)
  const again = async () => {
    setBusy(true)
    await refreshSession()
    setBusy(false)
  }
  return (
    <DoorFrame title={words.firstRun.title} detail={words.firstRun.detail}>
      <p className="text-muted">
        {words.firstRun.where} <code className="text-ink">{words.firstRun.file}</code>
      </p>
      <Button busy={isBusy} onClick={() => void again()}>
        {words.firstRun.again}
      </Button>
    </DoorFrame>
  )
}
