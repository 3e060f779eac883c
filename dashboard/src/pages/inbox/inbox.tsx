import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { useDestinations } from '../../api/destinations.ts'
import { type Inbox, useInboxes, useMessages } from '../../api/inboxes.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { text } from '../../routing/filters.ts'
import { useTitle } from '../../routing/title.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'
import { AddressPanel } from './address-panel.tsx'
import { sendsTo } from './answers.ts'
import { InboxHead } from './inbox-head.tsx'
import { MessageDrawer } from './message-drawer.tsx'
import { MessageList } from './message-list.tsx'
import { NameDialog } from './name-dialog.tsx'
import { Retries } from './retries.tsx'

const words = en.inbox
const opened = { message: text() }

/** Tools > Inbox: the receiver inside Tellus, with what came to it. */
export default function InboxPage({ id }: { id?: string | undefined }) {
  const { data, error, refetch } = useInboxes()
  const inboxes = data?.items ?? []
  const inbox = inboxes.find((one) => one.id === id)
  const [first] = inboxes
  useTitle(inbox?.name, words.title)
  if (inbox !== undefined) return <Shown key={inbox.id} inbox={inbox} inboxes={inboxes} />
  if (id === undefined && first !== undefined) return <Redirect to={`/tools/inbox/${first.id}`} replace />
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      {data !== undefined ? (
        <NoInbox isUnknown={id !== undefined} />
      ) : error === null ? (
        <Loading rows={6} />
      ) : (
        <Failure error={error} onRetry={refetch} />
      )}
    </>
  )
}

function NoInbox({ isUnknown }: { isUnknown: boolean }) {
  const [isMaking, setIsMaking] = useState(false)
  const [, navigate] = useLocation()
  const may = useMay('developer')
  if (isUnknown)
    return (
      <Empty
        what={words.unknown}
        why={words.unknownWhy}
        action={
          <Link look="quiet" href="/tools/inbox">
            {words.title}
          </Link>
        }
      />
    )
  return (
    <>
      <Empty
        what={words.none}
        why={words.noneWhy}
        action={
          may && (
            <Button look="primary" onClick={() => setIsMaking(true)}>
              {words.head.make}
            </Button>
          )
        }
      />
      {isMaking && (
        <NameDialog onClose={() => setIsMaking(false)} onDone={(made) => navigate(`/tools/inbox/${made.id}`)} />
      )}
    </>
  )
}

function Shown({ inbox, inboxes }: { inbox: Inbox; inboxes: readonly Inbox[] }) {
  const destinations = useDestinations()
  const senders = (destinations.data?.items ?? []).filter((destination) => sendsTo(inbox, destination))
  const list = useMessages(inbox.id)
  const { filters, set } = useFilters(opened)
  const close = () => set({ message: '' }, 'push')
  return (
    <>
      <InboxHead inbox={inbox} inboxes={inboxes} list={list} senders={senders.length} onCleared={close} />
      <div className="flex flex-col gap-4">
        <AddressPanel inbox={inbox} senders={senders} isKnown={destinations.data !== undefined} />
        {senders.map(({ id }) => (
          <Retries key={id} destinationId={id} />
        ))}
        <MessageList inbox={inbox} list={list} current={filters.message} />
      </div>
      <MessageDrawer list={list} id={filters.message} onOpen={(id) => set({ message: id })} onClose={close} />
    </>
  )
}
