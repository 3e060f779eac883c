import type { Person } from '../../api/person.ts'
import { useUser } from '../../api/users.ts'
import type { Column } from '../../components/column.ts'
import { Id } from '../../components/id.tsx'
import { Panel } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { useProviderName } from '../users/provider-name.ts'
import { UserStatus } from '../users/standing.tsx'

const words = en.people.accounts
type Account = Person['users'][number]

/** The accounts of a person, the most trusted first, and how each stands. */
export function PersonAccounts({ users }: { users: readonly Account[] }) {
  const nameOf = useProviderName()
  return (
    <Panel title={words.title} flush>
      <Table
        caption={words.caption}
        columns={columnsOf(nameOf)}
        rows={users}
        rowKey={(user) => user.user_id}
        rowHref={(user) => `/users/${user.user_id}`}
      />
    </Panel>
  )
}

const columnsOf = (nameOf: (slug: string) => string): readonly Column<Account>[] => [
  {
    key: 'status',
    head: words.columns.status,
    role: 'status',
    width: '9rem',
    cell: (user) => <Standing user={user} />,
  },
  { key: 'source', head: words.columns.source, role: 'title', cell: ({ provider }) => nameOf(provider) },
  { key: 'id', head: words.columns.id, role: 'meta', cell: ({ user_id: id }) => <Id id={id} of="user_id" /> },
  {
    key: 'data',
    head: words.columns.data,
    role: 'meta',
    align: 'end',
    cell: ({ user_id: id }) => <LastData id={id} />,
  },
]

/** Whether somebody has to connect again is known of the account alone, not of the person. */
function Standing({ user: { user_id: id, active } }: { user: Account }) {
  const { data } = useUser(id)
  return <UserStatus user={data ?? { active: active !== false, needs_reauth: false }} />
}

function LastData({ id }: { id: string }) {
  const { data } = useUser(id)
  if (data === undefined) return null
  return data.last_data_at === null ? (
    <span className="text-muted">{en.users.noData}</span>
  ) : (
    <Time at={data.last_data_at} still />
  )
}
