import { Ellipsis, FlaskConical, Send } from 'lucide-react'
import { useState } from 'react'
import { type EventDetail, useResend } from '../../api/events.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { copyText } from '../../components/copy-button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { toast } from '../../components/toast.tsx'
import { useShortcut } from '../../shell/shortcuts.ts'
import { en } from '../../strings/en.ts'
import { curlOf, testOf } from './copies.ts'
import { ResendTo } from './resend-to.tsx'

const words = en.events.drawer

/** Copies a text and says in a toast what it is. */
export async function copyAndSay(text: string, said: string): Promise<void> {
  if (await copyText(text)) toast({ text: said })
}

/** Resend, Copy as curl, and the rest behind ⋯. */
export function EventActions({ event }: { event: EventDetail }) {
  const [asking, setAsking] = useState<'all' | 'one' | null>(null)
  const may = useMay('developer')
  const resend = useResend(event.id)
  const copyCurl = () => copyAndSay(curlOf(event), words.copiedCurl)
  const copyTest = () => copyAndSay(testOf(event), words.copiedTest)
  useShortcut(may ? { keys: 'r', label: words.resend, group: 'page', run: () => setAsking('all') } : null)
  useShortcut(may ? { keys: null, label: words.resendTo, group: 'page', run: () => setAsking('one') } : null)
  useShortcut({
    keys: 'c',
    label: words.copyId,
    group: 'page',
    run: () => void copyAndSay(event.id, words.copiedId),
  })
  useShortcut({ keys: null, label: words.curl, group: 'page', run: () => void copyCurl() })
  useShortcut({ keys: null, label: words.test, group: 'page', run: () => void copyTest() })
  return (
    <>
      {may && (
        <Button onClick={() => setAsking('all')} className="max-md:flex-1">
          {words.resend}
        </Button>
      )}
      <Button onClick={() => void copyCurl()} className="max-md:flex-1">
        {words.curl}
      </Button>
      <Menu
        label={en.parts.more}
        trigger={<IconButton label={en.parts.more} icon={<Ellipsis aria-hidden />} noTooltip />}
        entries={[
          ...(may
            ? [{ label: words.resendTo, icon: <Send aria-hidden />, onSelect: () => setAsking('one') } as const]
            : []),
          { label: words.test, icon: <FlaskConical aria-hidden />, onSelect: () => void copyTest() },
        ]}
      />
      <Confirm
        open={asking === 'all'}
        onClose={() => setAsking(null)}
        verb={words.resend}
        object={words.resendObject(event.type, event.deliveries.length)}
        consequence={words.resendWhat}
        onConfirm={async () => {
          const { deliveries } = await resend.mutateAsync(null)
          toast({ text: words.resent(deliveries) })
        }}
      />
      {asking === 'one' && <ResendTo eventId={event.id} onClose={() => setAsking(null)} />}
    </>
  )
}
