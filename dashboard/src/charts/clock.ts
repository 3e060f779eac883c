/** An instant with the offset it was written with; `offsetMinutes` is null when the time had none. */
export type Instant = { ms: number; offsetMinutes: number | null }

const pattern = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(?:Z|([+-])(\d\d):(\d\d))?$/

/** Reads a timestamp or date of the schema. A time without an offset counts as UTC; null for what is not a time. */
export function readInstant(text: string | null | undefined): Instant | null {
  const parts = text ? pattern.exec(text) : null
  if (!parts) return null
  const [, day, clock = '00:00', sign, hours, minutes] = parts
  const ms = Date.parse(`${day}T${clock.replace(/(\.\d{3})\d+$/, '$1')}Z`)
  if (Number.isNaN(ms)) return null
  if (!sign) return { ms, offsetMinutes: text?.endsWith('Z') ? 0 : null }
  const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  return { ms: ms - offsetMinutes * 60_000, offsetMinutes }
}

/** The person's clock: minutes east of UTC at an instant. */
export type Clock = (ms: number) => number

/**
 * The clock that a record's own timestamps tell: at any instant the offset of the last timestamp at or before it. A
 * night over a change of the clocks therefore shows both offsets.
 */
export function clockOf(texts: Iterable<string | null | undefined>): Clock {
  const changes: { ms: number; offset: number }[] = []
  for (const text of texts) {
    const instant = readInstant(text)
    if (instant && instant.offsetMinutes !== null) changes.push({ ms: instant.ms, offset: instant.offsetMinutes })
  }
  changes.sort((a, b) => a.ms - b.ms)
  const kept = changes.filter((change, at) => at === 0 || change.offset !== changes[at - 1]?.offset)
  return (ms) => {
    let offset = kept[0]?.offset ?? 0
    for (const change of kept) {
      if (change.ms > ms) break
      offset = change.offset
    }
    return offset
  }
}

const local = (ms: number, clock: Clock) => new Date(ms + clock(ms) * 60_000).toISOString()

/** Local clock, `23:34`. */
export const clockText = (ms: number, clock: Clock): string => local(ms, clock).slice(11, 16)

/** Local date, `2026-07-03`. */
export const dateText = (ms: number, clock: Clock): string => local(ms, clock).slice(0, 10)

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `2026-07-03` as `3 Jul`. */
export function dayName(date: string): string {
  return `${Number(date.slice(8, 10))} ${months[Number(date.slice(5, 7)) - 1] ?? ''}`
}

/** The date as it stands in a timestamp: the person's own day. */
export const ownDay = (timestamp: string): string => timestamp.slice(0, 10)

const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720]
const QUARTER_MS = 60_000

/**
 * Marks of a time axis at round local times, at most `most` of them. Walks real instants, so where the clocks go back an
 * hour stands twice, and where they go forward one is left out.
 */
export function clockTicks(fromMs: number, toMs: number, most: number, clock: Clock): { ms: number; text: string }[] {
  const spanMin = Math.max(1, (toMs - fromMs) / QUARTER_MS)
  const step = STEPS_MIN.find((minutes) => spanMin / minutes <= Math.max(1, most)) ?? 1440
  const grain = Math.min(step, 15)
  const ticks: { ms: number; text: string }[] = []
  const first = Math.ceil(fromMs / (grain * QUARTER_MS)) * grain * QUARTER_MS
  for (let ms = first; ms <= toMs; ms += grain * QUARTER_MS) {
    const minutes = Math.floor(ms / QUARTER_MS) + clock(ms)
    if (minutes % step === 0) ticks.push({ ms, text: clockText(ms, clock) })
  }
  return ticks
}
