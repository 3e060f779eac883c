import { useId, useRef, useState } from 'react'
import {
  type GenerateBody,
  type Generated,
  type SentEvent,
  useGenerate,
  useGenerateAndSend,
} from '../../api/generate.ts'
import { useMay } from '../../api/session.ts'
import { bringToSight } from '../../components/bring-to-sight.ts'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Panel } from '../../components/panel.tsx'
import { useTitle } from '../../routing/title.ts'
import { useFilters } from '../../routing/use-filters.ts'
import { ActionBar } from '../../shell/action-bar.tsx'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'
import { bodyOf, choices, labelOf } from './choices.ts'
import { GenerateForm } from './generate-form.tsx'
import { Result } from './result.tsx'
import { Sent } from './sent.tsx'
import { Targets, useTargets } from './targets.tsx'

const words = en.generate
/** How many sent events stay in sight. */
const keepSent = 5

/** Data that was made, with what was asked for: that is what *Send to Webhook* sends. */
export interface Made {
  body: GenerateBody
  answer: Generated
  isSent: boolean
}

/** Tools > Generate: invents data of a source, shows it, and sends it. */
export default function GeneratePage() {
  const may = useMay('developer')
  useTitle(words.title)
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      {may ? <Bench /> : <Empty what={words.title} why={words.mayNot} />}
    </>
  )
}

function Bench() {
  const { filters, set } = useFilters(choices)
  const [made, setMade] = useState<Made | null>(null)
  const [sent, setSent] = useState<readonly SentEvent[]>([])
  const generate = useGenerate()
  const send = useGenerateAndSend()
  const targets = useTargets(made?.body.type ?? bodyOf(filters).type)
  const output = useRef<HTMLDivElement>(null)
  const form = useId()
  const show = () => requestAnimationFrame(() => bringToSight(output.current))
  const body = bodyOf(filters)
  const generateNow = () => {
    if (generate.isPending) return
    send.reset()
    generate.mutate(body, {
      onSuccess: (answer) => {
        setMade({ body, answer, isSent: false })
        show()
      },
    })
  }
  const sendNow = (what: Made) => {
    const at = Date.now()
    generate.reset()
    send.mutate(what.body, {
      onSuccess: (answer) => {
        const { event_id: eventId, user_id: userId } = answer
        setMade({ ...what, answer, isSent: true })
        if (eventId === undefined || userId === undefined) return
        const { type, provider } = what.body
        const event = { eventId, userId, type, label: labelOf(provider), at }
        setSent((all) => [event, ...all].slice(0, keepSent))
        show()
      },
    })
  }
  const error = generate.error ?? send.error
  const canSend = made !== null && targets.state !== 'none'
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[21rem_minmax(0,1fr)]">
      <Panel title={words.form.title}>
        <GenerateForm id={form} chosen={filters} set={set} onSubmit={generateNow} />
        <ActionBar>
          <div className="flex min-w-0 flex-1 gap-2 md:mt-4">
            <Button look="primary" type="submit" form={form} busy={generate.isPending} className="flex-1">
              {words.generate}
            </Button>
            <Button
              disabled={!canSend}
              busy={send.isPending}
              title={made === null ? words.nothingYet : undefined}
              onClick={() => made !== null && sendNow(made)}
              className="flex-1"
            >
              {words.send}
            </Button>
          </div>
        </ActionBar>
        <Targets targets={targets} />
      </Panel>
      <div ref={output} className="flex min-w-0 scroll-mt-16 flex-col gap-4">
        {error !== null && <Failure error={error} />}
        {sent.length > 0 && <Sent events={sent} />}
        <Result made={made} isChanged={made !== null && JSON.stringify(made.body) !== JSON.stringify(body)} />
      </div>
    </div>
  )
}
