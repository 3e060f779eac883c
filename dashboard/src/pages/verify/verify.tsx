import { type FormEvent, useId, useRef, useState } from 'react'
import { useVerify, type VerifyBody } from '../../api/verify.ts'
import { bringToSight } from '../../components/bring-to-sight.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { Select } from '../../components/select.tsx'
import { Textarea } from '../../components/textarea.tsx'
import { useTitle } from '../../routing/title.ts'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'
import { Answer } from './answer.tsx'
import { BodyField } from './body-field.tsx'
import { SecretField } from './secret-field.tsx'
import { takeHanded } from './signature.ts'

const words = en.verify
type Tolerance = keyof typeof words.form.tolerances
const tolerances: readonly Tolerance[] = ['300', '3600', '86400', '1000000000']

/** Tools > Verify signature: any header, body and secret. None of them is ever in the address. */
export default function VerifyPage() {
  useTitle(words.title)
  const [handed] = useState(takeHanded)
  const [header, setHeader] = useState(handed?.header ?? '')
  const [body, setBody] = useState(handed?.body ?? '')
  const [secret, setSecret] = useState('')
  const [tolerance, setTolerance] = useState<Tolerance>('300')
  const [isMissing, setIsMissing] = useState(false)
  const verify = useVerify()
  const form = useId()
  const output = useRef<HTMLDivElement>(null)
  const asked: VerifyBody = { header, body, secret: secret.trim(), tolerance_seconds: Number(tolerance) }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (verify.isPending) return
    setIsMissing(asked.secret === '')
    if (asked.secret !== '')
      verify.mutate(asked, { onSettled: () => requestAnimationFrame(() => bringToSight(output.current)) })
  }
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title={words.form.title}>
          <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
            <Field label={words.form.header} hint={words.form.headerHint}>
              <Textarea
                mono
                rows={2}
                spellCheck={false}
                autoComplete="off"
                className="break-all"
                value={header}
                onChange={(event) => setHeader(event.target.value)}
              />
            </Field>
            <BodyField value={body} onChange={setBody} />
            <SecretField
              value={secret}
              onChange={(next) => {
                setSecret(next)
                setIsMissing(false)
              }}
              error={isMissing ? words.form.noSecret : null}
            />
            <Field label={words.form.tolerance} className="max-w-64">
              <Select
                options={tolerances.map((value) => ({ value, label: words.form.tolerances[value] }))}
                value={tolerance}
                onChange={setTolerance}
              />
            </Field>
          </form>
          <ActionBar>
            <div className="flex flex-1 md:mt-4">
              <Button look="primary" type="submit" form={form} busy={verify.isPending} className="max-md:flex-1">
                {words.submit}
              </Button>
            </div>
          </ActionBar>
        </Panel>
        <div ref={output} className="flex min-w-0 scroll-mt-16 flex-col gap-4">
          {verify.error !== null && <Failure error={verify.error} />}
          <Answer
            found={verify.data}
            isChanged={verify.data !== undefined && JSON.stringify(verify.variables) !== JSON.stringify(asked)}
          />
        </div>
      </div>
    </>
  )
}
