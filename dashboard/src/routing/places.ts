/** A place of the sidebar; `keys` is how it is reached by the keyboard. */
export interface Place {
  id: PlaceId
  href: string
  keys?: string
  /** Addresses that also belong to it. */
  also?: readonly string[]
}

type PlaceId =
  | 'home'
  | 'users'
  | 'events'
  | 'sources'
  | 'destinations'
  | 'credentials'
  | 'generate'
  | 'inbox'
  | 'import'
  | 'verify'
  | 'settings'

/** Every place, in the order of the sidebar. */
export const places: readonly Place[] = [
  { id: 'home', href: '/', keys: 'g h' },
  { id: 'users', href: '/users', keys: 'g u', also: ['/people'] },
  { id: 'events', href: '/events', keys: 'g e' },
  { id: 'sources', href: '/connections/sources', keys: 'g s' },
  { id: 'destinations', href: '/connections/destinations', keys: 'g c' },
  { id: 'credentials', href: '/credentials', keys: 'g k' },
  { id: 'generate', href: '/tools/generate', keys: 'g t' },
  { id: 'inbox', href: '/tools/inbox', keys: 'g i' },
  { id: 'import', href: '/tools/import' },
  { id: 'verify', href: '/tools/verify' },
  { id: 'settings', href: '/settings/environments', also: ['/settings'] },
]

/** Whether an address is within a place, so that the sidebar marks it. */
export const isWithin = (path: string, place: Place): boolean =>
  [place.href, ...(place.also ?? [])].some((href) => path === href || (href !== '/' && path.startsWith(`${href}/`)))
