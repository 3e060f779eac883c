import type { EventFilters as Asked } from '../../api/events.ts'
import { choice, type Filters, readFilters, text, writeFilters } from '../../routing/filters.ts'
import { askedOf as askedOfDeliveries, deliveryFilters } from '../destinations/delivery-filters.ts'

/** What the list is narrowed to, in the address. */
export const eventFilters = { ...deliveryFilters, provider: text(), destination: text(), body: text() }
export type EventFilterValues = Filters<typeof eventFilters>

/** Which part of an open event is shown, in the address too. */
export const drawerFilters = { tab: choice(['payload', 'deliveries', 'provider', 'preview']) }
export type DrawerTab = Filters<typeof drawerFilters>['tab']

const isDestinationId = (id: string): boolean => /^dst_[0-9a-z]{26}$/.test(id)
/** As the server has it. */
export const longestBody = 200

/** What the server is asked for: of an address written by hand, what makes no sense is left out. */
export function askedOf(filters: EventFilterValues): Asked {
  return {
    ...askedOfDeliveries(filters),
    provider: filters.provider.trim(),
    destination_id: isDestinationId(filters.destination) ? filters.destination : '',
    body: filters.body.slice(0, longestBody),
  }
}

/** The views that everybody has, as what follows the path of the address. */
export const views = { all: '', failed: '?status=failed', retrying: '?status=pending' } as const

/** The present view as it would be kept: filters in one order, nothing else of the address. */
export const viewOf = (filters: EventFilterValues): string => writeFilters(eventFilters, '', filters)

/** The address's search with the filters of a view in place of its own; which tab is open stays. */
export const searchOf = (view: string, search: string): string =>
  writeFilters(eventFilters, search, readFilters(eventFilters, view))

/** The address of an event beside the list as it is now, or with null of the list alone. */
export function placeOf(id: string | null, search: string): string {
  const asked = search === '' || search.startsWith('?') ? search : `?${search}`
  if (id !== null) return `/events/${encodeURIComponent(id)}${asked}`
  return `/events${writeFilters(drawerFilters, asked, readFilters(drawerFilters, ''))}`
}
