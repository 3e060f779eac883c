import { Image, X } from 'lucide-react'
import { useId, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { FieldError } from '../../components/field.tsx'
import { en } from '../../strings/en.ts'
import type { WidgetFieldProps } from './widget-fields.tsx'
import { logoTypes, readLogo } from './widget-form.ts'

const words = en.settings.widget

/** The logo: a file of one's own, kept as a data URL. */
export function LogoField({ draft, errors, change, fail }: WidgetFieldProps) {
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    if (file === undefined) return
    const read = await readLogo(file, words)
    if ('logo' in read) change({ logo: read.logo })
    else fail('logo', read.problem)
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={errors.logo ? `${id}-error` : undefined}>
      <legend className="font-medium text-label">
        {words.logo} <span className="font-normal text-muted">({en.parts.optional})</span>
      </legend>
      <p className="text-label text-muted">{words.logoHint}</p>
      <div className="flex flex-wrap items-center gap-2">
        {draft.logo === null ? (
          <span className="text-muted">{words.noLogo}</span>
        ) : (
          <img
            src={draft.logo}
            alt={words.logo}
            className="max-h-11 max-w-40 rounded-control border border-line bg-canvas p-1"
          />
        )}
        <input
          ref={picker}
          id={id}
          type="file"
          accept={logoTypes.join(',')}
          aria-label={words.chooseLogo}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files?.[0])
            // The same file can be chosen again.
            event.target.value = ''
          }}
        />
        <Button icon={<Image aria-hidden />} onClick={() => picker.current?.click()}>
          {words.chooseLogo}
        </Button>
        {draft.logo !== null && (
          <Button look="plain" icon={<X aria-hidden />} onClick={() => change({ logo: null })}>
            {words.removeLogo}
          </Button>
        )}
      </div>
      {errors.logo && <FieldError id={`${id}-error`}>{errors.logo}</FieldError>}
    </fieldset>
  )
}
