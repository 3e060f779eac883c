import { type FormEvent, useId, useState } from 'react'
import { type NewMcpToken, useCreateMcpToken } from '../../api/mcp-tokens.ts'
import { Button } from '../../components/button.tsx'
import { Code } from '../../components/code.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { shellQuote } from '../../components/curl.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { OnceDialog } from '../../components/once-dialog.tsx'
import { Select } from '../../components/select.tsx'
import { en } from '../../strings/en.ts'

const words = en.mcp
/** For how many days a token is good; 0 until it is revoked. */
const choices = ['30', '90', '365', '0'] as const

export interface MakeMcpTokenProps {
  name: string
  referenceId: string | null
  /** The account that it reads alone; null: it reads the person. */
  userId: string | null
  onClose: () => void
}

/** Makes a token for an AI client, then shows it, this once. */
export function MakeMcpToken({ name, referenceId, userId, onClose }: MakeMcpTokenProps) {
  const create = useCreateMcpToken()
  const [days, setDays] = useState<(typeof choices)[number]>('90')
  const form = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (create.isPending) return
    create.mutate({
      ...(userId === null ? { reference_id: referenceId ?? '' } : { user_id: userId }),
      ...(days === '0' ? {} : { expires_in_days: Number(days) }),
    })
  }
  if (create.data !== undefined)
    return (
      <OnceDialog title={words.madeTitle} description={words.once} done={words.done} onClose={onClose}>
        <MadeToken made={create.data} />
      </OnceDialog>
    )
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.ask}
      description={userId === null ? words.asksPerson(name) : words.asksUser(name)}
      size="small"
      locked={create.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={create.isPending}>
            {en.parts.cancel}
          </Button>
          <Button type="submit" form={form} look="primary" busy={create.isPending}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-2">
        <Field label={words.lasts}>
          <Select
            value={days}
            onChange={setDays}
            options={choices.map((choice) => ({ value: choice, label: words.days[choice] }))}
          />
        </Field>
        {create.error !== null && (
          <div role="alert">
            <FieldError>{create.error.message}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}

function MadeToken({ made: { token, url } }: { made: NewMcpToken }) {
  const command = `claude mcp add --transport http tellus ${shellQuote(url)} --header ${shellQuote(`Authorization: Bearer ${token}`)}`
  return (
    <div className="flex flex-col gap-4">
      <section aria-label={words.token}>
        <p className="font-medium text-label">{words.token}</p>
        <p className="mt-1 flex items-center gap-1 rounded-control border border-control bg-sunken py-1 pr-1 pl-2">
          <code className="min-w-0 flex-1 break-all">{token}</code>
          <CopyButton text={token} label={words.copyToken} />
        </p>
      </section>
      <Code label={words.command} text={command} wrap />
      <p className="flex flex-wrap items-center gap-x-2">
        <span>{words.otherClients}</span>
        <span className="flex min-w-0 items-center gap-1">
          <code className="break-all">{url}</code>
          <CopyButton size="small" text={url} label={words.copyUrl} />
        </span>
      </p>
    </div>
  )
}
