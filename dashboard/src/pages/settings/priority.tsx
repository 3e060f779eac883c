import { useEnvironment } from '../../api/environment.ts'
import { type HeldPriority, usePriority } from '../../api/person.ts'
import { useSources } from '../../api/sources.ts'
import { Combobox } from '../../components/combobox.tsx'
import { Empty } from '../../components/empty.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { useTitle } from '../../routing/title.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { SourceOrder } from '../people/source-order.tsx'
import { useProviderName } from '../users/provider-name.ts'

const words = en.people.common

/** Settings > Order of sources: who counts first, for everybody who has no order of their own. */
export default function PriorityPage() {
  useTitle(words.title)
  const environment = useEnvironment()
  const { data, error, refetch } = usePriority()
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      {data === undefined && <Pending error={error} onRetry={refetch} rows={4} />}
      {data !== undefined && <CommonOrder key={environment} priority={data} />}
    </>
  )
}

function CommonOrder({ priority }: { priority: HeldPriority }) {
  const nameOf = useProviderName()
  const { data, isLoading } = useSources()
  const sources = (data?.items ?? []).toSorted((a, b) => b.users - a.users)
  return (
    <Panel title={words.panel} description={words.rest} className="max-w-text">
      <SourceOrder
        referenceId={null}
        held={priority.providers}
        isGiven={priority.from !== null}
        isOpen
        itemOf={(provider) => ({ value: provider, label: nameOf(provider) })}
        says={words}
      >
        {(shown, add) => (
          <>
            {shown.length === 0 && <Empty what={words.none} why={words.noneWhy} />}
            {add !== null && (
              <Combobox
                label={words.add}
                placeholder={words.add}
                searchLabel={words.addSearch}
                value={null}
                busy={isLoading}
                onChange={(provider) => provider !== null && add(provider)}
                options={sources
                  .filter(({ provider }) => !shown.includes(provider))
                  .map(({ provider, label, users }) => ({
                    value: provider,
                    label,
                    hint: users === 0 ? undefined : words.inUse(users),
                  }))}
              />
            )}
          </>
        )}
      </SourceOrder>
    </Panel>
  )
}
