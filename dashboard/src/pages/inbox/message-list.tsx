import type { Inbox, InboxMessage, InboxVerdict } from '../../api/inboxes.ts'
import type { List } from '../../api/list.ts'
import { useMay } from '../../api/session.ts'
import { Amount } from '../../components/amount.tsx'
import { Code } from '../../components/code.tsx'
import type { Column } from '../../components/column.ts'
import { curlCommand } from '../../components/curl.ts'
import { Empty } from '../../components/empty.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { Time } from '../../components/time.tsx'
import { Arrivals, ListTable, LiveMark } from '../../shell/list-table.tsx'
import { en } from '../../strings/en.ts'

const words = en.inbox.list

/** What was found of a signature, in a word. */
export function VerdictStatus({ verdict }: { verdict: InboxVerdict['verdict'] }) {
  const [shape, tone] =
    verdict === 'verified'
      ? (['full', 'ok'] as const)
      : verdict === 'invalid'
        ? (['square', 'bad'] as const)
        : (['open', 'neutral'] as const)
  return (
    <CustomStatus shape={shape} tone={tone}>
      {words.verdicts[verdict]}
    </CustomStatus>
  )
}

/** What a message is called: its type, or how it was sent where it has none. */
export const titleOf = ({ type, method }: InboxMessage): string => type ?? words.noType(method)

const columns: readonly Column<InboxMessage>[] = [
  {
    key: 'verdict',
    head: words.columns.verdict,
    role: 'status',
    width: '7rem',
    cell: ({ verdict }) => <VerdictStatus verdict={verdict.verdict} />,
  },
  { key: 'type', head: words.columns.type, role: 'title', cell: titleOf },
  {
    key: 'attempt',
    head: words.columns.attempt,
    role: 'meta',
    cell: ({ verdict: { attempt } }) =>
      attempt === null ? <span className="text-muted">–</span> : words.attempt(attempt),
  },
  {
    key: 'answered',
    head: words.columns.answered,
    role: 'meta',
    cell: ({ answered }) => <span className={answered < 300 ? 'font-mono' : 'font-mono text-bad'}>{answered}</span>,
  },
  {
    key: 'size',
    head: words.columns.size,
    align: 'end',
    cell: ({ bytes }) => <Amount value={bytes} as="bytes" />,
  },
  {
    key: 'when',
    head: words.columns.when,
    role: 'meta',
    align: 'end',
    cell: ({ received_at: at }) => <Time at={at} look="clock" still />,
  },
]

export interface MessageListProps {
  inbox: Inbox
  list: List<InboxMessage>
  /** The id of the message that is open. */
  current: string
}

/** What came to an inbox, newest first, as it arrives. */
export function MessageList({ inbox, list, current }: MessageListProps) {
  return (
    <Panel
      title={words.title}
      flush
      actions={
        <>
          <Arrivals count={list.arrivals} onShow={list.showArrivals} />
          <LiveMark />
        </>
      }
    >
      <ListTable
        list={list}
        skeletonRows={5}
        caption={words.caption}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/tools/inbox/${inbox.id}?message=${id}`}
        current={current}
        empty={<NoMessages inbox={inbox} />}
      />
    </Panel>
  )
}

function NoMessages({ inbox }: { inbox: Inbox }) {
  const may = useMay('developer')
  const command = curlCommand({
    method: 'POST',
    url: inbox.url,
    headers: { 'content-type': 'application/json' },
    body: '{"type":"hello"}',
  })
  return (
    <>
      <Empty
        what={words.none}
        why={words.noneWhy}
        action={
          may && (
            <Link look="quiet" href="/tools/generate">
              {words.generate}
            </Link>
          )
        }
      />
      <div className="mx-auto max-w-text px-4 pb-6">
        <Code text={command} label={words.curl} wrap />
      </div>
    </>
  )
}
