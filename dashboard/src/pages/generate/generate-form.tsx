import { Dices } from 'lucide-react'
import { type FormEvent, useMemo } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { Combobox } from '../../components/combobox.tsx'
import { Field } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { Select } from '../../components/select.tsx'
import { en } from '../../strings/en.ts'
import { type Choices, shownType, sources, typesOf, typeWords } from './choices.ts'

const words = en.generate.form
const usualDays = [1, 2, 3, 7, 14, 31]

export interface GenerateFormProps {
  id: string
  chosen: Choices
  set: (change: Partial<Choices>, how?: 'push' | 'replace') => void
  onSubmit: () => void
}

/** Source, type and how much of it; what few need is folded. */
export function GenerateForm({ id, chosen, set, onSubmit }: GenerateFormProps) {
  const { provider, days, seed, no_samples } = chosen
  const count = days ?? 1
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <Field label={words.provider}>
        <Combobox
          label={words.provider}
          searchLabel={words.providerSearch}
          options={sources}
          value={provider}
          onChange={(value) => value !== null && set({ provider: value }, 'push')}
        />
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
        <Field label={words.type}>
          <Select
            options={typesOf(provider).map((type) => ({ value: type, label: typeWords(type) }))}
            value={shownType(chosen)}
            onChange={(type) => set({ type }, 'push')}
          />
        </Field>
        <Field label={words.days}>
          <Select
            options={[...new Set([...usualDays, count])]
              .sort((one, other) => one - other)
              .map((day) => ({ value: String(day), label: words.dayCount(day) }))}
            value={String(count)}
            onChange={(day) => set({ days: day === '1' ? null : Number(day) }, 'push')}
          />
        </Field>
      </div>
      <Field label={words.seed} optional hint={words.seedHint}>
        <Input
          mono
          value={seed}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => set({ seed: event.target.value })}
          end={
            <IconButton
              size="small"
              label={words.another}
              icon={<Dices aria-hidden />}
              onClick={() => set({ seed: String(Math.floor(Math.random() * 10_000)) })}
            />
          }
        />
      </Field>
      <Checkbox
        label={words.samples}
        hint={words.samplesHint}
        checked={!no_samples}
        onChange={(checked) => set({ no_samples: !checked }, 'push')}
      />
      <MoreChoices chosen={chosen} set={set} />
    </form>
  )
}

function MoreChoices({ chosen, set }: Pick<GenerateFormProps, 'chosen' | 'set'>) {
  const { reference_id, user_id, end_date, zone } = chosen
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone').map((name) => ({ value: name, label: name })), [])
  return (
    <details open={reference_id + user_id + end_date + zone !== ''} className="border-line border-t pt-3">
      <summary className="w-fit rounded-control py-1 font-medium touch:py-3">{words.more}</summary>
      <div className="mt-3 flex flex-col gap-4">
        <Field label={words.reference} optional hint={words.referenceHint}>
          <Input
            mono
            value={reference_id}
            autoComplete="off"
            onChange={(event) => set({ reference_id: event.target.value })}
          />
        </Field>
        <Field label={words.user} optional hint={words.userHint}>
          <Input mono value={user_id} autoComplete="off" onChange={(event) => set({ user_id: event.target.value })} />
        </Field>
        <Field label={words.end} optional hint={words.endHint}>
          <Input type="date" value={end_date} onChange={(event) => set({ end_date: event.target.value })} />
        </Field>
        <Field label={words.zone} optional>
          <Combobox
            label={words.zone}
            searchLabel={words.zoneSearch}
            placeholder={words.zoneAny}
            clearLabel={words.zoneAny}
            options={zones}
            value={zone === '' ? null : zone}
            onChange={(name) => set({ zone: name ?? '' }, 'push')}
          />
        </Field>
      </div>
    </details>
  )
}
