import { dayName } from './clock.ts'

/** Data of one type: which days have records, and how many. Dates are the person's own, `YYYY-MM-DD`. */
export interface TypePresence {
  type: string
  days: ReadonlyMap<string, number>
}

/** The day some days after another. */
export const dayAfter = (day: string, by = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)

/** The `count` calendar dates up to and with `lastDate`, oldest first. */
export function lastDays(lastDate: string, count = 30): string[] {
  const last = Date.parse(`${lastDate}T00:00:00Z`)
  return Array.from({ length: count }, (_, at) =>
    new Date(last - (count - 1 - at) * 86_400_000).toISOString().slice(0, 10),
  )
}

/** Stretches of days without data between the first and the last day that has some. */
export function gapsOf(
  days: readonly string[],
  has: (date: string) => boolean,
): { from: string; to: string; days: number }[] {
  const [first, last] = [days.findIndex(has), days.findLastIndex(has)]
  const gaps: { from: string; to: string; days: number }[] = []
  for (let at = first + 1; first >= 0 && at < last; at++) {
    const date = days[at]
    if (date === undefined || has(date)) continue
    const open = gaps.at(-1)
    if (open && open.to === days[at - 1]) {
      open.to = date
      open.days++
    } else gaps.push({ from: date, to: date, days: 1 })
  }
  return gaps
}

/** `sleep: 27 of 30 days, longest gap 3 days from 4 Nov`. */
export function presenceFinding({ type, days }: TypePresence, dates: readonly string[]): string {
  const has = (date: string) => (days.get(date) ?? 0) > 0
  const count = dates.filter(has).length
  const longest = gapsOf(dates, has).reduce<{ from: string; days: number } | null>(
    (best, gap) => (best && best.days >= gap.days ? best : gap),
    null,
  )
  const name = type.replaceAll('_', ' ')
  if (count === 0) return `${name}: no data in ${dates.length} days`
  const gap = longest
    ? `, longest gap ${longest.days} ${longest.days === 1 ? 'day' : 'days'} from ${dayName(longest.from)}`
    : ', no gaps'
  return `${name}: ${count} of ${dates.length} days${gap}`
}
