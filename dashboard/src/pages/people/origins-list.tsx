import { type MergedPart, useMerged, useTold } from '../../api/person.ts'
import { dayAfter } from '../../charts/presence.ts'
import { DefinitionList } from '../../components/definition-list.tsx'
import { en } from '../../strings/en.ts'
import { useProviderName } from '../users/provider-name.ts'
import { firstDayOf } from '../users/record-texts.ts'
import { originsOf } from './origins.ts'

const words = en.people.days

export interface OriginsProps {
  referenceId: string
  type: 'daily' | 'body'
  day: string
  /** The records that the merged one of the day stands for, the one that counts first. */
  parts: readonly MergedPart[]
}

/** From which source each part of a day came, where there are several. */
export function Origins({ referenceId, type, day, parts }: OriginsProps) {
  const nameOf = useProviderName()
  const merged = useMerged(referenceId, { type, from: day, to: dayAfter(day), withSamples: false })
  const told = useTold(
    type,
    day,
    parts.map(({ user_id: id }) => id),
  )
  const record = merged.data?.data.find((one) => firstDayOf(one) === day)
  if (parts.length < 2 || record === undefined || told === null) return null
  const named = (id: string) => nameOf(parts.find(({ user_id: user }) => user === id)?.provider ?? '')
  return (
    <section aria-label={words.origins}>
      <h3 className="font-medium text-label text-muted">{words.origins}</h3>
      <p className="mb-1 text-label text-muted">{words.originsHow}</p>
      <DefinitionList
        items={originsOf(record, told).map(({ name, userIds }) => ({
          term: name,
          value:
            userIds.length === 0
              ? words.nobodys
              : userIds.length === 1
                ? named(userIds[0] ?? '')
                : words.both(userIds.map(named).join(', ')),
        }))}
      />
    </section>
  )
}
