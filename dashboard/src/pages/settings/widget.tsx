import { type FormEvent, useId, useState } from 'react'
import { type Branding, useBranding, useChangeBranding } from '../../api/branding.ts'
import { useEnvironment } from '../../api/environment.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { FieldSummary } from '../../components/field.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { toast } from '../../components/toast.tsx'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { BehaviourFields, LookFields } from './widget-fields.tsx'
import { bodyOf, changesOf, draftOf, problemsOf, type WidgetDraft, type WidgetField } from './widget-form.ts'
import { WidgetPreview } from './widget-preview.tsx'
import { SampleSession } from './widget-sample.tsx'

const words = en.settings.widget

/** Settings > Widget: how the end user's pages look. */
export default function WidgetPage() {
  const may = useMay('developer')
  const environment = useEnvironment()
  const { data, error, refetch } = useBranding()
  return (
    <>
      <PageHeader
        title={words.title}
        description={may ? words.description : words.mayNot}
        actions={may && <SampleSession />}
      />
      {data === undefined && <Pending error={error} onRetry={refetch} rows={6} />}
      {data !== undefined && <WidgetForm key={environment} branding={data} mayChange={may} />}
    </>
  )
}

function WidgetForm({ branding, mayChange }: { branding: Branding; mayChange: boolean }) {
  const id = useId()
  const [draft, setDraft] = useState(() => draftOf(branding))
  const [problems, setProblems] = useState<Partial<Record<WidgetField, string>>>({})
  const save = useChangeBranding((changed) => {
    setDraft(draftOf(changed))
    toast({ text: words.saved })
  })
  const said = Object.values(problems)
  const parts = {
    draft,
    errors: problems,
    change: (change: Partial<WidgetDraft>) => {
      setDraft((now) => ({ ...now, ...change }))
      setProblems((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in change))))
    },
    fail: (field: WidgetField, problem: string) => setProblems((now) => ({ ...now, [field]: problem })),
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (save.isPending) return
    const found = problemsOf(draft, words)
    setProblems(found)
    if (Object.keys(found).length > 0) return
    const changes = changesOf(bodyOf(draft), branding)
    if (Object.keys(changes).length > 0) return save.mutate(changes)
    toast({ text: words.nothing })
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Panel>
        <form id={id} noValidate onSubmit={send}>
          <fieldset disabled={!mayChange} className="flex min-w-0 flex-col gap-5">
            <legend className="sr-only">{words.look}</legend>
            <FieldSummary title={words.summary} errors={save.error === null ? said : [...said, save.error.message]} />
            <LookFields {...parts} />
            <BehaviourFields {...parts} />
          </fieldset>
        </form>
        {mayChange && (
          <ActionBar>
            <div className="flex flex-1 justify-end md:mt-5">
              <Button look="primary" type="submit" form={id} busy={save.isPending} className="max-md:flex-1">
                {words.save}
              </Button>
            </div>
          </ActionBar>
        )}
      </Panel>
      <WidgetPreview draft={draft} />
    </div>
  )
}
