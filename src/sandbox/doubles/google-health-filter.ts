import type { Found } from '../../providers/google-health/client.ts'
import { Invalid, wallOf } from './google-health-answers.ts'

/** By which times points of a kind can be found; the others of Google's names are refused for it. */
const members: Readonly<Record<Found, readonly string[]>> = {
  interval: ['interval.start_time', 'interval.civil_start_time'],
  exercise: ['interval.civil_start_time'],
  sleep: ['interval.end_time', 'interval.civil_end_time'],
  sample: ['sample_time.physical_time', 'sample_time.civil_time'],
  daily: ['date'],
}

/** When a point is, for filters; of a day its date counts. */
export interface Timed {
  startMs: number
  endMs: number
  date: string
}

const condition = /^([a-z0-9_]+)\.([a-z_.]+) (>=|<) "([^"]+)"$/

/**
 * Reads a filter (AIP-160, as far as Google takes it here): `>=` and `<` with `AND` between. Gives whether a point passes,
 * and the instants between which all that pass lie. Throws `Invalid`.
 */
export function filterOf(type: string, found: Found, text: string, zone: string) {
  const conditions = text === '' ? [] : text.split(' AND ').map((part) => readOne(type, found, part))
  return (point: Timed): boolean =>
    conditions.every(({ member, isFrom, literal }) => {
      const [value, limit] = sidesOf(member, point, literal, zone)
      return isFrom ? value >= limit : value < limit
    })
}

function readOne(type: string, found: Found, part: string) {
  const [, name, member = '', operator, literal = ''] = condition.exec(part.trim()) ?? []
  if (name === undefined) throw new Invalid(`Invalid filter: ${part}`, 'INVALID_DATA_POINT_FILTER')
  if (name !== type.replaceAll('-', '_'))
    throw new Invalid(`The filter is not of ${type}`, 'INVALID_DATA_POINT_FILTER_DATA_TYPE')
  if (!members[found].includes(member))
    throw new Invalid(`${type} cannot be filtered by ${member}`, 'INVALID_DATA_POINT_FILTER_DATA_TYPE_MEMBER')
  const isPhysical = !member.includes('civil') && member !== 'date'
  const form = isPhysical ? /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/ : /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?$/
  if (!form.test(literal)) throw new Invalid(`Invalid time: ${literal}`, 'INVALID_DATA_POINT_FILTER')
  return { member, isFrom: operator === '>=', literal }
}

function sidesOf(member: string, { startMs, endMs, date }: Timed, literal: string, zone: string) {
  if (member === 'date') return [date, literal] as const
  const atMs = member.includes('end_time') ? endMs : startMs
  if (!member.includes('civil')) return [atMs, Date.parse(literal)] as const
  return [wallOf(zone, atMs), literal.length === 10 ? `${literal}T00:00:00` : literal] as const
}

/** The local days around all dates that a filter names, so that not a whole life has to be looked at. */
export function daysIn(text: string, today: string): { first: string; last: string } {
  const dates = [...text.matchAll(/"(\d{4}-\d\d-\d\d)/g)].map(([, date]) => date ?? '').sort()
  const shift = (date: string, days: number) =>
    new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
  const [first] = dates
  const last = / < "/.test(text) ? dates.at(-1) : today
  return { first: shift(first ?? shift(today, -90), -1), last: shift(last ?? today, 1) }
}
