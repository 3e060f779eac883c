import { useState } from 'react'
import { Amount } from '../../components/amount.tsx'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Checklist } from '../../components/checklist.tsx'
import { Code } from '../../components/code.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { curlCommand } from '../../components/curl.ts'
import { DefinitionList } from '../../components/definition-list.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { formatBytes } from '../../components/format.ts'
import { HourBar } from '../../components/hour-bar.tsx'
import { Id } from '../../components/id.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Panel, Section } from '../../components/panel.tsx'
import { Progress } from '../../components/progress.tsx'
import { Secret } from '../../components/secret.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Status } from '../../components/status.tsx'
import { Countdown, Time } from '../../components/time.tsx'
import { hours, openedAt, userId } from './samples.ts'

const states = ['delivered', 'retrying', 'failed', 'pending', 'paused', 'held', 'active', 'disconnected'] as const
const tones = ['neutral', 'accent', 'ok', 'warn', 'bad', 'info'] as const

/** What is said about one thing: states, ids, times, secrets, progress, failures. */
export function Facts() {
  const [hour, setHour] = useState<string | null>('h17')
  return (
    <>
      <Panel title="States">
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          {states.map((state) => (
            <Status key={state} status={state} />
          ))}
          <Status status="disconnected">needs re-auth</Status>
          <span className="flex gap-1">
            <Status status="delivered" compact />
            <Status status="retrying" compact />
            <Status status="failed" compact />
          </span>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
          <Kbd keys={['⌘', 'K']} />
        </div>
      </Panel>
      <Panel title="Facts" description="Hover or focus for the whole value, click to copy.">
        <DefinitionList
          items={[
            { term: 'User', value: <Id id={userId} of="user" /> },
            { term: 'Whole', value: <Id id={userId} whole /> },
            { term: 'Created', value: <Time at={openedAt - 30 * 86_400_000} /> },
            { term: 'Last event', value: <Time at={openedAt - 23_000} look="both" /> },
            { term: 'Next attempt', value: <Countdown at={openedAt + 250_000} past="now" /> },
            { term: 'Signing secret', value: <Secret label="signing secret" hint="3f9a" reveal={reveal} /> },
            { term: 'Refused secret', value: <Secret label="refused secret" hint="77aa" reveal={refuse} /> },
            { term: 'Size', value: <Amount value={18_214} as="bytes" /> },
            { term: 'Took', value: <Amount value={812} as="duration" /> },
            { term: 'Delivered', value: <Amount value={0.9999} as="percent" /> },
            { term: 'Unknown', value: <Amount value={null} /> },
            { term: 'Callback', value: <CopyButton text="https://a.example/cb" look="quiet" label="Copy URL" /> },
          ]}
        />
      </Panel>
      <Panel title="Deliveries of the last 24 hours">
        <HourBar label="Deliveries by hour" hours={hours} chosen={hour} onChoose={setHour} />
        <div className="mt-3">
          <HourBar label="Deliveries, small" hours={hours} size="small" />
        </div>
      </Panel>
      <Panel title="Progress">
        <div className="flex flex-col gap-4">
          <Progress
            label="Import of export.zip"
            done={4_100_000}
            total={9_000_000}
            format={formatBytes}
            startedAt={openedAt - 12_000}
            onStop={() => {}}
          />
          <Progress label="Backfill of OURA" done={12} total={30} format={(days) => `${days} days`} />
          <Progress label="Counting" done={211} total={null} />
          <div className="flex flex-col gap-2">
            <Skeleton className="w-3/4" />
            <Skeleton className="w-1/2" />
          </div>
        </div>
      </Panel>
      <Section title="Failures">
        <div className="flex flex-col gap-2">
          <ErrorPanel
            what="Your server answered 503 after 812 ms."
            next="We will try again in 4 min (attempt 3 of 11)."
            detail={'HTTP/1.1 503 Service Unavailable\nretry-after: 120\n\nupstream is restarting'}
            reference="att_01JD4QK7"
            actions={<Button>Try now</Button>}
          />
          <ErrorPanel
            tone="warn"
            what="Oura refused our token on 3 Nov."
            next="Asking the user to connect again fixes it."
            actions={<CopyButton text="https://a.example/connect" look="quiet" label="Copy link" />}
          />
        </div>
      </Section>
      <Panel title="Nothing yet">
        <Empty
          what="No events yet."
          why="They appear when a connected user's device syncs."
          action={<Button look="primary">Send generated data</Button>}
          example={<Status status="delivered">delivered · sleep · user 4f1c…9b · 200 · 84 ms</Status>}
        />
      </Panel>
      <Panel title="First steps">
        <Checklist
          label="First steps"
          steps={[
            { key: 'key', title: 'Make an API key', done: true },
            {
              key: 'destination',
              title: 'Add a destination',
              done: false,
              children: <Code label="curl" text={curl} />,
            },
            { key: 'source', title: 'Switch on a source', done: false },
          ]}
        />
      </Panel>
    </>
  )
}

const curl = curlCommand({
  method: 'POST',
  url: 'http://127.0.0.1:4000/admin/api/destinations',
  headers: { 'dev-id': 'dev-1234', 'x-api-key': '…', 'content-type': 'application/json' },
  body: '{"kind":"webhook","url":"https://api.example.com/consumeTerraWebhook"}',
})

const reveal = async () => 'whsec_8c1f2e6b7d9a4c3f9a'

async function refuse(): Promise<string> {
  throw new Error('A viewer may not see secrets; ask an owner for the developer role.')
}
