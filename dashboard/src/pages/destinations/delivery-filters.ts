import type { DeliveryFilters as Asked } from '../../api/deliveries.ts'
import { type Filters, instant, option, text } from '../../routing/filters.ts'

export const hourMs = 3_600_000

/** What the deliveries of a destination are narrowed to, in the address. */
export const deliveryFilters = {
  status: option(['delivered', 'pending', 'failed', 'held', 'superseded']),
  type: text(),
  user: text(),
  code: text(),
  since: instant(),
  until: instant(),
}
export type DeliveryFilterValues = Filters<typeof deliveryFilters>

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const code = /^[1-5](?:\d\d|xx)$/i
export const isUserId = (text: string): boolean => uuid.test(text.trim())
export const isCode = (text: string): boolean => code.test(text.trim())

/** What the server is asked for: of an address written by hand, what makes no sense is left out. */
export function askedOf(filters: DeliveryFilterValues): Asked {
  return {
    status: filters.status,
    type: filters.type.trim(),
    user_id: isUserId(filters.user) ? filters.user.trim() : '',
    code: isCode(filters.code) ? filters.code.trim() : '',
    since: filters.since,
    until: filters.until,
  }
}

/** The start of the one hour that the time is narrowed to; null for any other time. */
export function chosenHour({ since, until }: Pick<DeliveryFilterValues, 'since' | 'until'>): number | null {
  if (since === null || until === null) return null
  const start = Date.parse(since)
  return Date.parse(until) - start === hourMs ? start : null
}
