import { addDays } from '../../generate/local-day.ts'
import { typesOf } from '../../providers/provider.ts'
import { definitionOf } from '../definition.ts'
import type { Deed } from '../life/deeds.ts'
import { type Life, type LivedDay, lifeOf } from '../life/life.ts'
import type { Double, DoubleGrant, NewsItem } from './double.ts'

/** A device that was away for longer tells of its last days. */
const mostDays = 31

/**
 * What is there, changed or gone since a moment, of the types that a person allows: nights and sessions by their ends and
 * corrections (and once more when the provider has finished them, where that is later), weigh-ins, what was deleted, and the
 * running day when it has grown by a quarter of an hour.
 */
export function itemsSince(
  double: Double,
  grant: DoubleGrant,
  deeds: readonly Deed[],
  sinceMs: number,
  nowMs: number,
): NewsItem[] {
  const life = lifeOf(grant.person, deeds, nowMs)
  const before = lifeOf(grant.person, deeds, sinceMs)
  // What was finished since may have ended on the day before.
  const first = [addDays(before.today, -1), addDays(life.today, 1 - mostDays)].sort().at(-1) ?? life.today
  const isNew = (atMs: number) => atMs > sinceMs && atMs <= nowMs
  const fresh = life.days(first, life.today).flatMap((day) => itemsOf(double, day, isNew))
  const allowed = new Set(typesOf(definitionOf(double), grant.scopes))
  return [...fresh, ...corrected(life, deeds, isNew), ...deleted(grant.person, deeds, isNew, nowMs)].filter(
    ({ type }) => allowed.has(type),
  )
}

function itemsOf(double: Double, lived: LivedDay, isNew: (atMs: number) => boolean): NewsItem[] {
  const { day, weighing } = lived
  const changeOf = (key: string, endMs: number): NewsItem['change'] | null => {
    if (isNew(endMs)) return 'created'
    const laterMs = double.finishedAfterMs?.(key)
    return laterMs !== undefined && isNew(endMs + laterMs) ? 'updated' : null
  }
  const items: NewsItem[] = []
  for (const { key, date, startMs, endMs, revision } of lived.nights) {
    const change = revision === 0 ? changeOf(key, endMs) : null
    if (change !== null) items.push({ type: 'sleep', change, key, date, startMs, endMs })
  }
  for (const { key, date, startMs, endMs, changedAtMs, revision } of lived.sessions) {
    const change = revision === 0 ? changeOf(key, changedAtMs) : null
    if (change !== null) items.push({ type: 'activity', change, key, date, startMs, endMs })
  }
  if (weighing !== null && isNew(weighing.atMs)) {
    const { key, date, atMs } = weighing
    items.push({ type: 'body', change: 'created', key, date, startMs: atMs, endMs: atMs })
  }
  const { toldMs } = lived.course
  if (toldMs > day.startMs && isNew(toldMs))
    items.push({
      type: 'daily',
      change: 'updated',
      key: `day ${day.date} 0`,
      date: day.date,
      startMs: day.startMs,
      endMs: toldMs,
    })
  return items
}

/** Nights and sessions of any day that were looked at again. */
function corrected(life: Life, deeds: readonly Deed[], isNew: (atMs: number) => boolean): NewsItem[] {
  const keys = new Set(deeds.flatMap((deed) => (deed.kind === 'corrected' && isNew(deed.atMs) ? [deed.key] : [])))
  return [...keys].flatMap((key) => {
    const found = partOf(life, key)
    return found === null ? [] : [{ ...found, change: 'updated' as const }]
  })
}

/** What was deleted, as it was before. */
function deleted(person: string, deeds: readonly Deed[], isNew: (atMs: number) => boolean, nowMs: number): NewsItem[] {
  const gone = deeds.filter((deed) => deed.kind === 'deleted' && isNew(deed.atMs))
  if (gone.length === 0) return []
  const life = lifeOf(
    person,
    deeds.filter((deed) => !gone.includes(deed)),
    nowMs,
  )
  return gone.flatMap(({ key }) => {
    const found = partOf(life, key)
    return found === null ? [] : [{ ...found, change: 'deleted' as const }]
  })
}

/** A night or session by its key; null where it is not there. */
export function partOf(life: Life, key: string): Omit<NewsItem, 'change'> | null {
  const lived = life.day(key.split(' ')[1] ?? '')
  const night = lived?.nights.find((one) => one.key === key)
  if (night !== undefined) {
    const { date, startMs, endMs } = night
    return { type: 'sleep', key, date, startMs, endMs }
  }
  const session = lived?.sessions.find((one) => one.key === key)
  if (session === undefined) return null
  const { date, startMs, endMs } = session
  return { type: 'activity', key, date, startMs, endMs }
}
