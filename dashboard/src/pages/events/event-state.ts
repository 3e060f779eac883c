import type { EventSummary } from '../../api/events.ts'

type Status = EventSummary['delivery_statuses'][number]
type Counts = EventSummary['deliveries']
type Counted = Pick<EventSummary, 'deliveries' | 'delivery_statuses'>

/** Worst first: in this order the states of an event's deliveries are told. */
export const told = ['failed', 'pending', 'held', 'delivered', 'superseded'] as const satisfies Status[]

/** How many of some deliveries have which status. */
export function countsOf(statuses: readonly Status[]): Counts {
  const counts: Counts = { pending: 0, held: 0, delivered: 0, failed: 0, superseded: 0 }
  for (const status of statuses) counts[status] += 1
  return counts
}

/**
 * An event's row after one of its deliveries was tried. A message does not say which of several dots it means: the
 * first that was waiting takes the new state, so that the counts are right.
 */
export function afterAttempt<Row extends Counted>(row: Row, status: Status): Row {
  const { delivery_statuses: dots } = row
  const at = dots.length === 1 ? 0 : dots.indexOf('pending')
  const before = dots[at]
  if (before === undefined || before === status) return row
  const deliveries = { ...row.deliveries }
  deliveries[before] -= 1
  deliveries[status] += 1
  return { ...row, deliveries, delivery_statuses: dots.with(at, status) }
}

/** The states in words, worst first: `1 failed, 2 delivered`; of one delivery, or of all alike, the word alone. */
export function stateWords(counts: Counts, word: (status: Status) => string): string {
  const present = told.filter((status) => counts[status] > 0)
  const [only] = present
  if (only !== undefined && present.length === 1) return word(only)
  return present.map((status) => `${counts[status]} ${word(status)}`).join(', ')
}
