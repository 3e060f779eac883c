/** Since when is recovered: a while ago, or an exact moment. */
export type Since = 'hour' | 'day' | 'week' | 'exact'

const hourMs = 3_600_000
const spans: Readonly<Record<Exclude<Since, 'exact'>, number>> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
}

/** An instant as a `datetime-local` field has it: local, to the second. */
export function localFieldOf(epochMs: number): string {
  const offsetMs = new Date(epochMs).getTimezoneOffset() * 60_000
  return new Date(epochMs - offsetMs).toISOString().slice(0, 19)
}

/** The instant asked for, in ISO 8601; null when the exact one is none, or is still to come. */
export function sinceOf(since: Since, exact: string, nowMs: number): string | null {
  if (since !== 'exact') return new Date(nowMs - spans[since]).toISOString()
  const at = new Date(exact).getTime()
  return Number.isNaN(at) || at > nowMs ? null : new Date(at).toISOString()
}

/** Deliveries per second as typed; undefined for no limit, null for nonsense. */
export function rateOf(text: string): number | undefined | null {
  if (text.trim() === '') return undefined
  const rate = Number(text.replace(',', '.'))
  return rate >= 0.01 && rate <= 100_000 ? rate : null
}
