import type { AuditEntry } from '../../api/audit.ts'
import type { Column } from '../../components/column.ts'
import { Id } from '../../components/id.tsx'
import { Link } from '../../components/link.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { placeOf } from './audit-views.ts'

const words = en.settings.audit
const actions: Readonly<Record<string, string>> = words.actions

/** An action in words; one that this page does not know yet stays as it is. */
export const actionWords = (action: string): string => actions[action] ?? action

/** Ids have a prefix of three letters, or are UUIDs. */
const isId = (text: string): boolean => /^[a-z]{3}_[0-9a-z]{26}$|^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)

/** What it was done to; nothing where people did it to themselves. */
function Target({ entry: { action, actor, target } }: { entry: AuditEntry }) {
  if (target === actor.name) return null
  const place = placeOf(action, target)
  if (place !== null)
    return (
      <Link href={place}>
        <Id id={target} still />
      </Link>
    )
  return isId(target) ? <Id id={target} /> : <span className="break-all">{target}</span>
}

function Who({ actor }: { actor: AuditEntry['actor'] }) {
  const kind = actor.kind === 'account' ? null : words[actor.kind]
  return (
    <span className="break-all">
      {actor.name}
      {kind !== null && <span className="whitespace-nowrap text-muted"> ({kind})</span>}
    </span>
  )
}

const valueWords = (value: string | number | boolean): string =>
  typeof value === 'string' && isId(value) ? `${value.slice(0, 8)}…${value.slice(-4)}` : String(value)

/** What else was written down: `role: viewer`; a change as `viewer to developer`. */
export function detailWords(detail: AuditEntry['detail']): string {
  const { from, to, ...rest } = detail ?? {}
  const isChange = from !== undefined && to !== undefined
  const facts = Object.entries(isChange || detail === null ? rest : detail).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name.replaceAll('_', ' ')}: ${valueWords(value)}`],
  )
  return [...(isChange ? [words.change(String(from), String(to))] : []), ...facts].join(', ')
}

/** When, who, what, to what. */
export const auditColumns: readonly Column<AuditEntry>[] = [
  {
    key: 'what',
    head: words.columns.what,
    role: 'title',
    cell: (row) => (
      <span title={row.action} className="font-medium">
        {actionWords(row.action)}
      </span>
    ),
  },
  { key: 'target', head: words.columns.target, role: 'meta', cell: (row) => <Target entry={row} /> },
  { key: 'who', head: words.columns.who, role: 'meta', cell: (row) => <Who actor={row.actor} /> },
  {
    key: 'detail',
    head: words.columns.detail,
    cell: (row) => <span className="break-words text-muted">{detailWords(row.detail)}</span>,
  },
  { key: 'when', head: words.columns.when, role: 'meta', align: 'end', cell: (row) => <Time at={row.at} still /> },
]
