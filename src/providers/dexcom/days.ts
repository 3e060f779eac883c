import { z } from 'zod'
import { type DayRange, type Made, resource } from '../resource.ts'
import { isWithin, onceEach, range } from '../shapes.ts'
import { fetchList } from './client.ts'
import { byTime, type Clock, clockOf, type Placed } from './clock.ts'
import { type Event, eventShape } from './shapes.ts'

/** What was recorded around some days that were asked for, and what was deleted, on the person's clock. */
interface Told<T> {
  clock: Clock
  asked: DayRange
  kept: readonly Placed<T>[]
  deleted: readonly Placed<Event>[]
}

/**
 * A record of each day that was asked for, of what was recorded on it: `knownOf` is given what says which of a list is of the
 * day. Where something of it was deleted, what is left takes the place of what was told before, be it nothing.
 */
export function recordsOfDays(
  { clock, asked, kept, deleted }: Told<object>,
  knownOf: (on: <T extends Placed<object>>(list: readonly T[]) => T[]) => object,
  moreMetadata: object = {},
): Made[] {
  const dates = [...new Set([...kept, ...deleted].map(({ date }) => date))].filter((date) => isWithin(asked, date))
  return dates.sort().flatMap((date): Made[] => {
    const known = knownOf((list) => list.filter((one) => one.date === date))
    const record = { metadata: { ...clock.metadataOf(date), ...moreMetadata }, ...known }
    if (deleted.some((one) => one.date === date)) return [{ record, isCut: true }]
    return Object.keys(known).length === 0 ? [] : [{ record }]
  })
}

/** A type that is made of events of some kinds alone: `/events`. */
export const ofEvents = (base: string, kinds: readonly string[], madeOf: (told: Told<Event>) => Made[]) =>
  resource({
    raw: z.object({ asked: range, events: z.array(eventShape) }),
    windowDays: 28,
    historyDays: null,
    fetch: async (access, asked) => ({ asked, events: await fetchList(access, base, 'events', asked) }),
    normalise: ({ asked, events }, { zone }) => {
      const clock = clockOf(events, zone)
      return madeOf({ clock, asked, ...sorted(clock.place(events), kinds) })
    },
  })

const statuses = ['created', 'updated', 'deleted']

/**
 * Events of some kinds in the order of time, those that were deleted apart: they come with that status. One that comes in more
 * than one status is as it was deleted, else updated.
 */
export function sorted(events: readonly Placed<Event>[], kinds: readonly string[]) {
  const rank = ({ eventStatus }: Event) => statuses.indexOf(eventStatus ?? '')
  const idOf = ({ recordId }: Event) => recordId
  // Of those in one status the earliest counts.
  const latestFirst = events.filter(({ eventType }) => kinds.includes(eventType)).reverse()
  const once = onceEach(latestFirst, idOf, (a, b) => rank(a) - rank(b)).sort(byTime)
  const isDeleted = ({ eventStatus }: Event) => eventStatus === 'deleted'
  return { kept: once.filter((event) => !isDeleted(event)), deleted: once.filter(isDeleted) }
}
