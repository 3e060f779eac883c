import type { DataType } from '../../../../src/schema/records.ts'
import type { EventDetail } from '../../api/events.ts'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Link } from '../../components/link.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { type Tab, Tabs } from '../../components/tabs.tsx'
import { late } from '../../routing/late.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { LatePart } from '../../shell/late-part.tsx'
import { PageBoundary } from '../../shell/page-boundary.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { DeliveriesTab } from './deliveries-tab.tsx'
import { type DrawerTab, drawerFilters } from './event-filters.ts'

const words = en.events.drawer

// Both bring much code that the list does not need.
const json = late(async () => ({ default: (await import('../../components/json.tsx')).Json }))
const preview = late(() => import('./preview-tab.tsx'))

/** The types that can be drawn; the charts themselves are not fetched to know it. */
const drawn: Readonly<Record<DataType, true>> = {
  activity: true,
  sleep: true,
  body: true,
  daily: true,
  nutrition: true,
  menstruation: true,
  athlete: true,
  hormone: true,
  health_observation: true,
  planned_workout: true,
}
const isDrawn = (type: string): type is DataType => Object.hasOwn(drawn, type)

/** Payload, deliveries, where the data came from, and the data drawn. */
export function EventTabs({ event }: { event: EventDetail }) {
  const { filters, set } = useFilters(drawerFilters)
  const { type, provider_data: origin } = event
  const tabs: Tab<DrawerTab>[] = [
    { name: 'payload', label: words.tabs.payload, content: <PayloadTab event={event} /> },
    {
      name: 'deliveries',
      label: words.tabs.deliveries,
      count: event.deliveries.length,
      content: <DeliveriesTab event={event} />,
    },
  ]
  if (origin !== null)
    tabs.push({ name: 'provider', label: words.tabs.provider, content: <ProviderTab origin={origin} /> })
  if (isDrawn(type))
    tabs.push({
      name: 'preview',
      label: words.tabs.preview,
      content: (
        <PageBoundary resetKey={event.id}>
          <LatePart of={preview} props={{ type, body: event.body }} meanwhile={<Loading rows={6} />} />
        </PageBoundary>
      ),
    })
  const isThere = tabs.some(({ name }) => name === filters.tab)
  return (
    <Tabs label={words.parts} tabs={tabs} value={isThere ? filters.tab : 'payload'} onChange={(tab) => set({ tab })} />
  )
}

function PayloadTab({ event }: { event: EventDetail }) {
  const hides = useHidesValues()
  return (
    <div className="flex flex-col gap-4">
      <LatePart
        of={json}
        props={{ text: event.body, label: words.payload, hidden: hides, height: 'max(16rem, calc(100dvh - 24rem))' }}
        meanwhile={<Loading rows={8} />}
      />
      <DefinitionList
        items={[
          { term: words.reference, value: <code className="break-all">{event.reference}</code> },
          { term: words.ordering, value: <code>{event.ordering_timestamp}</code> },
          { term: words.chunk, value: event.chunk },
        ]}
      />
    </div>
  )
}

function ProviderTab({ origin }: { origin: NonNullable<EventDetail['provider_data']> }) {
  const { provider } = en.events
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-text text-muted">{provider.what}</p>
      <DefinitionList
        items={[
          { term: provider.file, value: <span className="break-all">{origin.filename}</span> },
          {
            term: provider.import,
            value: (
              <Link href={`/tools/import/${origin.import_id}`} className="break-all font-mono">
                {origin.import_id}
              </Link>
            ),
          },
        ]}
      />
      <p className="max-w-text">{origin.is_kept ? provider.kept : provider.gone}</p>
    </div>
  )
}
