import { useMemo } from 'react'
import type { DataType, RecordOf } from '../../../../src/schema/records.ts'
import { useRecordText } from '../../api/users.ts'
import { dayAfter, type TypePresence } from '../../charts/presence.ts'
import { Preview } from '../../charts/preview.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { late } from '../../routing/late.ts'
import { Failure } from '../../shell/failure.tsx'
import { LatePart } from '../../shell/late-part.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { DayFrame, dayTextOf } from './day-frame.tsx'
import { neighboursOf } from './presence.ts'
import { Made } from './provenance.tsx'
import { firstClockOf, firstDayOf, madeRecords, recordTexts } from './record-texts.ts'

const words = en.users.data
const json = late(async () => ({ default: (await import('../../components/json.tsx')).Json }))
/** How many days the person's own band and trends look back. */
const historyDays = 30
/** A record without a day is asked for by any. */
const anyDay = '2000-01-01'

export interface DayPreviewProps<T extends DataType> {
  userId: string
  type: T
  /** `YYYY-MM-DD`; empty for a type whose records have no day. */
  day: string
  presence: TypePresence | undefined
  onChoose: (day: string) => void
  onClose: () => void
}

/** The records of a type that begin on a day: drawn, and beside it exactly as they are sent. */
export function DayPreview<T extends DataType>(props: DayPreviewProps<T>) {
  const { userId, type, day, presence, onChoose, onClose } = props
  const name = type.replaceAll('_', ' ')
  return (
    <DayFrame type={type} day={day} neighbours={neighboursOf(presence, day)} onChoose={onChoose} onClose={onClose}>
      <Records key={day} userId={userId} type={type} day={day} name={name} dayText={dayTextOf(day)} />
    </DayFrame>
  )
}

interface RecordsProps<T extends DataType> {
  userId: string
  type: T
  day: string
  name: string
  dayText: string
}

function Records<T extends DataType>({ userId, type, day, name, dayText }: RecordsProps<T>) {
  const hides = useHidesValues()
  const from = day === '' ? anyDay : day
  const own = useRecordText(userId, { type, from, to: dayAfter(from), withSamples: true })
  const needsHistory = (type === 'daily' || type === 'body') && day !== ''
  const history = useRecordText(
    userId,
    // Blood pressure is drawn over days from its single readings; the totals of days need none.
    { type, from: dayAfter(from, 1 - historyDays), to: dayAfter(from), withSamples: type === 'body' },
    needsHistory,
  )
  // A night that began the day before also touches this day; it is shown on its own.
  const made = useMemo(
    () => madeRecords(own.data ?? '').filter(({ text }) => day === '' || firstDayOf(JSON.parse(text)) === day),
    [own.data, day],
  )
  const records = useMemo(() => made.map(({ text }): RecordOf[T] => JSON.parse(text)), [made])
  const before = useMemo(
    () => recordTexts(history.data ?? '').map((text): RecordOf[T] => JSON.parse(text)),
    [history.data],
  )
  if (own.error !== null && own.data === undefined) return <Failure error={own.error} onRetry={own.refetch} />
  if (own.data === undefined || (needsHistory && history.isLoading)) return <Loading rows={8} />
  if (records.length === 0) return <Empty what={words.empty(name, dayText)} why={words.emptyWhy} />
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Preview type={type} records={records} history={before.length > 0 ? before : undefined} />
      <section aria-label={words.jsonTitle} className="min-w-0">
        <h3 className="mb-2 font-medium text-label text-muted">{words.jsonTitle}</h3>
        <ul aria-label={en.users.raw.list} className="mb-2 flex max-h-40 flex-col gap-1 overflow-y-auto">
          {made.map(({ place, ...one }) => {
            const clock = firstClockOf(JSON.parse(one.text)) ?? String(place)
            const [head, title] = made.length === 1 ? [undefined, name] : [clock, `${name}, ${clock}`]
            return <Made key={place} userId={userId} name={title} head={head} {...one} />
          })}
        </ul>
        <LatePart
          of={json}
          props={{
            text: made.length === 1 ? (made[0]?.text ?? '') : `[${made.map(({ text }) => text).join(',')}]`,
            label: words.json,
            hidden: hides,
          }}
          meanwhile={<Loading rows={8} />}
        />
      </section>
    </div>
  )
}
