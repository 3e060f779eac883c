import { type FormEvent, useState } from 'react'
import { useRename } from '../../api/accounts.ts'
import { useSession } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { PasswordForm } from './account-password.tsx'
import { SessionList } from './account-sessions.tsx'

const words = en.settings.account

/** Settings > Your account. */
export default function AccountPage() {
  const { account } = useSession()
  return (
    <>
      <PageHeader title={words.title} description={words.description(account.email)} />
      <div className="flex flex-col gap-4">
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <AboutYou />
          <PasswordForm />
        </div>
        <SessionList />
      </div>
    </>
  )
}

function AboutYou() {
  const { account } = useSession()
  const [name, setName] = useState(account.name ?? '')
  const rename = useRename(account.id, () => toast({ text: words.nameSaved }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!rename.isPending) rename.mutate(name.trim())
  }
  return (
    <Panel title={words.who}>
      <form noValidate onSubmit={send} className="flex flex-col items-start gap-4">
        <DefinitionList
          items={[
            { term: words.email, value: <span className="break-all">{account.email}</span> },
            {
              term: words.role,
              value: (
                <span>
                  {en.shell.roles[account.role]}
                  <span className="block text-label text-muted">{en.settings.roles[account.role]}</span>
                </span>
              ),
            },
          ]}
        />
        <Field label={words.name} hint={words.nameHint} error={rename.error?.message} optional className="w-full">
          <Input value={name} maxLength={100} autoComplete="name" onChange={(event) => setName(event.target.value)} />
        </Field>
        <Button type="submit" busy={rename.isPending}>
          {words.saveName}
        </Button>
      </form>
    </Panel>
  )
}
