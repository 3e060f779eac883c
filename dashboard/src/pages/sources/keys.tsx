import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import {
  type ProviderKey,
  revealWebhookSecret,
  useForgetKeys,
  useProviderKeys,
  useTestKeys,
} from '../../api/provider-keys.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DefinitionList } from '../../components/definition-list.tsx'
import { FieldError } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { Secret } from '../../components/secret.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { KeysForm } from './keys-form.tsx'
import { Verdict } from './verdict.tsx'

const words = en.sources.keys

/** The keys of the developer's app at a provider: where they come from, what to enter there, and a test of them. */
export default function Keys({ provider }: { provider: string }) {
  const may = useMay('developer')
  const { data, error, refetch } = useProviderKeys(may)
  if (!may) return <p className="text-muted">{words.mayNot}</p>
  if (data === undefined) return <Pending error={error} onRetry={refetch} rows={4} />
  const keys = data.items.find((one) => one.provider === provider)
  return keys === undefined ? null : <KeysPanel keys={keys} />
}

function KeysPanel({ keys }: { keys: ProviderKey }) {
  const { label, from, variables, half_set, half_lacks, entered, setup } = keys
  return (
    <>
      <Panel title={words.title} description={words.about(label)}>
        <div className="flex flex-col gap-4">
          {half_set !== null && half_lacks !== null && (
            <p className="font-medium text-warn">{words.half(half_set, half_lacks)}</p>
          )}
          {from === 'environment' && (
            <p className="max-w-text text-muted">
              {words.environmentWins(variables.client_id, variables.client_secret)}{' '}
              {entered !== null && words.alsoEntered}
            </p>
          )}
          <KeysFacts keys={keys} />
          <KeysActions keys={keys} />
        </div>
      </Panel>
      {setup !== null && (
        <Panel title={words.how} className="h-fit">
          <ol className="flex max-w-text list-decimal flex-col gap-1 pl-5">
            {setup.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p className="mt-3">
            <Link href={setup.url}>{words.console(label)}</Link>
          </p>
        </Panel>
      )}
    </>
  )
}

function KeysActions({ keys }: { keys: ProviderKey }) {
  const may = useMay('owner')
  const [open, setOpen] = useState<'form' | 'remove' | null>(null)
  const test = useTestKeys(keys.provider)
  const forget = useForgetKeys(keys.provider)
  if (!may) return <span className="text-label text-muted">{words.mayNot}</span>
  const close = () => setOpen(null)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button look="primary" icon={<KeyRound aria-hidden />} onClick={() => setOpen('form')}>
        {keys.entered === null ? words.enter : words.change}
      </Button>
      {keys.from !== null && (
        <Button busy={test.isPending} onClick={() => test.mutate({})}>
          {words.test}
        </Button>
      )}
      {keys.entered !== null && <Button onClick={() => setOpen('remove')}>{words.remove}</Button>}
      <div role="status" className="w-full empty:hidden">
        {test.data !== undefined && <Verdict verdict={test.data} />}
        {test.error !== null && <FieldError>{test.error.message}</FieldError>}
      </div>
      {open === 'form' && <KeysForm keys={keys} onClose={close} />}
      <Confirm
        open={open === 'remove'}
        onClose={close}
        danger
        verb={words.removeVerb}
        object={words.removeObject(keys.label)}
        consequence={words.removeConsequence(keys.label, keys.from === 'environment' ? 0 : keys.users)}
        onConfirm={async () => {
          await forget.mutateAsync()
          toast({ text: words.removed(keys.label) })
        }}
      />
    </div>
  )
}

function KeysFacts({ keys }: { keys: ProviderKey }) {
  const may = useMay('owner')
  const { from, client_id, secret_hint, client_key, entered, callback_url, webhook, label, stands_in } = keys
  const sources = { dashboard: words.fromDashboard, environment: words.fromEnvironment }
  return (
    <DefinitionList
      stacked
      items={[
        { term: words.from, value: from !== null ? sources[from] : stands_in ? words.standsIn : words.fromNowhere },
        { term: words.clientId, value: client_id === null ? null : <code className="break-all">{client_id}</code> },
        { term: words.clientSecret, value: client_id === null ? null : <code>{words.secretHidden(secret_hint)}</code> },
        {
          term: client_key?.label ?? '',
          value: client_key === null || client_id === null ? null : <code>{words.secretHidden(client_key.hint)}</code>,
        },
        {
          term: words.enteredBy,
          value:
            entered === null ? null : (
              <>
                <Time at={entered.at} /> {entered.by}
              </>
            ),
        },
        { term: words.callback, value: <Address url={callback_url} copy={words.copyCallback} /> },
        {
          term: words.webhook,
          value:
            webhook === null ? null : (
              <Address url={webhook.url} copy={words.copyWebhook}>
                {webhook.by_hand ? words.webhookByHand(label) : words.webhookByItself(label)}
              </Address>
            ),
        },
        {
          term: words.webhookSecret,
          value:
            webhook?.has_secret === true && may ? (
              <Secret label={words.webhookSecret} reveal={() => revealWebhookSecret(keys)} />
            ) : null,
        },
      ]}
    />
  )
}

function Address({ url, copy, children }: { url: string; copy: string; children?: ReactNode }) {
  return (
    <>
      <span className="flex min-w-0 items-center gap-1">
        <code className="break-all">{url}</code>
        <CopyButton size="small" text={url} label={copy} />
      </span>
      {children !== undefined && <span className="w-full text-label text-muted">{children}</span>}
    </>
  )
}
