import { dayAfter, lastDays } from '../../charts/presence.ts'

/** How many days a page of a person shows. */
export const shownDays = 7

/** The reader's own day, `YYYY-MM-DD`. */
export function readersDay(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Whether a text names a day that there is. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(Date.parse(`${text}T00:00:00Z`)) && dayAfter(text, 0) === text

/** The days of a page, the newest first. */
export const daysTo = (last: string): string[] => lastDays(last, shownDays).toReversed()

/** The last day of the page after this one; null where the reader has come to today, and tomorrow, which is somewhere already. */
export function laterPage(last: string, today: string): string | null {
  const newest = dayAfter(today)
  if (last >= newest) return null
  return [dayAfter(last, shownDays), newest].toSorted()[0] ?? newest
}

/** The last day of the page that shows a day, which is the present one if it can be. */
export const pageWith = (day: string, last: string): string =>
  day <= last && day > dayAfter(last, -shownDays) ? last : day
