import { Plus, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { en } from '../../strings/en.ts'
import { typeGroups } from './event-types.ts'
import type { Draft, DraftField } from './form.ts'
import { InboxAddress } from './inbox-address.tsx'

const words = en.destinations.form

export interface DraftProps {
  draft: Draft
  change: (change: Partial<Draft>) => void
  errors: Partial<Record<DraftField, string>>
}

/** Where it goes and what it is called. */
export function AddressFields({ draft, change, errors, kind }: DraftProps & { kind: 'webhook' | 'inbox' }) {
  return (
    <>
      {kind === 'webhook' && (
        <Field
          label={words.labels.url}
          hint={words.urlHint}
          error={errors.url}
          required
          aside={draft.url === '' && <InboxAddress onPick={(url) => change({ url })} />}
        >
          <Input
            mono
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            value={draft.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        </Field>
      )}
      <Field label={words.labels.name} hint={words.nameHint} error={errors.name} optional>
        <Input value={draft.name} autoComplete="off" onChange={(event) => change({ name: event.target.value })} />
      </Field>
    </>
  )
}

/** All types, or the ones that are ticked. */
export function TypeFields({ draft, change, errors }: DraftProps) {
  const { types } = draft
  const set = (type: string, isOn: boolean) =>
    change({ types: isOn ? [...(types ?? []), type] : (types ?? []).filter((one) => one !== type) })
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup
        label={words.labels.types}
        look="segments"
        value={types === null ? 'all' : 'some'}
        onChange={(choice) => change({ types: choice === 'all' ? null : [] })}
        options={[
          { value: 'all', label: words.allTypes },
          { value: 'some', label: words.someTypes },
        ]}
      />
      {types !== null && (
        <>
          {typeGroups.map((group) => (
            <fieldset key={group.name}>
              <legend className="mb-1 text-label text-muted">{words.groups[group.name]}</legend>
              <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
                {group.types.map((type) => (
                  <Checkbox
                    key={type}
                    label={<span className="break-all font-mono">{type}</span>}
                    checked={types.includes(type)}
                    onChange={(isOn) => set(type, isOn)}
                  />
                ))}
              </div>
            </fieldset>
          ))}
          <Field label={words.otherTypes} hint={words.otherTypesHint} optional>
            <Input
              mono
              value={draft.otherTypes}
              autoComplete="off"
              onChange={(event) => change({ otherTypes: event.target.value })}
            />
          </Field>
        </>
      )}
      {errors.types && <FieldError>{errors.types}</FieldError>}
    </div>
  )
}

/** Whether it gets what each source tells, or each person once. */
export function ViewFields({ draft, change }: DraftProps) {
  return (
    <RadioGroup
      label={words.view}
      value={draft.view}
      onChange={(view) => change({ view })}
      options={[
        { value: 'all', label: words.viewAll, hint: words.viewAllHint },
        { value: 'merged', label: words.viewMerged, hint: words.viewMergedHint },
      ]}
    />
  )
}

/** Headers of one's own, and how long an answer may take. */
export function RequestFields({ draft, change, errors }: DraftProps) {
  const { headers } = draft
  const next = headers.reduce((most, { key }) => Math.max(most, key), -1) + 1
  const edit = (key: number, part: { name?: string; value?: string }) =>
    change({ headers: headers.map((header) => (header.key === key ? { ...header, ...part } : header)) })
  return (
    <>
      <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={errors.headers ? 'headers-error' : undefined}>
        <legend className="font-medium text-label">
          {words.labels.headers} <span className="font-normal text-muted">({en.parts.optional})</span>
        </legend>
        <p className="text-label text-muted">{words.headersHint}</p>
        {headers.map(({ key, name, value }, at) => (
          <div key={key} className="flex min-w-0 items-center gap-2">
            <Input
              mono
              aria-label={words.headerName(at + 1)}
              placeholder="authorization"
              autoComplete="off"
              value={name}
              onChange={(event) => edit(key, { name: event.target.value })}
            />
            <Input
              mono
              aria-label={words.headerValue(at + 1)}
              autoComplete="off"
              value={value}
              onChange={(event) => edit(key, { value: event.target.value })}
            />
            <IconButton
              label={words.removeHeader(name === '' ? String(at + 1) : name)}
              icon={<X aria-hidden />}
              onClick={() => change({ headers: headers.filter((header) => header.key !== key) })}
            />
          </div>
        ))}
        <div>
          <Button
            icon={<Plus aria-hidden />}
            onClick={() => change({ headers: [...headers, { key: next, name: '', value: '' }] })}
          >
            {words.addHeader}
          </Button>
        </div>
        {errors.headers && <FieldError id="headers-error">{errors.headers}</FieldError>}
      </fieldset>
      <Field label={words.labels.timeout} hint={words.timeoutHint} error={errors.timeout}>
        <Input
          inputMode="decimal"
          value={draft.timeout}
          end={<span className="pr-2">{words.seconds}</span>}
          onChange={(event) => change({ timeout: event.target.value })}
        />
      </Field>
    </>
  )
}
