import { useMemo } from 'react'
import type { RecordOf } from '../../../../src/schema/records.ts'
import { type MergedPart, type PersonType, useMerged } from '../../api/person.ts'
import { dayAfter } from '../../charts/presence.ts'
import { Preview } from '../../charts/preview.tsx'
import { Empty } from '../../components/empty.tsx'
import { Link } from '../../components/link.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { late } from '../../routing/late.ts'
import { Failure } from '../../shell/failure.tsx'
import { LatePart } from '../../shell/late-part.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { dayTextOf } from '../users/day-frame.tsx'
import { useProviderName } from '../users/provider-name.ts'
import { firstClockOf, firstDayOf } from '../users/record-texts.ts'
import { Origins } from './origins-list.tsx'

const words = en.people.days
const json = late(async () => ({ default: (await import('../../components/json.tsx')).Json }))
/** How many days the person's own band and trends look back. */
const historyDays = 30

export interface MergedDayProps<T extends PersonType> {
  referenceId: string
  type: T
  day: string
}

/** What a person has of a type on a day: drawn, and beside it of what it was made. */
export function MergedDay<T extends PersonType>({ referenceId, type, day }: MergedDayProps<T>) {
  const hides = useHidesValues()
  const isOfDay = type === 'daily' || type === 'body'
  const own = useMerged<T>(referenceId, { type, from: day, to: dayAfter(day), withSamples: true })
  const history = useMerged<T>(
    referenceId,
    // Blood pressure is drawn over days from its single readings; the totals of days need none.
    { type, from: dayAfter(day, 1 - historyDays), to: dayAfter(day), withSamples: type === 'body' },
    isOfDay,
  )
  // A night that began the day before also touches this day; it is shown on its own.
  const shown = useMemo(
    () =>
      (own.data?.data ?? [])
        .map((record, at) => ({ record, parts: own.data?.made_of[at] ?? [] }))
        .filter(({ record }) => firstDayOf(record) === day),
    [own.data, day],
  )
  const records = useMemo(() => shown.map(({ record }): RecordOf[T] => record), [shown])
  if (own.error !== null && own.data === undefined) return <Failure error={own.error} onRetry={own.refetch} />
  if (own.data === undefined || (isOfDay && history.isLoading)) return <Loading rows={8} />
  if (shown.length === 0) return <Empty what={words.noneOf(type, dayTextOf(day))} why={words.noneOfWhy} />
  const text = JSON.stringify(records.length === 1 ? records[0] : records)
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Preview type={type} records={records} history={history.data?.data} />
      <div className="flex min-w-0 flex-col gap-4">
        <section aria-label={words.madeOf}>
          <h3 className="mb-1 font-medium text-label text-muted">{words.madeOf}</h3>
          {shown.map(({ record, parts }, at) => (
            <Parts
              // biome-ignore lint/suspicious/noArrayIndexKey: records of a day have no other identity, and never move.
              key={at}
              head={shown.length === 1 ? null : firstClockOf(record)}
              parts={parts}
              type={type}
              day={day}
            />
          ))}
        </section>
        {isOfDay && <Origins referenceId={referenceId} type={type} day={day} parts={shown[0]?.parts ?? []} />}
        <section aria-label={words.json} className="min-w-0">
          <h3 className="mb-2 font-medium text-label text-muted">{words.json}</h3>
          <LatePart
            of={json}
            props={{ text, label: words.jsonLabel, hidden: hides }}
            meanwhile={<Loading rows={8} />}
          />
        </section>
      </div>
    </div>
  )
}

interface PartsProps {
  /** Which of several records of the day it is. */
  head: string | null
  parts: readonly MergedPart[]
  type: PersonType
  day: string
}

/** The records that a merged one stands for, each where its account has it. */
function Parts({ head, parts, type, day }: PartsProps) {
  const nameOf = useProviderName()
  return (
    <ul className="flex flex-col">
      {parts.map(({ user_id: id, provider, key }, at) => (
        <li key={`${id} ${key}`} className="flex min-h-8 flex-wrap items-center gap-x-2">
          {head !== null && <span className="w-12 font-medium">{at === 0 ? head : ''}</span>}
          <Link href={`/users/${id}?type=${type}&day=${day}`} aria-label={words.see(nameOf(provider))}>
            {nameOf(provider)}
          </Link>
          {at === 0 && parts.length > 1 && <span className="text-label text-muted">{words.first}</span>}
        </li>
      ))}
    </ul>
  )
}
