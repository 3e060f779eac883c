import { en } from '../../strings/en.ts'

/** Where destinations are. */
export const base = '/connections/destinations'

/** The places above a destination's page. */
export const trail = [
  { label: en.shell.groups.connections, href: '/connections/sources' },
  { label: en.destinations.title, href: base },
]
