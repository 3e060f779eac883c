import type { Branding } from '../../api/branding.ts'
import { useChosenEnvironment } from '../../api/session.ts'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { Textarea } from '../../components/textarea.tsx'
import { en } from '../../strings/en.ts'
import { isColour, type WidgetDraft, type WidgetField } from './widget-form.ts'
import { LogoField } from './widget-logo.tsx'

const words = en.settings.widget
const languages: readonly { value: Branding['language']; label: string }[] = [
  { value: 'auto', label: words.autoLanguage },
  ...(['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ja'] as const).map((value) => ({
    value,
    label: words.languages[value],
  })),
]

export interface WidgetFieldProps {
  draft: WidgetDraft
  errors: Partial<Record<WidgetField, string>>
  change: (change: Partial<WidgetDraft>) => void
  /** Says what is wrong with a field; another change of it takes that back. */
  fail: (field: WidgetField, problem: string) => void
}

/** Name, logo, colour, theme. */
export function LookFields(props: WidgetFieldProps) {
  const { draft, errors, change } = props
  const environment = useChosenEnvironment()
  return (
    <>
      <Field label={words.name} hint={words.nameHint(environment?.name ?? '')} error={errors.title} optional>
        <Input
          value={draft.title}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => change({ title: event.target.value })}
        />
      </Field>
      <LogoField {...props} />
      <Field label={words.accent} hint={words.accentHint} error={errors.accent} optional>
        <span className="flex items-center gap-2">
          <Input
            mono
            value={draft.accent}
            placeholder="#0b6b7f"
            spellCheck={false}
            autoComplete="off"
            className="max-w-40"
            onChange={(event) => change({ accent: event.target.value })}
          />
          <input
            type="color"
            aria-label={words.accentPick}
            value={isColour(draft.accent) ? draft.accent : '#0b6b7f'}
            onChange={(event) => change({ accent: event.target.value })}
            className="h-8 w-11 shrink-0 rounded-control border border-control bg-surface p-1 touch:h-11"
          />
        </span>
      </Field>
      <RadioGroup
        label={words.theme}
        look="segments"
        value={draft.theme}
        onChange={(theme) => change({ theme })}
        options={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: words.themes[value] }))}
      />
    </>
  )
}

/** Language, privacy policy, who may frame the pages. */
export function BehaviourFields({ draft, errors, change }: WidgetFieldProps) {
  return (
    <>
      <Field label={words.language} hint={words.languageHint}>
        <Select
          className="max-w-64"
          value={draft.language}
          options={languages}
          onChange={(language) => change({ language })}
        />
      </Field>
      <Field label={words.privacy} hint={words.privacyHint} error={errors.privacy} optional>
        <Input
          mono
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.com/privacy"
          value={draft.privacy}
          onChange={(event) => change({ privacy: event.target.value })}
        />
      </Field>
      <Field label={words.frames} hint={words.framesHint} error={errors.frames} optional>
        <Textarea
          mono
          rows={2}
          spellCheck={false}
          value={draft.frames}
          onChange={(event) => change({ frames: event.target.value })}
        />
      </Field>
    </>
  )
}
