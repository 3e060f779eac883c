import { useState } from 'react'
import { type Invitation, useInvitations, useWithdraw } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/column.ts'
import { Confirm } from '../../components/confirm.tsx'
import { Empty } from '../../components/empty.tsx'
import { Panel } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'

const words = en.settings.team.invitations

/** The invitations that wait, for owners. */
export function Invitations() {
  const { data, error, refetch } = useInvitations()
  const [asked, setAsked] = useState<Invitation | null>(null)
  const withdraw = useWithdraw()
  return (
    <Panel title={words.title} description={words.description} flush>
      {data === undefined && <Pending error={error} onRetry={refetch} rows={1} inset />}
      {data !== undefined && (
        <Table
          caption={words.caption}
          columns={columnsOf(setAsked)}
          rows={data.items}
          rowKey={(row) => row.id}
          empty={<Empty what={words.none} why={words.noneWhy} />}
        />
      )}
      {asked !== null && (
        <Confirm
          open
          onClose={() => setAsked(null)}
          verb={words.withdraw}
          object={words.object(asked.email)}
          consequence={words.withdrawWhat}
          onConfirm={async () => {
            await withdraw.mutateAsync(asked.id)
            toast({ text: words.withdrawn(asked.email) })
          }}
        />
      )}
    </Panel>
  )
}

const columnsOf = (onWithdraw: (invitation: Invitation) => void): readonly Column<Invitation>[] => [
  {
    key: 'email',
    head: words.columns.email,
    role: 'title',
    cell: (row) => <span className="break-all font-medium">{row.email}</span>,
  },
  { key: 'role', head: words.columns.role, role: 'meta', cell: (row) => en.shell.roles[row.role] },
  { key: 'made', head: words.columns.made, cell: (row) => <Time at={row.created_at} /> },
  {
    key: 'expires',
    head: words.columns.expires,
    role: 'meta',
    cell: (row) => (
      <span className="inline-flex items-center gap-1">
        <span className="@xl:sr-only">{words.expires}</span>
        <Time at={row.expires_at} />
      </span>
    ),
  },
  {
    key: 'act',
    head: words.columns.act,
    hideHead: true,
    align: 'end',
    role: 'meta',
    cell: (row) => (
      <Button aria-label={words.withdrawOf(row.email)} onClick={() => onWithdraw(row)}>
        {words.withdraw}
      </Button>
    ),
  },
]
