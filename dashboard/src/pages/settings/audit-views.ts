import type { AuditAsked } from '../../api/audit.ts'
import { choice, type Filters, instant, text } from '../../routing/filters.ts'

/** What each view of the audit log asks for; an action with a `*` stands for all that begin so. */
export const views = {
  all: '',
  secrets: 'destination.secret_revealed,destination.secret_rotated,destination.rotation_finished,key.*,provider_keys.*',
  resent: 'event.resent,events.resent,delivery.retried,destination.recovered',
  deleted:
    'destination.deleted,environment.deleted,user.erased,inbox.deleted,inbox.cleared,account.removed,account.invitation_withdrawn,key.revoked',
  team: 'account.*',
  signIns: 'session.*',
} as const
export type View = keyof typeof views
export const viewNames = ['all', 'secrets', 'resent', 'deleted', 'team', 'signIns'] as const satisfies readonly View[]

/** What the audit log is narrowed to, in the address. */
export const auditFilters = {
  view: choice(viewNames),
  action: text(),
  actor: text(),
  since: instant(),
  until: instant(),
}
export type AuditFilters = Filters<typeof auditFilters>

/** What the server is asked for: one action is narrower than a view. */
export const askedOf = ({ view, action, ...rest }: AuditFilters): AuditAsked => ({
  ...rest,
  action: action === '' ? views[view] : action,
})

/** The local midnight that begins a day of a date field, moved by whole days; null for what is no day. */
export function midnightOf(day: string, plusDays: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  if (year === undefined) return null
  return new Date(Number(year), Number(month) - 1, Number(date) + plusDays).toISOString()
}

/** The local day of an instant as a date field holds it, moved by milliseconds. */
export function dayOf(at: string | null, plusMs = 0): string {
  if (at === null) return ''
  const moved = new Date(Date.parse(at) + plusMs)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${moved.getFullYear()}-${two(moved.getMonth() + 1)}-${two(moved.getDate())}`
}

const pages: readonly (readonly [RegExp, string])[] = [
  [/^dst_/, '/connections/destinations/'],
  [/^evt_/, '/events/'],
  [/^imp_/, '/tools/import/'],
]

/** The page of what an entry was about; null where there is none, or none any more. */
export function placeOf(action: string, target: string): string | null {
  if (/^(source|provider_keys)\./.test(action)) return `/connections/sources/${target}`
  if (/\.(deleted|erased|removed)$/.test(action)) return null
  const found = pages.find(([pattern]) => pattern.test(target))
  return found === undefined ? null : `${found[1]}${target}`
}
