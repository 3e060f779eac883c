import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { ListedAccount } from '../../api/accounts.ts'
import { useMay, useSession } from '../../api/session.ts'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/column.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { PasswordHelp, RemoveAccount, RoleDialog } from './team-acts.tsx'

const words = en.settings.team
interface Opened {
  act: 'role' | 'reset' | 'remove'
  account: ListedAccount
}

/** The people who may sign in; owners change them. */
export function AccountTable({ accounts }: { accounts: readonly ListedAccount[] }) {
  const isOwner = useMay('owner')
  const { account: me } = useSession()
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  return (
    <>
      <Table
        caption={words.caption}
        columns={columnsOf(me.id, isOwner ? setOpened : null)}
        rows={accounts}
        rowKey={(row) => row.id}
      />
      {opened?.act === 'role' && <RoleDialog account={opened.account} onClose={close} />}
      {opened?.act === 'reset' && <PasswordHelp account={opened.account} onClose={close} />}
      {opened?.act === 'remove' && (
        <RemoveAccount account={opened.account} isMe={opened.account.id === me.id} onClose={close} />
      )}
    </>
  )
}

function columnsOf(me: string, onOpen: ((opened: Opened) => void) | null): readonly Column<ListedAccount>[] {
  return [
    {
      key: 'name',
      head: words.columns.name,
      role: 'title',
      cell: (row) => (
        <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2">
          <span className="break-all font-medium">{row.name ?? row.email}</span>
          {row.id === me && <Badge tone="accent">{words.you}</Badge>}
          {row.name !== null && <span className="break-all font-normal text-muted">{row.email}</span>}
        </span>
      ),
    },
    { key: 'role', head: words.columns.role, role: 'meta', cell: (row) => en.shell.roles[row.role] },
    {
      key: 'seen',
      head: words.columns.seen,
      role: 'meta',
      cell: (row) =>
        row.last_seen_at === null ? <span className="text-muted">{words.never}</span> : <Time at={row.last_seen_at} />,
    },
    { key: 'since', head: words.columns.since, cell: (row) => <Time at={row.created_at} /> },
    ...(onOpen === null ? [] : [actColumn(onOpen)]),
  ]
}

const actColumn = (onOpen: (opened: Opened) => void): Column<ListedAccount> => ({
  key: 'act',
  head: words.columns.act,
  hideHead: true,
  align: 'end',
  role: 'meta',
  cell: (account) => (
    <Menu
      label={words.actionsOf(account.email)}
      trigger={<IconButton label={words.actionsOf(account.email)} icon={<Ellipsis aria-hidden />} />}
      entries={[
        { label: words.changeRole, onSelect: () => onOpen({ act: 'role', account }) },
        { label: words.resetPassword, onSelect: () => onOpen({ act: 'reset', account }) },
        { label: words.remove, danger: true, onSelect: () => onOpen({ act: 'remove', account }) },
      ]}
    />
  ),
})
