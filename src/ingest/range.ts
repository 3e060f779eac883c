import { TellusError } from '../lib/errors.ts'
import { nextDate } from '../normalise/time.ts'
import { plusDays } from './fetch/days.ts'
import type { RecordFilter } from './store.ts'

/** A span of days asked for: start inclusive, end exclusive. */
export interface Range {
  /** UTC calendar dates, `YYYY-MM-DD`. */
  startDay: string
  endDay: string
  startMs: number
  endMs: number
  /** True when the edges are instants (unix seconds, timestamps) and not midnights by date. */
  exact: boolean
}

const dayMs = 86_400_000

/** More than this many days in one request is refused (rule r1 of the contract). */
export const maxRangeDays = 1825

/** Past this many days a request is announced and sent in chunks (wire 7.5: more than a month). */
export const largeRangeDays = 31

interface Edge {
  epochMs: number
  exact: boolean
}

/**
 * Reads `start_date` and `end_date`: a date is its midnight in UTC, ten digits are unix seconds, other ISO times are
 * taken as they are. No end, or an end equal to the start, is one day. Throws 400 with the contract's sentences, 429
 * (rule r1) for more than 1,825 days.
 */
export function parseRange(startText: string | undefined, endText: string | undefined): Range {
  if (startText === undefined || startText === '') throw new TellusError('bad_request', 'start_date is required')
  const start = parseEdge(startText)
  if (start === null) throw new TellusError('bad_request', 'invalid start_date')
  let end = endText === undefined || endText === '' ? null : parseEdge(endText)
  if (endText !== undefined && endText !== '' && end === null) throw new TellusError('bad_request', 'invalid end_date')
  if (end === null || end.epochMs === start.epochMs) end = { epochMs: start.epochMs + dayMs, exact: start.exact }
  if (end.epochMs < start.epochMs) throw new TellusError('bad_request', 'end_date is before start_date')
  if (end.epochMs - start.epochMs > maxRangeDays * dayMs)
    throw new TellusError('rate_limited', 'rate limit exceeded', { headers: { 'X-Terra-RateLimit-Rule': 'r1' } })
  const startDay = dayOf(start.epochMs)
  const lastDay = dayOf(end.epochMs - 1)
  return {
    startDay,
    endDay: nextDate(lastDay),
    startMs: start.epochMs,
    endMs: end.epochMs,
    exact: start.exact || end.exact,
  }
}

function parseEdge(text: string): Edge | null {
  if (/^\d{10}$/.test(text)) return { epochMs: Number(text) * 1000, exact: true }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const epochMs = Date.parse(`${text}T00:00:00Z`)
    // Date.parse takes 2026-02-30 for March: a day that does not exist is an error.
    return Number.isNaN(epochMs) || dayOf(epochMs) !== text ? null : { epochMs, exact: false }
  }
  // A `+` of an offset arrives as a blank where the client did not encode it.
  const iso = text.trim().replace(/ (\d\d:?\d\d)$/, '+$1')
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(iso)) return null
  const epochMs = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`)
  return Number.isNaN(epochMs) ? null : { epochMs, exact: true }
}

const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10)

/** How many days a range covers, begun ones counted whole. */
export const daysOf = (range: Range): number => Math.ceil((range.endMs - range.startMs) / dayMs)

/** Sessions asked by instants are matched by overlap of time; all else by local calendar days (R3). */
export function filterOf(type: string, range: Range): RecordFilter {
  const isSession = type === 'activity' || type === 'sleep'
  if (!isSession || !range.exact) return { startDay: range.startDay, endDay: range.endDay, span: null }
  // An instant is another day elsewhere, at most one before or after.
  return {
    startDay: plusDays(range.startDay, -1),
    endDay: plusDays(range.endDay, 1),
    span: { start: new Date(range.startMs), end: new Date(range.endMs) },
  }
}
