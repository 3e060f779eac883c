import type { Person } from '../../api/person.ts'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { en } from '../../strings/en.ts'
import { useProviderName } from '../users/provider-name.ts'
import { SourceOrder } from './source-order.tsx'

const words = en.people.order

/** Which of a person’s sources counts first, and whose order that is. */
export function PersonOrder({ person: { reference_id: referenceId, users, priority } }: { person: Person }) {
  const nameOf = useProviderName()
  const isOwn = priority.from === 'person'
  const theirs = [...new Set(users.map(({ provider }) => provider))]
  // A source that is named but gone keeps its place for when it comes back.
  const held = isOwn ? [...new Set([...priority.providers, ...theirs])] : theirs
  return (
    <Panel
      title={words.title}
      description={
        <>
          {isOwn ? words.person : priority.from === 'environment' ? words.environment : words.none}{' '}
          <Link href="/settings/priority">{words.toEnvironment}</Link>
        </>
      }
    >
      <SourceOrder
        referenceId={referenceId}
        held={held}
        isGiven={isOwn}
        itemOf={(provider) => ({
          value: provider,
          label: nameOf(provider),
          note: theirs.includes(provider) ? undefined : words.noAccount,
        })}
        says={{
          object: words.object(referenceId),
          saved: words.saved(referenceId),
          takenBack: words.takenBack(referenceId),
          backWhat: words.backWhat,
        }}
      />
    </Panel>
  )
}
