import { type FormEvent, useId, useState } from 'react'
import { useDestinations } from '../../api/destinations.ts'
import { useResend } from '../../api/events.ts'
import { Button } from '../../components/button.tsx'
import { Combobox } from '../../components/combobox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { toast } from '../../components/toast.tsx'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'
import { hostOf } from '../destinations/words.ts'

const words = en.events.drawer

/** Sends an event to one destination, chosen from all. */
export function ResendTo({ eventId, onClose }: { eventId: string; onClose: () => void }) {
  const form = useId()
  const { data, isPending } = useDestinations()
  const [chosen, setChosen] = useState<string | null>(null)
  const [isWrong, setIsWrong] = useState(false)
  const resend = useResend(eventId)
  const options = (data?.items ?? []).map(({ id, name, url, enabled }) => ({
    value: id,
    label: url === null ? name : hostOf(url),
    hint: [url === null || url.includes(name) ? null : name, enabled ? null : words.off]
      .filter((one) => one !== null)
      .join(', '),
  }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsWrong(chosen === null)
    if (chosen === null || resend.isPending) return
    resend.mutate(chosen, {
      onSuccess: ({ deliveries }) => {
        toast({ text: words.resent(deliveries) })
        onClose()
      },
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={words.toTitle}
      description={words.toWhat}
      locked={resend.isPending}
      footer={
        <>
          <Button onClick={onClose}>{en.parts.cancel}</Button>
          <Button type="submit" form={form} look="primary" busy={resend.isPending}>
            {words.resend}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        {resend.error !== null && <Failure error={resend.error} />}
        <Field
          label={words.to}
          hint={data !== undefined && options.length === 0 ? words.noDestinations : undefined}
          error={isWrong && chosen === null ? words.toEmpty : null}
        >
          <Combobox label={words.to} options={options} value={chosen} onChange={setChosen} busy={isPending} />
        </Field>
      </form>
    </Dialog>
  )
}
