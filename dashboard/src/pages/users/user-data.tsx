import { useRef } from 'react'
import { useMay } from '../../api/session.ts'
import { type UserDetail, usePresence } from '../../api/users.ts'
import { dayName } from '../../charts/clock.ts'
import { PresenceStrips } from '../../charts/presence-strips.tsx'
import { hasPreview } from '../../charts/preview.tsx'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { text } from '../../routing/filters.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { DayPreview } from './day-preview.tsx'
import { canBeFetched } from './fetch-now.tsx'
import { HistoryPanel } from './history.tsx'
import { datedOf } from './presence.ts'
import { useProviderName } from './provider-name.ts'

const words = en.users.data
const days = 30
/** What is open: a type, and its day unless it has none. */
const schema = { type: text(), day: text() }
const isDay = (day: string) => /^\d{4}-\d\d-\d\d$/.test(day)

/** The *Data* tab: what there is by day, and where a provider can be asked for it, the history. */
export function UserData({ user }: { user: UserDetail }) {
  const nameOf = useProviderName()
  return (
    <div className="flex flex-col gap-4">
      <Days user={user} />
      {canBeFetched(user) && <HistoryPanel id={user.user_id} provider={nameOf(user.provider)} />}
    </div>
  )
}

/** One strip of days per type, and the day that is chosen as a preview beside its JSON. */
function Days({ user }: { user: UserDetail }) {
  const { data, error, refetch } = usePresence(user.user_id, days)
  const { filters, set } = useFilters(schema)
  const may = useMay('developer')
  const preview = useRef<HTMLDivElement>(null)
  if (data === undefined) return <Pending error={error} onRetry={refetch} rows={6} />
  if (data.types.length === 0)
    return (
      <Panel>
        <Empty
          what={words.none}
          why={words.noneWhy}
          action={
            may && (
              <Link look="quiet" href={`/tools/import?user=${user.user_id}`}>
                {en.users.import}
              </Link>
            )
          }
        />
      </Panel>
    )

  const dated = datedOf(data)
  const older = data.types.filter(({ last_day: last }) => last !== null && last < data.first_day)
  const undated = data.types.filter(({ first_day: first }) => first === null)
  const choose = (type: string, day: string) => {
    set({ type, day }, 'push')
    // What was chosen must be seen to appear, also where the strips fill the screen.
    requestAnimationFrame(() => preview.current?.scrollIntoView({ block: 'nearest' }))
  }
  const { type, day } = filters
  const isOpen = hasPreview(type) && (isDay(day) || undated.some((one) => one.type === type))
  return (
    <div className="flex flex-col gap-4">
      <Panel title={words.title} description={`${words.how} ${words.zone(data.zone)}`}>
        <PresenceStrips
          presence={dated}
          lastDate={data.last_day}
          days={days}
          chosen={isOpen ? { type, date: day } : null}
          onChoose={choose}
        />
        {(older.length > 0 || undated.length > 0) && (
          <ul className="mt-3 flex flex-col gap-1 border-line border-t pt-3">
            {older.map(({ type: name, total, last_day: last }) => (
              <li key={name} className="flex flex-wrap items-center gap-x-2">
                <span>
                  {words.older(name.replaceAll('_', ' '), total)} {dayName(last ?? '')} {last?.slice(0, 4)}
                </span>
                <Button look="plain" onClick={() => choose(name, last ?? '')}>
                  {words.show}
                </Button>
              </li>
            ))}
            {undated.map(({ type: name }) => (
              <li key={name} className="flex flex-wrap items-center gap-x-2">
                <span>{words.athleteHow}</span>
                <Button look="plain" onClick={() => choose(name, '')}>
                  {words.show}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <div ref={preview} className="scroll-mt-4 empty:hidden">
        {isOpen && (
          <DayPreview
            key={type}
            userId={user.user_id}
            type={type}
            day={day}
            presence={dated.find((one) => one.type === type)}
            onChoose={(next) => choose(type, next)}
            onClose={() => set({ type: '', day: '' }, 'push')}
          />
        )}
      </div>
    </div>
  )
}
