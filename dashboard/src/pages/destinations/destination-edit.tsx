import { useLocation } from 'wouter'
import { type Destination, useChangeDestination, useDestination } from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Empty } from '../../components/empty.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { toast } from '../../components/toast.tsx'
import { useTitle } from '../../routing/title.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { DestinationForm } from './destination-form.tsx'
import { knownTypes } from './event-types.ts'
import { bodyOf, changesOf, draftOf } from './form.ts'
import { base, trail } from './place.ts'
import { SigningSecret } from './signing-secret.tsx'

const words = en.destinations

/** Webhook > Edit: Host, name, event types, headers, signing secret, timeout, and what is folded. */
export default function DestinationEditPage({ id }: { id: string }) {
  const may = useMay('developer')
  const { data, error, refetch } = useDestination(id)
  useTitle(data === undefined ? null : words.edit.title(data.name), words.title)
  if (!may) return <Empty what={words.page.edit} why={words.edit.mayNot} />
  if (data !== undefined) return <EditForm key={data.id} destination={data} />
  return <Pending error={error} onRetry={refetch} rows={6} />
}

function EditForm({ destination }: { destination: Destination }) {
  const [, navigate] = useLocation()
  const { id, kind, name } = destination
  const back = `${base}/${id}`
  const change = useChangeDestination(id, (changed) => {
    toast({ text: words.edit.saved(changed.name) })
    navigate(back)
  })
  const draft = draftOf(destination, knownTypes)
  const isPlain =
    destination.mode === 'push' &&
    destination.retry === 'terra' &&
    destination.min_interval_seconds === null &&
    destination.rate_limit_per_second === null &&
    !destination.standard_webhooks
  return (
    <>
      <PageHeader trail={[...trail, { label: name, href: back }]} title={words.edit.title(name)} />
      <DestinationForm
        kind={kind}
        initial={draft}
        submit={words.edit.save}
        back={back}
        busy={change.isPending}
        error={change.error}
        isAdvanced={!isPlain}
        onSubmit={(body) => {
          const changes = changesOf(body, bodyOf(draft, kind))
          if (Object.keys(changes).length > 0) return change.mutate(changes)
          toast({ text: words.edit.nothing })
          navigate(back)
        }}
      >
        <SigningSecret destination={destination} />
      </DestinationForm>
    </>
  )
}
