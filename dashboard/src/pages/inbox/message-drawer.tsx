import { useLocation } from 'wouter'
import type { InboxMessage } from '../../api/inboxes.ts'
import type { List } from '../../api/list.ts'
import { Button } from '../../components/button.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Drawer } from '../../components/drawer.tsx'
import { Empty } from '../../components/empty.tsx'
import { formatBytes } from '../../components/format.ts'
import { Id } from '../../components/id.tsx'
import { Section } from '../../components/panel.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { Time } from '../../components/time.tsx'
import { en } from '../../strings/en.ts'
import { handToVerify } from '../verify/signature.ts'
import { HeaderParts, Parts } from '../verify/verdict-parts.tsx'
import { MessageBody } from './message-body.tsx'
import { titleOf, VerdictStatus } from './message-list.tsx'

const words = en.inbox.message

export interface MessageDrawerProps {
  list: List<InboxMessage>
  /** The message that is open; empty when none is. */
  id: string
  onOpen: (id: string) => void
  onClose: () => void
}

/** One message: what was found of its signature, its headers and its body. */
export function MessageDrawer({ list, id, onOpen, onClose }: MessageDrawerProps) {
  const { rows } = list
  const at = rows.findIndex((row) => row.id === id)
  const message = rows[at]
  const go = (to: InboxMessage | undefined) => (to === undefined ? null : () => onOpen(to.id))
  return (
    <Drawer
      open={id !== ''}
      onClose={onClose}
      title={message === undefined ? <Id id={id} of={en.inbox.title} still /> : titleOf(message)}
      description={
        message !== undefined && (
          <span className="flex flex-wrap items-baseline gap-x-2">
            {words.received} <Time at={message.received_at} look="both" still />
          </span>
        )
      }
      onPrevious={message === undefined ? null : go(rows[at - 1])}
      onNext={message === undefined ? null : go(rows[at + 1])}
    >
      {message !== undefined ? (
        <Shown key={message.id} message={message} rows={rows} onOpen={onOpen} />
      ) : list.isLoading ? (
        <Loading rows={6} />
      ) : (
        <Empty what={words.notHere} why={words.notHereWhy} />
      )}
    </Drawer>
  )
}

interface ShownProps {
  message: InboxMessage
  rows: readonly InboxMessage[]
  onOpen: (id: string) => void
}

function Shown({ message, rows, onOpen }: ShownProps) {
  const { answered, method, path, bytes, id, verdict } = message
  return (
    <div className="flex flex-col gap-6">
      <Signature message={message} />
      <Tries message={message} rows={rows} onOpen={onOpen} />
      <DefinitionList
        items={[
          { term: words.facts.answered, value: <code>{answered}</code> },
          {
            term: words.facts.method,
            value: (
              <code className="break-all">
                {method} {path}
              </code>
            ),
          },
          { term: words.facts.size, value: formatBytes(bytes) },
          { term: words.facts.trace, value: verdict.trace_id === null ? null : <Id id={verdict.trace_id} /> },
          { term: words.facts.id, value: <Id id={id} /> },
        ]}
      />
      <Section title={words.body}>
        <MessageBody message={message} />
      </Section>
      <Section title={words.headers}>
        <dl className="flex flex-col gap-1 font-mono text-label">
          {Object.entries(message.headers).map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="inline text-muted">{name}: </dt>
              <dd className="inline break-all">{String(value)}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
  )
}

function Signature({ message }: { message: InboxMessage }) {
  const [, navigate] = useLocation()
  const { verdict, body, encoding } = message
  const header = message.headers['terra-signature']
  const check = (signed: string) => {
    handToVerify({ header: signed, body })
    navigate('/tools/verify')
  }
  return (
    <Section
      title={words.signature}
      actions={
        typeof header === 'string' &&
        encoding === 'utf8' && <Button onClick={() => check(header)}>{words.check}</Button>
      }
    >
      <div className="flex flex-col gap-3">
        <p>
          <span className="mr-2 font-medium">
            <VerdictStatus verdict={verdict.verdict} />
          </span>
          {verdict.reason}
        </p>
        {verdict.parts !== null && <Parts parts={verdict.parts} />}
        {typeof header === 'string' && <HeaderParts header={header} />}
      </div>
    </Section>
  )
}

/** All tries of one delivery carry the same trace id: how each was answered. */
function Tries({ message, rows, onOpen }: ShownProps) {
  const { trace_id: trace } = message.verdict
  const tries = rows.filter(({ verdict }) => trace !== null && verdict.trace_id === trace).toReversed()
  if (tries.length < 2) return null
  return (
    <Section title={words.tries}>
      <ol className="flex flex-wrap gap-2">
        {tries.map(({ id, answered, verdict }) => (
          <li key={id}>
            <Button
              aria-current={id === message.id ? 'true' : undefined}
              className="aria-[current]:border-accent aria-[current]:text-accent"
              onClick={() => onOpen(id)}
            >
              {words.tryOf(verdict.attempt ?? 1, answered)}
            </Button>
          </li>
        ))}
      </ol>
    </Section>
  )
}
