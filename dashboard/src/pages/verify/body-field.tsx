import { type ChangeEvent, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { formatBytes } from '../../components/format.ts'
import { Textarea } from '../../components/textarea.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { exactText } from './signature.ts'

const words = en.verify.form

/** The body as it was received: pasted, or taken from a file, which no browser changes on its way. */
export function BodyField({ value, onChange }: { value: string; onChange: (body: string) => void }) {
  const [isNoText, setIsNoText] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const hides = useHidesValues()
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    if (file === undefined) return
    const text = exactText(await file.arrayBuffer())
    if (picker.current) picker.current.value = ''
    setIsNoText(text === null)
    if (text !== null) onChange(text)
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <Field
        label={words.body}
        hint={words.bodyHint}
        aside={<span className="text-muted">{formatBytes(new TextEncoder().encode(value).length)}</span>}
        className="w-full"
      >
        <Textarea
          mono
          rows={6}
          spellCheck={false}
          autoComplete="off"
          value={value}
          className={hides ? 'blur-sm' : undefined}
          onChange={(event) => {
            setIsNoText(false)
            onChange(event.target.value)
          }}
        />
      </Field>
      {isNoText && (
        <div role="alert">
          <FieldError>{words.notText}</FieldError>
        </div>
      )}
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button onClick={() => picker.current?.click()}>{words.file}</Button>
        <input ref={picker} type="file" hidden aria-label={words.file} onChange={(event) => void read(event)} />
        <span className="text-label text-muted">{words.fileHint}</span>
      </span>
    </div>
  )
}
