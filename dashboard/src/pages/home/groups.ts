import type { Attention, EventSummary } from '../../api/home.ts'

/** What needs attention by kind: the kind of the newest first, and within a kind the newest first. */
export function groupsOf(items: readonly Attention[]): { kind: Attention['kind']; items: readonly Attention[] }[] {
  const groups = new Map<Attention['kind'], Attention[]>()
  for (const item of items) {
    const group = groups.get(item.kind)
    if (group === undefined) groups.set(item.kind, [item])
    else group.push(item)
  }
  return [...groups].map(([kind, items]) => ({ kind, items }))
}

export type Standing = 'nowhere' | 'failed' | 'waiting' | 'held' | 'delivered'

/** How an event stands in one word, the worst first, and how many of its deliveries that is said of. */
export function standingOf({ deliveries }: Pick<EventSummary, 'deliveries'>): {
  standing: Standing
  count: number
  all: number
} {
  const { failed, pending, held, delivered, superseded } = deliveries
  const all = failed + pending + held + delivered + superseded
  const of = (standing: Standing, count: number) => ({ standing, count, all })
  if (failed > 0) return of('failed', failed)
  if (pending > 0) return of('waiting', pending)
  if (held > 0) return of('held', held)
  // What was overtaken by a newer event has nothing left to do.
  return all === 0 ? of('nowhere', 0) : of('delivered', delivered + superseded)
}
