import type { View } from '../../destinations/types.ts'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { isUuid, publicId } from '../../lib/ids.ts'
import { unpack } from '../../lib/packed.ts'
import { type PolledEventRow, type PollPlace, selectHorizon, selectPolled, selectPolledEvents } from './store.ts'

/** Where polling begins: where it ended, at a time, or with what is not known to be complete yet. */
export type PollStart = { kind: 'cursor'; cursor: string } | { kind: 'time'; epochMs: number } | { kind: 'now' }

export interface PollQuery {
  start: PollStart
  limit: number
  /** Of a person with several accounts what each of them tells (`all`, unless told), or each thing once. */
  view?: View | undefined
  type?: string | undefined
  userId?: string | undefined
}

export interface Polled {
  items: PolledEventRow[]
  /** Where to go on. */
  nextCursor: string
  /** Whether more is there already. */
  hasMore: boolean
  /** Until when all events are known. */
  completeUntil: Date
}

/** A page holds at most so many bytes of bodies, or one event. */
const mostBytes = 8_000_000
const safetyLagMs = 1_000
const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Events in the order in which they became known for good, oldest first. One whose transaction is still under way holds
 * back all that came after it began: what was given once is never followed by something earlier, so a caller that goes
 * on from `nextCursor` misses nothing. Throws `bad_request` for a cursor that is none.
 */
export async function pollEvents(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  query: PollQuery,
  lagMs = safetyLagMs,
): Promise<Polled> {
  // In this order: what ended before the horizon was taken is visible to the statements after it.
  const horizonMicros = await selectHorizon(hub.db, lagMs)
  const after = placeOf(query.start, horizonMicros)
  const { type, userId, limit, view = 'all' } = query
  const found = await selectPolled(hub.db, environmentId, { after, horizonMicros, view, type, userId }, limit + 1)
  let bytes = 0
  const chosen: PollPlace[] = []
  for (const row of found.slice(0, limit)) {
    bytes += row.bytes
    if (chosen.length > 0 && bytes > mostBytes) break
    chosen.push(row)
  }
  const items =
    chosen.length === 0
      ? []
      : await selectPolledEvents(
          hub.db,
          chosen.map(({ id }) => id),
        )
  const hasMore = chosen.length < found.length
  // With nothing left the next poll need not look at this time again, whatever the filter left out.
  const end = { micros: horizonMicros, id: firstId }
  const place = hasMore ? (chosen.at(-1) ?? after) : end.micros > after.micros ? end : after
  return { items, nextCursor: cursorOf(place), hasMore, completeUntil: new Date(Math.floor(horizonMicros / 1000)) }
}

function placeOf(start: PollStart, horizonMicros: number): PollPlace {
  switch (start.kind) {
    case 'now':
      return { micros: horizonMicros, id: firstId }
    case 'time':
      return { micros: start.epochMs * 1000, id: firstId }
    case 'cursor':
      return readCursor(start.cursor)
  }
}

const cursorOf = ({ micros, id }: PollPlace): string => Buffer.from(`${micros} ${id}`).toString('base64url')

function readCursor(text: string): PollPlace {
  const [micros = '', id = ''] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  if (!/^\d{1,16}$/.test(micros) || !isUuid(id))
    throw new TellusError('bad_request', 'invalid since_cursor: expected one that an answer gave, a time, or "now"')
  return { micros: Number(micros), id }
}

/** A polled event as the management API shows it; `body` is a text, exactly as it is sent. */
export const viewPolled = (event: PolledEventRow) => ({
  id: publicId('event', event.id),
  type: event.type,
  user_id: event.user_id,
  reference: event.reference,
  chunk: event.chunk,
  bytes: event.bytes,
  created_at: event.created_at.toISOString(),
  ordering_timestamp: event.ordering_ms,
  body: unpack(event),
})
