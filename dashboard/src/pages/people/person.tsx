import { asApiError } from '../../api/error.ts'
import { type Person, usePerson } from '../../api/person.ts'
import { Empty } from '../../components/empty.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { useTitle } from '../../routing/title.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { McpTokens } from '../users/mcp-tokens.tsx'
import { PersonAccounts } from './person-accounts.tsx'
import { PersonDays } from './person-days.tsx'
import { PersonOrder } from './person-order.tsx'

const words = en.people.page
const trail = [{ label: en.users.title, href: '/users' }]

/** One person over all their sources: what they did, each thing once, of what it was made, and who counts first. */
export default function PersonPage({ referenceId }: { referenceId: string }) {
  const { data, error, refetch } = usePerson(referenceId)
  useTitle(referenceId, en.users.title)
  if (data !== undefined && data.reference_id === referenceId) return <Shown key={referenceId} person={data} />
  if (error !== null && asApiError(error).status === 404)
    return (
      <>
        <PageHeader trail={trail} title={<span className="break-all">{referenceId}</span>} />
        <Empty what={words.nobody} why={words.nobodyWhy} action={<Link href="/users">{words.toUsers}</Link>} />
      </>
    )
  return <Pending error={error} onRetry={refetch} rows={8} />
}

function Shown({ person }: { person: Person }) {
  const { reference_id: referenceId, users } = person
  return (
    <>
      <PageHeader
        trail={trail}
        title={<span className="break-all">{referenceId}</span>}
        description={words.what(users.length)}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <PersonAccounts users={users} />
          <PersonDays referenceId={referenceId} users={users} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <PersonOrder person={person} />
          <McpTokens name={referenceId} referenceId={referenceId} userId={null} accounts={users} />
        </div>
      </div>
    </>
  )
}
