import { Send } from 'lucide-react'
import { useRef, useState } from 'react'
import { type Destination, useTestDestination } from '../../api/destinations.ts'
import { type Inbox, useChangeInbox } from '../../api/inboxes.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { formatDuration } from '../../components/format.ts'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { base } from '../destinations/place.ts'
import { type AnswerMode, answerModes, answers, modeOf } from './answers.ts'

const words = en.inbox.address
const said = en.inbox.answer
const fail = (error: Error) => toast({ tone: 'bad', text: error.message })

export interface AddressPanelProps {
  inbox: Inbox
  /** The destinations that send there. */
  senders: readonly Destination[]
  /** Whether the destinations are known yet. */
  isKnown: boolean
}

/** The address of an inbox, who sends there, and how it answers. */
export function AddressPanel({ inbox, senders, isKnown }: AddressPanelProps) {
  return (
    <Panel className="@container">
      <div className="grid gap-x-8 gap-y-4 @2xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-3">
          <div>
            <h2 className="font-medium text-label">{words.title}</h2>
            <p className="mt-1 flex items-center gap-1 rounded-control bg-sunken py-1 pr-1 pl-3">
              <code className="min-w-0 flex-1 break-all">{inbox.url}</code>
              <CopyButton text={inbox.url} label={words.copy} />
            </p>
          </div>
          {isKnown && <Senders senders={senders} />}
        </div>
        <AnswerWith inbox={inbox} />
      </div>
    </Panel>
  )
}

function Senders({ senders }: { senders: readonly Destination[] }) {
  const may = useMay('developer')
  if (senders.length === 0)
    return (
      <p className="text-muted">
        {words.noSenders} {may && <Link href={`${base}/new`}>{words.add}</Link>}
      </p>
    )
  return (
    <div>
      <h2 className="font-medium text-label">{words.senders}</h2>
      <ul className="mt-1 flex flex-col gap-1">
        {senders.map((destination) => (
          <li key={destination.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link href={`${base}/${destination.id}`} className="min-w-0 break-all">
              {destination.name}
            </Link>
            {may && destination.enabled && <SendTest id={destination.id} />}
            {!destination.enabled && <span className="text-warn">{words.off}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function SendTest({ id }: { id: string }) {
  const test = useTestDestination(id)
  // Said once: the next test takes the sentence of the one before away.
  const forget = useRef(() => {})
  const onSuccess = () => {
    forget.current()
    forget.current = toast({ text: words.tested })
  }
  return (
    <Button
      icon={<Send aria-hidden />}
      busy={test.isPending}
      onClick={() => test.mutate(undefined, { onSuccess, onError: fail })}
    >
      {words.sendTest}
    </Button>
  )
}

function AnswerWith({ inbox }: { inbox: Inbox }) {
  const may = useMay('developer')
  const change = useChangeInbox(inbox.id)
  // What was chosen is shown at once, and taken back when it was refused.
  const [wanted, setWanted] = useState<AnswerMode | null>(null)
  const mode = wanted ?? modeOf(inbox)
  const choose = (next: AnswerMode) => {
    setWanted(next)
    change.mutate(answers[next], { onError: fail, onSettled: () => setWanted(null) })
  }
  return (
    <div className="flex flex-col gap-1">
      <RadioGroup
        label={said.title}
        look="segments"
        value={mode}
        onChange={choose}
        options={answerModes.map((value) => ({ value, label: said.modes[value], disabled: !may }))}
      />
      <p role="status" className="text-label text-muted">
        {mode === null
          ? said.other(
              inbox.respond_status,
              inbox.respond_delay_ms === 0 ? null : formatDuration(inbox.respond_delay_ms),
            )
          : said.says[mode]}{' '}
        {!may && said.mayNot}
      </p>
    </div>
  )
}
