import { Upload } from 'lucide-react'
import { useLocation } from 'wouter'
import { personHref, usePerson } from '../../api/person.ts'
import { useMay } from '../../api/session.ts'
import { useSources } from '../../api/sources.ts'
import { type UserDetail, useUser } from '../../api/users.ts'
import { Id } from '../../components/id.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { Time } from '../../components/time.tsx'
import { useTitle } from '../../routing/title.ts'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { ExportMenu } from './export-menu.tsx'
import { canBeFetched, FetchNow } from './fetch-now.tsx'
import { useProviderName } from './provider-name.ts'
import { UserStatus } from './standing.tsx'
import { UserConnection } from './user-connection.tsx'
import { UserData } from './user-data.tsx'
import { UserEvents } from './user-events.tsx'

const words = en.users.page
const trail = [{ label: en.users.title, href: '/users' }]
const tabs = ['data', 'events', 'connection'] as const

/** One user: what they have by day, the events about them, and how they are connected. */
export default function UserPage({ id, tab }: { id: string; tab?: string | undefined }) {
  const { data, error, refetch } = useUser(id)
  useTitle(data?.reference_id ?? id, en.users.title)
  if (data !== undefined)
    return <Shown key={data.user_id} user={data} tab={tabs.find((name) => name === tab) ?? 'data'} />
  return <Pending error={error} onRetry={refetch} rows={8} />
}

/** The way to the person, where this is one of several accounts of theirs. */
function PersonLink({ referenceId }: { referenceId: string }) {
  const { data } = usePerson(referenceId)
  if (data === undefined || data.users.length < 2) return null
  return <Link href={personHref(referenceId)}>{en.people.accountsOf(data.users.length)}</Link>
}

function Shown({ user, tab }: { user: UserDetail; tab: (typeof tabs)[number] }) {
  const { user_id: id, reference_id: reference, provider, created_at: since } = user
  const [, navigate] = useLocation()
  const may = useMay('developer')
  const nameOf = useProviderName()
  const sources = useSources()
  const takesFiles = (sources.data?.items.find((one) => one.provider === provider)?.file_kinds.length ?? 0) > 0
  const content = {
    data: <UserData user={user} />,
    events: <UserEvents id={id} />,
    connection: <UserConnection user={user} />,
  }
  return (
    <>
      <PageHeader
        trail={trail}
        mono={reference === null}
        title={<span className="break-all">{reference ?? id}</span>}
        description={
          <span className="flex flex-wrap items-center gap-x-3">
            <UserStatus user={user} />
            <span>{nameOf(provider)}</span>
            <span>
              {words.since} <Time at={since} />
            </span>
            {reference !== null && <Id id={id} of="user_id" />}
            {reference !== null && <PersonLink referenceId={reference} />}
          </span>
        }
        actions={
          may && (
            <ActionBar>
              {takesFiles && (
                <Link look="quiet" href={`/tools/import?user=${id}`} className="max-md:flex-1">
                  <Upload aria-hidden />
                  {en.users.import}
                </Link>
              )}
              <ExportMenu id={id} hasData={Object.keys(user.counts).length > 0} />
              {canBeFetched(user) && <FetchNow id={id} provider={nameOf(provider)} />}
            </ActionBar>
          )
        }
      />
      <Tabs
        label={words.parts}
        value={tab}
        onChange={(name) => navigate(name === 'data' ? `/users/${id}` : `/users/${id}/${name}`)}
        tabs={tabs.map((name) => ({ name, label: words.tabs[name], content: content[name] }))}
      />
    </>
  )
}
