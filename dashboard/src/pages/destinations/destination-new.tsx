import { Inbox, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link as RouterLink, useLocation } from 'wouter'
import { type DestinationBody, useCreateDestination, useCreateInbox } from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Empty } from '../../components/empty.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { toast } from '../../components/toast.tsx'
import { useTitle } from '../../routing/title.ts'
import { en } from '../../strings/en.ts'
import { DestinationForm } from './destination-form.tsx'
import { emptyDraft } from './form.ts'
import { base, trail } from './place.ts'

const words = en.destinations

/** Add New: a kind is chosen, then its form. */
export default function DestinationNewPage({ kind }: { kind?: string | undefined }) {
  const may = useMay('developer')
  useTitle(words.new.title, words.title)
  if (!may) return <Empty what={words.new.title} why={words.edit.mayNot} />
  if (kind === 'webhook' || kind === 'inbox') return <NewForm key={kind} kind={kind} />
  return (
    <>
      <PageHeader trail={trail} title={words.new.title} description={words.new.choose} />
      <ul className="grid max-w-3xl grid-cols-1 gap-3 md:grid-cols-2">
        <Kind kind="webhook" icon={<Webhook aria-hidden />} />
        <Kind kind="inbox" icon={<Inbox aria-hidden />} />
      </ul>
    </>
  )
}

function Kind({ kind, icon }: { kind: 'webhook' | 'inbox'; icon: ReactNode }) {
  return (
    <li>
      <Panel className="relative h-full hover:border-control">
        <p className="flex items-center gap-2 font-semibold text-section [&_svg]:size-4">
          {icon}
          <RouterLink href={`${base}/new/${kind}`} className="after:absolute after:inset-0">
            {words.kinds[kind]}
          </RouterLink>
        </p>
        <p className="mt-1 text-muted">{words.new[kind]}</p>
      </Panel>
    </li>
  )
}

function NewForm({ kind }: { kind: 'webhook' | 'inbox' }) {
  const [, navigate] = useLocation()
  const inbox = useCreateInbox()
  const create = useCreateDestination((made) => {
    toast({ text: words.new.made(made.name) })
    navigate(`${base}/${made.id}`)
  })
  const add = async (body: DestinationBody) => {
    if (kind === 'webhook') return create.mutate({ ...body, url: body.url ?? '', kind })
    // An inbox that a refused attempt has made is used by the next one.
    const made = inbox.data ?? (await inbox.mutateAsync(body.name ?? words.kinds.inbox).catch(() => null))
    if (made !== null) create.mutate({ ...body, kind, inbox_id: made.id })
  }
  return (
    <>
      <PageHeader
        trail={[...trail, { label: words.add, href: `${base}/new` }]}
        title={words.new.titleOf(words.kinds[kind])}
        description={words.new[kind]}
      />
      <DestinationForm
        kind={kind}
        initial={emptyDraft}
        submit={words.new.create}
        back={`${base}/new`}
        busy={create.isPending || inbox.isPending}
        error={create.error ?? inbox.error}
        onSubmit={(body) => void add(body)}
      />
    </>
  )
}
