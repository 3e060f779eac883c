import { type FormEvent, useId, useState } from 'react'
import { type ListedAccount, useChangeRole, useRemoveAccount } from '../../api/accounts.ts'
import { refreshSession } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Code } from '../../components/code.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError } from '../../components/field.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { RoleChoice } from './role-choice.tsx'

const words = en.settings.team

/** Gives somebody another role. */
export function RoleDialog({ account, onClose }: { account: ListedAccount; onClose: () => void }) {
  const { id, email } = account
  const [role, setRole] = useState(account.role)
  const change = useChangeRole()
  const form = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (role === account.role) return onClose()
    change.mutate(
      { id, role },
      {
        onSuccess: () => {
          toast({ text: words.role.done(email, en.shell.roles[role].toLowerCase()) })
          onClose()
          // One's own new role signs this browser out too.
          void refreshSession()
        },
      },
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.role.title(account.name ?? email)}
      description={words.role.description}
      locked={change.isPending}
      footer={
        <>
          <Button onClick={onClose}>{en.parts.cancel}</Button>
          <Button look="primary" type="submit" form={form} busy={change.isPending}>
            {words.role.submit}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-2">
        <RoleChoice label={words.role.label} value={role} onChange={setRole} />
        {change.error !== null && (
          <div role="alert">
            <FieldError>{change.error.message}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}

/** How a colleague comes to a new password: the link is made on the server alone. */
export function PasswordHelp({ account, onClose }: { account: ListedAccount; onClose: () => void }) {
  const words = en.settings.team.reset
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title(account.name ?? account.email)}
      description={words.description}
      footer={<Button onClick={onClose}>{words.close}</Button>}
    >
      <Code text={words.commandOf(account.email)} label={words.command} wrap />
    </Dialog>
  )
}

/** Removes somebody. */
export function RemoveAccount(props: { account: ListedAccount; isMe: boolean; onClose: () => void }) {
  const { account, isMe, onClose } = props
  const remove = useRemoveAccount()
  return (
    <Confirm
      open
      danger
      onClose={onClose}
      verb={words.removing.verb}
      object={account.email}
      consequence={isMe ? words.removing.whatYou : words.removing.what}
      onConfirm={async () => {
        await remove.mutateAsync(account.id)
        toast({ text: words.removing.done(account.email) })
        if (isMe) void refreshSession()
      }}
    />
  )
}
