import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { DestinationBody } from '../../api/destinations.ts'
import { asApiError } from '../../api/error.ts'
import { Button } from '../../components/button.tsx'
import { FieldSummary } from '../../components/field.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { ActionBar } from '../../shell/action-bar.tsx'
import { en } from '../../strings/en.ts'
import { AdvancedFields } from './fields-advanced.tsx'
import { AddressFields, RequestFields, TypeFields, ViewFields } from './fields-basic.tsx'
import { bodyOf, type Draft, type DraftField, fieldErrorOf, problemsOf } from './form.ts'

const words = en.destinations.form

export interface DestinationFormProps {
  kind: 'webhook' | 'inbox'
  initial: Draft
  /** What the button says. */
  submit: string
  /** Where *Cancel* leads. */
  back: string
  busy: boolean
  /** What the server refused. */
  error: Error | null
  onSubmit: (body: DestinationBody) => void
  /** Stands between the basic and the advanced fields. */
  children?: ReactNode
  /** Shows the advanced fields, where they are not the defaults. */
  isAdvanced?: boolean
}

/** All that can be set of a destination; what few need is folded. */
export function DestinationForm(props: DestinationFormProps) {
  const { kind, initial, submit, back, busy, error, onSubmit, children, isAdvanced = false } = props
  const id = useId()
  const [draft, setDraft] = useState(initial)
  const [problems, setProblems] = useState<Partial<Record<DraftField, string>>>({})
  const refused = error === null ? null : asApiError(error).sentence
  const tied = refused === null ? null : fieldErrorOf(refused, words.labels)
  const errors = { ...(tied === null ? {} : { [tied.field]: tied.sentence }), ...problems }
  const said = Object.values(errors)
  const parts = { draft, errors, change: (change: Partial<Draft>) => setDraft({ ...draft, ...change }) }

  const send = (event: FormEvent) => {
    event.preventDefault()
    // Dialogs of the signing secret are below this form in React's tree, and have forms of their own.
    if (busy || event.target !== event.currentTarget) return
    const found = problemsOf(draft, kind, words.says)
    setProblems(found)
    if (Object.keys(found).length === 0) onSubmit(bodyOf(draft, kind))
  }

  return (
    <Panel className="max-w-text">
      <form id={id} noValidate onSubmit={send} className="flex flex-col gap-5">
        <FieldSummary title={words.summary} errors={refused !== null && tied === null ? [...said, refused] : said} />
        <AddressFields {...parts} kind={kind} />
        <TypeFields {...parts} />
        <ViewFields {...parts} />
        <RequestFields {...parts} />
        {children}
        <AdvancedFields {...parts} isOpen={isAdvanced} />
      </form>
      <ActionBar>
        <div className="flex flex-1 justify-end gap-2 md:mt-5">
          <Link look="quiet" href={back}>
            {en.parts.cancel}
          </Link>
          <Button look="primary" type="submit" form={id} busy={busy}>
            {submit}
          </Button>
        </div>
      </ActionBar>
    </Panel>
  )
}
