import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { type Person, type PersonType, personTypes, useLastDay, useMerged } from '../../api/person.ts'
import { dayAfter } from '../../charts/presence.ts'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { Panel, Section } from '../../components/panel.tsx'
import { option, text } from '../../routing/filters.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { DayFrame, dayTextOf } from '../users/day-frame.tsx'
import { DayLines } from './day-lines.tsx'
import { type Known, linesByDay } from './lines.ts'
import { MergedDay } from './merged-day.tsx'
import { daysTo, isDay, laterPage, pageWith, readersDay, shownDays } from './weeks.ts'

const words = en.people.days
/** Up to which day is shown, and what is open. */
const schema = { to: text(), type: option(personTypes), day: text() }

export interface PersonDaysProps {
  referenceId: string
  users: Person['users']
}

/** A person's days over all their sources, a page of them at a time. */
export function PersonDays({ referenceId, users }: PersonDaysProps) {
  const { filters, set } = useFilters(schema)
  const today = readersDay(new Date())
  const last = isDay(filters.to) ? filters.to : today
  const days = daysTo(last)
  const first = days.at(-1) ?? last
  const { known, error, retry } = useKnown(referenceId, first, dayAfter(last))
  const lines = useMemo(() => linesByDay(known), [known])
  const isLoaded = personTypes.every((type) => known[type] !== undefined)
  const isEmpty = isLoaded && !days.some((day) => lines.has(day))
  const later = laterPage(last, today)
  const choose = (type: PersonType | null, day: string) =>
    set({ type, day, ...(type === null ? {} : { to: pageWith(day, last) }) }, 'push')
  const isOpen = (day: string) => filters.type !== null && filters.day === day
  return (
    <Section
      title={words.title}
      description={words.how}
      actions={
        <>
          <IconButton
            label={words.earlier}
            icon={<ChevronLeft aria-hidden />}
            onClick={() => set({ to: dayAfter(first, -1), type: null, day: '' }, 'push')}
          />
          <span className="w-36">
            <Input
              type="date"
              aria-label={words.to}
              value={last}
              onChange={(event) => isDay(event.target.value) && set({ to: event.target.value, type: null, day: '' })}
            />
          </span>
          <IconButton
            label={words.later}
            icon={<ChevronRight aria-hidden />}
            disabled={later === null}
            onClick={() => set({ to: later ?? last, type: null, day: '' }, 'push')}
          />
        </>
      }
    >
      {!isLoaded && <Pending error={error} onRetry={retry} rows={shownDays} />}
      {isEmpty && (
        <Panel>
          <Nothing users={users} first={first} last={last} onGo={(to) => set({ to, type: null, day: '' }, 'push')} />
        </Panel>
      )}
      {isLoaded && !isEmpty && (
        <ol className="flex flex-col gap-3">
          {days.map((day) => (
            <li key={day} className="flex flex-col gap-3">
              <DayLines
                day={day}
                lines={lines.get(day) ?? []}
                open={isOpen(day) ? filters.type : null}
                onChoose={(type) => choose(isOpen(day) && type === filters.type ? null : type, day)}
              />
              {filters.type !== null && filters.day === day && (
                <DayFrame
                  type={filters.type}
                  day={day}
                  neighbours={neighboursOf(filters.type, day, days, known)}
                  onChoose={(next) => isDay(next) && choose(filters.type, next)}
                  onClose={() => choose(null, '')}
                >
                  <MergedDay key={`${filters.type} ${day}`} referenceId={referenceId} type={filters.type} day={day} />
                </DayFrame>
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

/** All that is shown of some days, `to` excluded; what a type has is there when its answer is. */
function useKnown(referenceId: string, from: string, to: string) {
  const asked = { from, to, withSamples: false }
  const daily = useMerged(referenceId, { type: 'daily', ...asked })
  const body = useMerged(referenceId, { type: 'body', ...asked })
  const sleep = useMerged(referenceId, { type: 'sleep', ...asked })
  const activity = useMerged(referenceId, { type: 'activity', ...asked })
  const all = [daily, body, sleep, activity]
  const known: Known = useMemo(
    () => ({ daily: daily.data, body: body.data, sleep: sleep.data, activity: activity.data }),
    [daily.data, body.data, sleep.data, activity.data],
  )
  return {
    known,
    error: all.find(({ data, error }) => data === undefined && error !== null)?.error ?? null,
    retry: () => Promise.all(all.filter(({ error }) => error !== null).map(({ refetch }) => refetch())),
  }
}

/** The nearest days of the page before and after one that have some of a type. */
function neighboursOf(
  type: PersonType,
  day: string,
  days: readonly string[],
  known: Known,
): [string | null, string | null] {
  const lines = linesByDay({ [type]: known[type] })
  const withSome = days.filter((one) => lines.has(one))
  return [withSome.find((one) => one < day) ?? null, withSome.findLast((one) => one > day) ?? null]
}

interface NothingProps {
  users: Person['users']
  first: string
  last: string
  onGo: (to: string) => void
}

/** Nothing of these days; where there is something, the way to the newest of it. */
function Nothing({ users, first, last, onGo }: NothingProps) {
  const newest = useLastDay(users.map(({ user_id: id }) => id))
  return (
    <Empty
      what={words.empty(dayTextOf(first), dayTextOf(last))}
      why={newest === null ? words.emptyEver : words.emptyWhy}
      action={newest != null && <Button onClick={() => onGo(newest)}>{words.newest(dayTextOf(newest))}</Button>}
    />
  )
}
