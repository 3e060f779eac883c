import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useAccounts } from '../../api/accounts.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { AccountTable } from './team-accounts.tsx'
import { Invitations } from './team-invitations.tsx'
import { InviteDialog } from './team-invite.tsx'

const words = en.settings.team
const roles = ['owner', 'developer', 'viewer'] as const

/** Settings > Team: who may sign in, as what, and who is invited. */
export default function TeamPage() {
  const isOwner = useMay('owner')
  const { data, error, refetch } = useAccounts()
  const [isInviting, setInviting] = useState(false)
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          isOwner && (
            <ActionBar>
              <Button
                look="primary"
                icon={<UserPlus aria-hidden />}
                className="max-md:flex-1"
                onClick={() => setInviting(true)}
              >
                {words.invite}
              </Button>
            </ActionBar>
          )
        }
      />
      <div className="flex flex-col gap-4">
        {data === undefined && <Pending error={error} onRetry={refetch} rows={3} />}
        {data !== undefined && (
          <Panel title={words.people} description={isOwner ? undefined : words.mayNot} flush>
            <AccountTable accounts={data.items} />
          </Panel>
        )}
        {isOwner && <Invitations />}
        <Panel title={words.roles}>
          <DefinitionList
            items={roles.map((role) => ({
              key: role,
              term: <span className="font-medium text-ink">{en.shell.roles[role]}</span>,
              value: en.settings.roles[role],
            }))}
          />
        </Panel>
      </div>
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  )
}
