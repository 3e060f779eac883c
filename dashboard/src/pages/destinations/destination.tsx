import { useState } from 'react'
import { type Destination, useDestination } from '../../api/destinations.ts'
import type { DeliveryHour } from '../../charts/delivery.ts'
import { DeliveryBars } from '../../charts/delivery-bars.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Link } from '../../components/link.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { useTitle } from '../../routing/title.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { chosenHour, deliveryFilters, hourMs } from './delivery-filters.ts'
import { DeliveryList } from './delivery-list.tsx'
import { DestinationActions } from './destination-actions.tsx'
import { DestinationFacts } from './destination-facts.tsx'
import { trail } from './place.ts'
import { type Missed, RecoverDialog } from './recover-dialog.tsx'
import { Recoveries } from './recoveries.tsx'
import { Trouble } from './trouble.tsx'

const words = en.destinations.page

/** One destination: what went there, what is wrong with it, and how it is set. */
export default function DestinationPage({ id }: { id: string }) {
  const { data, error, refetch } = useDestination(id)
  useTitle(data?.name, en.destinations.title)
  if (data !== undefined) return <Shown key={data.id} destination={data} />
  return <Pending error={error} onRetry={refetch} rows={8} />
}

function Shown({ destination }: { destination: Destination }) {
  const { id, url, name, inbox_id: inboxId } = destination
  const [recovering, setRecovering] = useState<{ missed: Missed | null } | null>(null)
  const { filters, set } = useFilters(deliveryFilters)
  const hours: DeliveryHour[] = (destination.stats?.hours ?? []).map(({ hour, ...counts }) => ({
    start: Date.parse(hour),
    ...counts,
  }))
  const choose = (start: number | null) =>
    set(
      start === null
        ? { since: null, until: null }
        : { since: new Date(start).toISOString(), until: new Date(start + hourMs).toISOString() },
      'push',
    )
  return (
    <>
      <PageHeader
        trail={trail}
        mono={url !== null}
        title={url ?? name}
        description={
          <span className="flex flex-wrap items-center gap-x-2">
            {url !== null && !url.includes(name) && <span>{name}</span>}
            {url !== null && (
              <span className="-ml-3">
                <CopyButton look="plain" text={url} label={words.copyAddress} />
              </span>
            )}
            {inboxId !== null && <Link href={`/tools/inbox/${inboxId}`}>{words.openInbox}</Link>}
          </span>
        }
        actions={<DestinationActions destination={destination} onRecover={(missed) => setRecovering({ missed })} />}
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Trouble destination={destination} onRecover={(missed) => setRecovering({ missed })} />
          <Recoveries id={id} />
          <Panel title={words.hours}>
            <DeliveryBars hours={hours} chosen={chosenHour(filters)} onChoose={choose} />
          </Panel>
          <DeliveryList destination={destination} />
        </div>
        <DestinationFacts destination={destination} />
      </div>
      {recovering !== null && (
        <RecoverDialog destination={destination} missed={recovering.missed} onClose={() => setRecovering(null)} />
      )}
    </>
  )
}
