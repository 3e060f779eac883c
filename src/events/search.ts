import type { Hub } from '../hub.ts'
import { idTime } from '../lib/ids.ts'
import { unpack } from '../lib/packed.ts'
import { type EventFilter, selectAnswered, selectBodies, selectCandidates, selectEventsByIds } from './list-store.ts'
import { type EventQuery, type EventSummary, filterOf, summaryOf } from './read.ts'

export interface EventSearch extends EventQuery {
  /** A text that the body contains, letter for letter. */
  body?: string | undefined
  /** Status codes of an attempt, the lowest and the highest. */
  codes?: { low: number; high: number } | undefined
}

/** No index knows what bodies contain, so a page looks through no more than this. */
const mostEvents = 5_000
const mostBytes = 64 * 1024 * 1024
const batchEvents = 500
const batchBytes = 8 * 1024 * 1024

export interface Searched {
  items: EventSummary[]
  nextCursor: string | null
  /** When the search stopped before its page was full: events from before this were not looked at. */
  scannedUntil: Date | null
}

/**
 * A page of events by what is in their bodies and how their attempts were answered, newest first. It looks through a
 * bounded number of events: when it stopped early, `nextCursor` goes on from there, even where nothing was found yet.
 */
export async function searchEvents(hub: Pick<Hub, 'db'>, environmentId: string, query: EventSearch): Promise<Searched> {
  const limit = Math.min(200, Math.max(1, query.limit ?? 50))
  const filter = filterOf(query)
  const found: string[] = []
  let before = filter.before
  let events = 0
  let bytes = 0
  while (events < mostEvents && bytes < mostBytes) {
    const candidates = await nextCandidates(hub, environmentId, { ...filter, before })
    const last = candidates.at(-1)
    if (last === undefined) return page(hub, environmentId, found, null, null)
    const hits = await matching(
      hub,
      candidates.map(({ id }) => id),
      query,
    )
    for (const { id } of candidates) {
      before = id
      if (!hits.has(id)) continue
      found.push(id)
      if (found.length === limit) return page(hub, environmentId, found, before, null)
    }
    events += candidates.length
    bytes += candidates.reduce((sum, one) => sum + one.bytes, 0)
  }
  return page(hub, environmentId, found, before ?? null, before === undefined ? null : new Date(idTime(before)))
}

/** The next events to look at, no more than fit in memory at once. */
async function nextCandidates(hub: Pick<Hub, 'db'>, environmentId: string, filter: EventFilter) {
  const rows = await selectCandidates(hub.db, environmentId, filter, batchEvents)
  let bytes = 0
  return rows.filter((row, i) => {
    bytes += row.bytes
    return i === 0 || bytes <= batchBytes
  })
}

async function matching(hub: Pick<Hub, 'db'>, ids: readonly string[], query: EventSearch): Promise<Set<string>> {
  let hits: readonly string[] = ids
  if (query.codes !== undefined)
    hits = (await selectAnswered(hub.db, hits, query.codes.low, query.codes.high)).map(({ id }) => id)
  const { body: text } = query
  if (text !== undefined && hits.length > 0)
    hits = (await selectBodies(hub.db, hits)).flatMap((row) => (unpack(row).includes(text) ? [row.id] : []))
  return new Set(hits)
}

async function page(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  found: readonly string[],
  nextCursor: string | null,
  scannedUntil: Date | null,
): Promise<Searched> {
  const rows = found.length === 0 ? [] : await selectEventsByIds(hub.db, environmentId, found)
  return { items: rows.map(summaryOf), nextCursor, scannedUntil }
}
