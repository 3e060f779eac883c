import { CircleCheck } from 'lucide-react'
import { useLocation } from 'wouter'
import { useChangeDestination } from '../../api/destinations.ts'
import { type Attention, useAttention } from '../../api/home.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { CustomStatus } from '../../components/status.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { groupsOf } from './groups.ts'

const words = en.home.attention

/** What a person should look at, by kind, each with its one remedy; `isQuiet` says nothing where there is nothing. */
export function AttentionPanel({ isQuiet = false }: { isQuiet?: boolean }) {
  const { data, error, refetch } = useAttention()
  const items = data?.items ?? []
  if (isQuiet && items.length === 0) return null
  if (data !== undefined && items.length === 0)
    return (
      <section aria-label={words.title} className="flex items-center gap-2 px-1 text-muted">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
        <h2>{words.calm}</h2>
      </section>
    )
  return (
    <Panel title={words.title} flush>
      {data === undefined && <Pending error={error} onRetry={refetch} rows={2} inset />}
      {groupsOf(items).map(({ kind, items }) => (
        <section key={kind} aria-label={words.kinds[kind]} className="border-line border-t px-4 py-3">
          <h3 className="font-medium text-label">
            <KindMark kind={kind} />
          </h3>
          <ul className="flex flex-col">
            {items.map((item) => (
              <Item key={item.target.id} item={item} />
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  )
}

function KindMark({ kind }: { kind: Attention['kind'] }) {
  const text = words.kinds[kind]
  if (kind === 'destination_paused')
    return (
      <CustomStatus shape="bars" tone="neutral">
        {text}
      </CustomStatus>
    )
  if (kind === 'destination_backlog')
    return (
      <CustomStatus shape="half" tone="warn">
        {text}
      </CustomStatus>
    )
  return (
    <CustomStatus shape="square" tone="bad">
      {text}
    </CustomStatus>
  )
}

function Item({ item }: { item: Attention }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 not-last:border-line not-last:border-b last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <p>{item.sentence}</p>
        <p className="text-label text-muted">
          {words.since} <Time at={item.since} still />
          {item.disables_at !== null && (
            <>
              {' · '}
              {words.disables} <Time at={item.disables_at} still />
            </>
          )}
        </p>
      </div>
      <Remedy item={item} />
    </li>
  )
}

function Remedy({ item }: { item: Attention }) {
  const may = useMay('developer')
  const { action, label, path } = item.remedy
  if (may && action === 'resume') return <Resume item={item} />
  return (
    <Link look="quiet" href={path}>
      {may || action === 'open' ? label : words.open}
    </Link>
  )
}

function Resume({ item }: { item: Attention }) {
  const { label, path } = item.remedy
  const [, navigate] = useLocation()
  const change = useChangeDestination(item.target.id, ({ name, missed }) => {
    const count = (missed?.held ?? 0) + (missed?.failed ?? 0)
    toast({ text: count === 0 ? words.resumed(name) : words.missed(name, count) })
    if (count > 0) navigate(path)
  })
  return (
    <Button
      busy={change.isPending}
      onClick={() =>
        change.mutate({ enabled: true }, { onError: (error) => toast({ tone: 'bad', text: error.message }) })
      }
    >
      {label}
    </Button>
  )
}
