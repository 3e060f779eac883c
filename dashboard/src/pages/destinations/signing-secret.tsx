import { RotateCw } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { type Destination, revealSecret, useFinishRotation, useRotateSecret } from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { useClock } from '../../components/clock.ts'
import { Confirm } from '../../components/confirm.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FieldError } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Secret } from '../../components/secret.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.destinations.page
const said = en.destinations.secret
const graces = { none: 0, hour: 3600, day: 86_400, week: 7 * 86_400 } as const

/** The signing secret: masked, revealed, copied, rotated; during a rotation both, until the grace period ends. */
export function SigningSecret({ destination }: { destination: Destination }) {
  const may = useMay('developer')
  const [open, setOpen] = useState<'rotate' | 'end' | null>(null)
  const finish = useFinishRotation(destination.id)
  const { id, signing_secret_hint: hint, previous_expires_at: until } = destination
  const isOverlap = useClock((now) => (until !== null && Date.parse(until) > now ? 1 : 0)) === 1
  const read = async (which: 'signing_secret' | 'previous_signing_secret' | 'standard_webhooks_secret') => {
    const secret = (await revealSecret(id))[which]
    if (secret === undefined || secret === null) throw new Error(en.parts.revealFailed)
    return secret
  }
  const labelled = 'text-label text-muted'
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className={labelled}>{words.secret}</legend>
      <span className="flex min-w-0 items-start gap-1">
        {/* Another secret is another field: what was shown of the one before is gone. */}
        <Secret
          key={hint ?? id}
          label={words.secret}
          hint={hint}
          reveal={may ? () => read('signing_secret') : undefined}
        />
        {may && (
          <IconButton
            size="small"
            label={said.rotate}
            icon={<RotateCw aria-hidden />}
            onClick={() => setOpen('rotate')}
          />
        )}
      </span>
      {!may && <span className={labelled}>{words.secretMayNot}</span>}
      {isOverlap && until !== null && (
        <>
          <span className={labelled}>{words.previousSecret}</span>
          <Secret label={words.previousSecret} reveal={may ? () => read('previous_signing_secret') : undefined} />
          <span className="flex flex-wrap items-center gap-x-2">
            <span>
              {said.both} <Time at={until} look="full" />
            </span>
            {may && <Button onClick={() => setOpen('end')}>{said.endNow}</Button>}
          </span>
        </>
      )}
      {destination.standard_webhooks && (
        <>
          <span className={labelled}>{words.standardSecret}</span>
          <Secret
            key={`standard ${hint}`}
            label={words.standardSecret}
            reveal={may ? () => read('standard_webhooks_secret') : undefined}
          />
        </>
      )}
      {open === 'rotate' && <RotateDialog id={id} onClose={() => setOpen(null)} />}
      <Confirm
        open={open === 'end'}
        onClose={() => setOpen(null)}
        verb={said.endVerb}
        object={said.endTitle}
        consequence={said.endWhat}
        onConfirm={async () => {
          await finish.mutateAsync()
          toast({ text: said.ended })
        }}
      />
    </fieldset>
  )
}

function RotateDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [grace, setGrace] = useState<keyof typeof graces>('day')
  const rotate = useRotateSecret(id)
  const form = useId()
  const send = (event: FormEvent) => {
    event.preventDefault()
    rotate.mutate(graces[grace], {
      onSuccess: () => {
        toast({ text: said.rotated })
        onClose()
      },
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={said.rotateTitle}
      description={said.rotateWhat}
      locked={rotate.isPending}
      footer={
        <>
          <Button onClick={onClose}>{en.parts.cancel}</Button>
          <Button look="primary" type="submit" form={form} busy={rotate.isPending}>
            {said.submit}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-2">
        <RadioGroup
          label={said.grace}
          value={grace}
          onChange={setGrace}
          options={[
            { value: 'day', label: said.graces.day },
            { value: 'hour', label: said.graces.hour },
            { value: 'week', label: said.graces.week },
            { value: 'none', label: said.graces.none },
          ]}
        />
        {rotate.error && (
          <div role="alert">
            <FieldError>{rotate.error.message}</FieldError>
          </div>
        )}
      </form>
    </Dialog>
  )
}
