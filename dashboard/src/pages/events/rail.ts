import type { EventDetail } from '../../api/events.ts'

export type RailStep = 'received' | 'normalised' | 'stored' | 'sent'
/** How the last step stands: the worst of the deliveries; `none` when nobody wanted the event. */
export type Sent = 'delivered' | 'retrying' | 'pending' | 'failed' | 'held' | 'superseded' | 'none'

export interface Rail {
  steps: readonly {
    name: RailStep
    atMs: number | null
    /** Since the step before; null where one of the two is not known. */
    tookMs: number | null
  }[]
  sent: Sent
  /** How the latest attempt was answered; null when it was not, or there was none. */
  code: number | null
  /** From the first attempt to the first 2xx, where that was another attempt. */
  laterMs: number | null
}

const msOf = (time: string | null): number | null => (time === null ? null : Date.parse(time))

/** The way of an event from what came in to what was sent, with the milliseconds between. */
export function railOf({ timeline, deliveries }: Pick<EventDetail, 'timeline' | 'deliveries'>): Rail {
  const moments: [RailStep, number | null][] = [
    ['received', msOf(timeline.received_at)],
    ['normalised', msOf(timeline.normalised_at)],
    ['stored', msOf(timeline.stored_at)],
    ['sent', msOf(timeline.first_sent_at)],
  ]
  // Clocks differ, and the database notes when the storing began: no step is before the one that led to it.
  let latestMs = 0
  for (const moment of moments) {
    if (moment[1] === null) continue
    latestMs = Math.max(latestMs, moment[1])
    moment[1] = latestMs
  }
  const attempts = deliveries.flatMap((delivery) => delivery.attempts)
  const latest = attempts.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1)
  const isFirst = attempts.some(({ at, status_code: code }) => at === timeline.first_sent_at && isTaken(code))
  const sentMs = msOf(timeline.first_sent_at)
  const deliveredMs = msOf(timeline.first_delivered_at)
  return {
    steps: moments.map(([name, atMs], at) => {
      const before = moments[at - 1]?.[1] ?? null
      return { name, atMs, tookMs: atMs === null || before === null ? null : atMs - before }
    }),
    sent: sentOf(deliveries),
    code: latest?.status_code ?? null,
    laterMs: isFirst || sentMs === null || deliveredMs === null ? null : Math.max(0, deliveredMs - sentMs),
  }
}

const isTaken = (code: number | null): boolean => code !== null && code >= 200 && code < 300

function sentOf(deliveries: EventDetail['deliveries']): Sent {
  const has = (status: EventDetail['deliveries'][number]['status']) =>
    deliveries.some((delivery) => delivery.status === status)
  if (has('failed')) return 'failed'
  if (deliveries.some(({ status, attempts }) => status === 'pending' && attempts.length > 0)) return 'retrying'
  if (has('pending')) return 'pending'
  if (has('held')) return 'held'
  if (has('delivered')) return 'delivered'
  return has('superseded') ? 'superseded' : 'none'
}
