import { type FormEvent, useId, useState } from 'react'
import { type Role, useInvite } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { RoleChoice } from './role-choice.tsx'
import { ShownOnce } from './shown-once.tsx'

const words = en.settings.team.inviting

/** Invites somebody, then shows the link, this once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('developer')
  const [isWrong, setWrong] = useState(false)
  const invite = useInvite()
  const form = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    const isRight = /^[^\s@]+@[^\s@]+$/.test(email.trim())
    setWrong(!isRight)
    if (isRight && !invite.isPending) invite.mutate({ email: email.trim(), role })
  }
  const made = invite.data
  return (
    <Dialog
      open
      onClose={onClose}
      title={made === undefined ? words.title : words.madeTitle(made.email)}
      description={
        made === undefined ? (
          words.description
        ) : (
          <>
            {words.once} <Time at={made.expires_at} look="full" still />.
          </>
        )
      }
      // What is shown once does not go by a click beside it.
      locked={invite.isPending || made !== undefined}
      footer={
        made === undefined ? (
          <>
            <Button onClick={onClose}>{en.parts.cancel}</Button>
            <Button look="primary" type="submit" form={form} busy={invite.isPending}>
              {words.submit}
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={onClose}>
            {words.done}
          </Button>
        )
      }
    >
      {made === undefined ? (
        <form id={form} noValidate onSubmit={send} className="flex flex-col gap-4">
          <Field
            label={words.email}
            hint={words.emailHint}
            error={isWrong ? words.emailWrong : invite.error?.message}
            required
          >
            <Input
              type="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={email}
              onChange={(event) => {
                setEmail(event.target.value)
                setWrong(false)
              }}
            />
          </Field>
          <RoleChoice label={words.role} value={role} onChange={setRole} />
        </form>
      ) : (
        <ShownOnce label={words.link} text={made.url ?? ''} copy={words.copyLink} />
      )}
    </Dialog>
  )
}
