import { type FormEvent, useId, useState } from 'react'
import type { Destination } from '../../api/destinations.ts'
import { type RecoveryAsked, useRecover, useRecoverCount } from '../../api/recover.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { localFieldOf, rateOf, type Since, sinceOf } from './recovery.ts'

const words = en.destinations.recover

export type Missed = NonNullable<Destination['missed']>

export interface RecoverDialogProps {
  destination: Destination
  /** What it missed while it was off, when it was just switched on. */
  missed: Missed | null
  onClose: () => void
}

/** Asks since when and what is sent again, counts it first, and begins. */
export function RecoverDialog({ destination, missed, onClose }: RecoverDialogProps) {
  const { id, name, enabled } = destination
  // One present for the dialog's life: a count that moved with the clock would be asked for again and again.
  const [openedAt] = useState(() => Date.now())
  const [since, setSince] = useState<Since>(missed === null ? 'day' : 'exact')
  const [exact, setExact] = useState(() =>
    localFieldOf(missed === null ? openedAt - 86_400_000 : Math.floor(Date.parse(missed.since) / 1000) * 1000),
  )
  const [include, setInclude] = useState<RecoveryAsked['include']>(missed === null ? 'failed' : 'all')
  const [rateText, setRateText] = useState('')
  const form = useId()
  const recover = useRecover(id)

  const from = sinceOf(since, exact, openedAt)
  const rate = rateOf(rateText)
  const counted = useRecoverCount(id, from === null ? null : { since: from, include })
  const count = from === null || counted.isFetching ? null : (counted.data?.count ?? null)
  const isReady = from !== null && rate !== null && enabled && count !== 0

  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady || recover.isPending) return
    recover.mutate(
      { since: from, include, ...(rate === undefined ? {} : { rate_per_second: rate }) },
      {
        onSuccess: () => {
          toast({ text: words.started })
          onClose()
        },
      },
    )
  }
  const error = recover.error ?? counted.error
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      description={words.description(name)}
      locked={recover.isPending}
      footer={
        <>
          <Button onClick={onClose}>{en.parts.cancel}</Button>
          <Button look="primary" type="submit" form={form} busy={recover.isPending} disabled={!isReady}>
            {words.submit(count)}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={send} className="flex flex-col gap-4">
        {missed !== null && <p className="font-medium">{words.missed(missed.held, missed.failed)}</p>}
        <RadioGroup
          label={words.since}
          look="segments"
          value={since}
          onChange={setSince}
          options={[
            { value: 'hour', label: words.presets.hour },
            { value: 'day', label: words.presets.day },
            { value: 'week', label: words.presets.week },
            { value: 'exact', label: words.presets.exact },
          ]}
        />
        {since === 'exact' && (
          <Field label={words.exact} hint={words.exactHint} error={from === null ? words.sinceWrong : null}>
            <Input type="datetime-local" step={1} value={exact} onChange={(event) => setExact(event.target.value)} />
          </Field>
        )}
        <RadioGroup
          label={words.include}
          value={include}
          onChange={setInclude}
          options={[
            { value: 'failed', label: words.includes.failed, hint: words.includeHints.failed },
            { value: 'missed', label: words.includes.missed, hint: words.includeHints.missed },
            { value: 'all', label: words.includes.all, hint: words.includeHints.all },
          ]}
        />
        <Field label={words.rate} hint={words.rateHint} error={rate === null ? words.rateWrong : null} optional>
          <Input inputMode="decimal" value={rateText} onChange={(event) => setRateText(event.target.value)} />
        </Field>
        <p role="status" className="font-medium">
          {!enabled ? words.off : from === null ? '' : count === null ? words.counting : words.count(count)}
        </p>
        {error && (
          <div role="alert">
            <FieldError>{error.message}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}
