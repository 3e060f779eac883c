import type { ReactNode } from 'react'
import { asApiError } from '../../api/error.ts'
import { useRaw } from '../../api/raw.ts'
import { dayName } from '../../charts/clock.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Empty } from '../../components/empty.tsx'
import { Id } from '../../components/id.tsx'
import { Json } from '../../components/json.tsx'
import { Time } from '../../components/time.tsx'
import { Pending } from '../../shell/pending.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { useProviderName } from './provider-name.ts'
import { placeIn } from './record-texts.ts'

const words = en.users.raw
const height = '45vh'

export interface RawViewProps {
  userId: string
  rawId: string
  mapper: string | null
  /** What the record is: "sleep, 22:40". */
  name: string
  /** The record, exactly as it is sent. */
  text: string
  onClose: () => void
}

/** What the provider answered, beside the record that was made of it. */
export default function RawView({ userId, rawId, mapper, name, text, onClose }: RawViewProps) {
  const hides = useHidesValues()
  const nameOf = useProviderName()
  const { data, error, refetch } = useRaw(userId, rawId)
  const isGone = error !== null && asApiError(error).status === 404
  const answer = data === undefined ? '' : JSON.stringify(data.answer)
  const days = data === undefined ? '' : words.days(dayName(data.first_day), dayName(data.last_day))
  return (
    <Dialog open onClose={onClose} title={words.title(name)} description={words.description} size="full">
      <div className="grid gap-4 lg:grid-cols-2">
        <Side
          title={data === undefined ? words.answer : words.answerOf(nameOf(data.provider))}
          facts={
            data !== undefined && (
              <>
                <Id id={rawId} of="raw_id" /> <span>{days}</span>{' '}
                <span>
                  {words.lastGiven} <Time at={data.observed_at} />
                </span>
              </>
            )
          }
        >
          {data !== undefined ? (
            <Json
              text={answer}
              label={words.answerLabel}
              height={height}
              hidden={hides}
              find={placeIn(answer, JSON.parse(text))}
            />
          ) : isGone ? (
            <Empty what={words.gone} why={words.goneWhy} />
          ) : (
            <Pending error={error} onRetry={refetch} rows={8} />
          )}
        </Side>
        <Side title={words.record} facts={mapper !== null && <span>{words.readBy(mapper)}</span>}>
          <Json text={text} label={words.recordLabel} height={height} hidden={hides} />
        </Side>
      </div>
    </Dialog>
  )
}

function Side({ title, facts, children }: { title: string; facts: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="font-medium">{title}</h3>
      <p className="mb-2 flex min-h-6 flex-wrap items-center gap-x-2 text-label text-muted">{facts}</p>
      {children}
    </section>
  )
}
