import type { DataType } from '../../../../src/schema/records.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { en } from '../../strings/en.ts'
import type { DraftProps } from './fields-basic.tsx'
import { durationOf, retryWords } from './words.ts'

const words = en.destinations.form

/** Types of which a user has updates again and again. */
const updated = [
  'activity',
  'body',
  'daily',
  'menstruation',
  'nutrition',
  'sleep',
] as const satisfies readonly DataType[]
/** Seconds to choose from. */
const steps = [0, 300, 900, 3600, 6 * 3600, 24 * 3600]

/** What has good defaults: folded until it is asked for, or has something to say. */
export function AdvancedFields(props: DraftProps & { isOpen: boolean }) {
  const { errors, isOpen } = props
  const hasError = Boolean(errors.mode ?? errors.waits ?? errors.intervals ?? errors.inFlight ?? errors.rate)
  return (
    <details open={isOpen || hasError} className="border-line border-t pt-4">
      <summary className="w-fit rounded-control py-1 font-medium touch:py-3">{words.advanced}</summary>
      <div className="mt-3 flex flex-col gap-5">
        <ModeAndRetry {...props} />
        <Intervals {...props} />
        <Limits {...props} />
      </div>
    </details>
  )
}

function ModeAndRetry({ draft, change, errors }: DraftProps) {
  return (
    <>
      <RadioGroup
        label={words.labels.mode}
        value={draft.mode}
        onChange={(mode) => change({ mode })}
        error={errors.mode}
        options={[
          { value: 'push', label: words.push, hint: words.pushHint },
          { value: 'ping', label: words.ping, hint: words.pingHint },
        ]}
      />
      <RadioGroup
        label={words.retry}
        value={draft.retry}
        onChange={(retry) => change({ retry })}
        options={[
          { value: 'terra', label: words.retries.terra, hint: retryWords('terra') },
          { value: 'long', label: words.retries.long, hint: retryWords('long') },
          { value: 'custom', label: words.retries.custom },
        ]}
      />
      {draft.retry === 'custom' && (
        <Field label={words.labels.waits} hint={words.waitsHint} error={errors.waits}>
          <Input
            mono
            placeholder="30 s, 5 min, 1 h"
            value={draft.waits}
            autoComplete="off"
            onChange={(event) => change({ waits: event.target.value })}
          />
        </Field>
      )}
      <p className="text-label text-muted">{words.retryOnly}</p>
    </>
  )
}

function Intervals({ draft, change, errors }: DraftProps) {
  const types = [...new Set([...updated, ...Object.keys(draft.intervals)])]
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-label">{words.labels.intervals}</legend>
      <p className="mb-2 text-label text-muted">{words.intervalsHint}</p>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {types.map((type) => {
          const now = draft.intervals[type] ?? 0
          return (
            <Field key={type} label={<span>{words.intervalOf(type)}</span>}>
              <Select
                value={String(now)}
                onChange={(seconds) => change({ intervals: { ...draft.intervals, [type]: Number(seconds) } })}
                options={[...new Set([...steps, now])]
                  .sort((a, b) => a - b)
                  .map((seconds) => ({
                    value: String(seconds),
                    label: seconds === 0 ? words.atOnce : words.every(durationOf(seconds)),
                  }))}
              />
            </Field>
          )
        })}
      </div>
      {errors.intervals && <FieldError>{errors.intervals}</FieldError>}
    </fieldset>
  )
}

function Limits({ draft, change, errors }: DraftProps) {
  return (
    <>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field label={words.labels.inFlight} hint={words.inFlightHint} error={errors.inFlight}>
          <Input
            inputMode="numeric"
            value={draft.inFlight}
            onChange={(event) => change({ inFlight: event.target.value })}
          />
        </Field>
        <Field label={words.labels.rate} hint={words.rateHint} error={errors.rate} optional>
          <Input inputMode="decimal" value={draft.rate} onChange={(event) => change({ rate: event.target.value })} />
        </Field>
      </div>
      <Checkbox
        label={words.standardWebhooks}
        hint={words.standardWebhooksHint}
        checked={draft.standardWebhooks}
        onChange={(standardWebhooks) => change({ standardWebhooks })}
      />
      <Checkbox
        label={words.disableOnGone}
        hint={words.disableOnGoneHint}
        checked={draft.disableOnGone}
        onChange={(disableOnGone) => change({ disableOnGone })}
      />
    </>
  )
}
