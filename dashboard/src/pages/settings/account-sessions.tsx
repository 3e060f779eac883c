import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { type ListedSession, useEndSession, useEndSessions, useSessions } from '../../api/sessions.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/column.ts'
import { Confirm } from '../../components/confirm.tsx'
import { Panel } from '../../components/panel.tsx'
import { Table } from '../../components/table.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { deviceOf } from './device.ts'

const words = en.settings.account.sessions

function deviceWords(userAgent: string | null): string {
  const { browser, system } = deviceOf(userAgent ?? '')
  if (browser !== null && system !== null) return words.on(browser, system)
  return browser ?? system ?? userAgent?.slice(0, 40) ?? words.unknown
}

/** Where one is signed in; each can be ended, or all at once. */
export function SessionList() {
  const { data, error, refetch } = useSessions()
  const [isAsking, setAsking] = useState(false)
  const end = useEndSession()
  const endAll = useEndSessions()
  const columns = columnsOf((session) =>
    end.mutate(session, {
      onSuccess: () => toast({ text: words.ended(deviceWords(session.user_agent)) }),
      onError: (failed) => toast({ text: failed.message, tone: 'bad' }),
    }),
  )
  return (
    <Panel
      title={words.title}
      description={words.description}
      flush
      actions={
        <Button icon={<LogOut aria-hidden />} onClick={() => setAsking(true)}>
          {words.everywhere}
        </Button>
      }
    >
      {data === undefined && <Pending error={error} onRetry={refetch} rows={2} inset />}
      {data !== undefined && (
        <Table caption={words.caption} columns={columns} rows={data.items} rowKey={(row) => row.id} />
      )}
      <Confirm
        open={isAsking}
        onClose={() => setAsking(false)}
        verb={words.everywhereVerb}
        object={words.everywhereObject(data?.items.length ?? 1)}
        consequence={words.everywhereWhat}
        onConfirm={() => endAll.mutateAsync()}
      />
    </Panel>
  )
}

const columnsOf = (onEnd: (session: ListedSession) => void): readonly Column<ListedSession>[] => [
  {
    key: 'device',
    head: words.columns.device,
    role: 'title',
    cell: (row) => (
      <span title={row.user_agent ?? undefined} className="inline-flex flex-wrap items-center gap-2 font-medium">
        {deviceWords(row.user_agent)}
        {row.current && <Badge tone="accent">{words.here}</Badge>}
      </span>
    ),
  },
  {
    key: 'address',
    head: words.columns.address,
    role: 'meta',
    mono: true,
    cell: (row) => row.address ?? <span className="font-sans text-muted">{words.noAddress}</span>,
  },
  { key: 'seen', head: words.columns.seen, role: 'meta', cell: (row) => <Time at={row.last_seen_at} /> },
  { key: 'since', head: words.columns.since, cell: (row) => <Time at={row.created_at} /> },
  {
    key: 'act',
    head: words.columns.act,
    hideHead: true,
    align: 'end',
    role: 'meta',
    // The session of this page has its own button, at the foot of the sidebar.
    cell: (row) =>
      row.current ? null : (
        <Button aria-label={words.endOf(deviceWords(row.user_agent))} onClick={() => onEnd(row)}>
          {words.end}
        </Button>
      ),
  },
]
