import { type ReactNode, useEffect, useRef } from 'react'
import { type FirstSteps, useFirstSteps } from '../../api/home.ts'
import { curlWithKey } from '../../api/keys.ts'
import { useChosenEnvironment, useSession } from '../../api/session.ts'
import { useSetSource } from '../../api/sources.ts'
import { Button } from '../../components/button.tsx'
import { Checklist, type Step } from '../../components/checklist.tsx'
import { Code } from '../../components/code.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { ConnectLink } from './connect-link.tsx'

const words = en.home.steps
type StepName = FirstSteps['steps'][number]['step']

/** The command that does a step, as `curlWithKey` takes it: method, path and body. */
const calls: Readonly<Record<StepName, readonly [method: string, path: string, body?: unknown]>> = {
  key: ['GET', '/admin/api/first-steps'],
  destination: [
    'POST',
    '/admin/api/destinations',
    { kind: 'webhook', url: 'https://api.example.com/consumeTerraWebhook' },
  ],
  source: ['PATCH', '/admin/api/sources/SOURCE', { enabled: true }],
  generated: ['POST', '/admin/api/generate', { provider: 'GARMIN', type: 'sleep', send: true, reference_id: 'me' }],
  user: ['POST', '/v2/auth/generateWidgetSession', { reference_id: 'me' }],
}

/** The five first steps, which tick themselves while they are in sight. */
export function StepsPanel({ steps, onSkip }: { steps: FirstSteps; onSkip: () => void }) {
  useFirstSteps(!steps.done)
  const { sandbox } = useSession()
  const source = sandbox ? 'SANDBOX' : 'APPLE'
  const done = steps.steps.filter((step) => step.done).length
  const list = useRef<HTMLDivElement>(null)
  const finish = useRef<HTMLButtonElement>(null)
  const before = useRef(done)
  // What had the focus may have gone with the step it belonged to: the next one takes it.
  useEffect(() => {
    if (done > before.current && document.activeElement === document.body)
      (list.current?.querySelector<HTMLElement>('[aria-current=step] summary') ?? finish.current)?.focus()
    before.current = done
  }, [done])
  const acts: Record<StepName, ReactNode> = {
    key: <Go href="/credentials">{words.key.act}</Go>,
    destination: <Go href="/connections/destinations/new">{words.destination.act}</Go>,
    source: <SwitchOn source={source} />,
    generated: <Go href="/tools/generate">{words.generated.act}</Go>,
    user: <ConnectLink />,
  }
  return (
    <Panel
      title={words.title}
      description={
        <>
          <span role="status">{words.count(done, steps.steps.length)}</span>. {words.description}
        </>
      }
      actions={
        !steps.done && (
          <Button look="plain" onClick={onSkip}>
            {words.skip}
          </Button>
        )
      }
    >
      <div ref={list}>
        <Checklist
          label={words.label}
          steps={steps.steps.map(
            ({ step, done }): Step => ({
              key: step,
              title: words[step].title,
              done,
              children: <How step={step} source={source} act={acts[step]} />,
            }),
          )}
        />
      </div>
      {steps.done && (
        <div className="mt-3 flex flex-wrap items-center gap-3 rounded-control bg-ok-tint p-3">
          <p className="min-w-0 flex-1 font-medium text-ok">{words.finished}</p>
          <Button ref={finish} look="primary" onClick={onSkip}>
            {words.finish}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function How({ step, source, act }: { step: StepName; source: 'SANDBOX' | 'APPLE'; act: ReactNode }) {
  const { public_url } = useSession()
  const environment = useChosenEnvironment()
  const [method, path, body] = calls[step]
  const command = curlWithKey({
    method,
    url: `${public_url}${path.replace('SOURCE', source)}`,
    devId: environment?.dev_id ?? '',
    body,
  })
  const { text } = words[step]
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] lg:gap-6">
      <div className="flex flex-col gap-3">
        <p className="text-muted">{typeof text === 'string' ? text : text(words.source.names[source])}</p>
        <div className="flex flex-wrap items-center gap-2">{act}</div>
      </div>
      <Code label={words.curlOf(words[step].title)} head={words.curl} text={command} />
    </div>
  )
}

const Go = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link look="primary" href={href}>
    {children}
  </Link>
)

function SwitchOn({ source }: { source: 'SANDBOX' | 'APPLE' }) {
  const set = useSetSource(source)
  return (
    <>
      <Button
        look="primary"
        busy={set.isPending}
        onClick={() => set.mutate(true, { onError: (error) => toast({ tone: 'bad', text: error.message }) })}
      >
        {words.source.act(words.source.names[source])}
      </Button>
      <Link look="plain" href="/connections/sources" className="inline-flex min-h-8 items-center px-2 touch:min-h-11">
        {words.source.all}
      </Link>
    </>
  )
}
