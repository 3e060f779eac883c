import { Ellipsis, Pause, Pencil, Play, RotateCcw, Send, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import {
  type Destination,
  useChangeDestination,
  useDeleteDestination,
  useTestDestination,
} from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Link } from '../../components/link.tsx'
import { Menu } from '../../components/menu.tsx'
import { toast } from '../../components/toast.tsx'
import { ActionBar } from '../../shell/action-bar.tsx'
import { useShortcut } from '../../shell/shortcuts.ts'
import { en } from '../../strings/en.ts'
import { base } from './place.ts'
import type { Missed } from './recover-dialog.tsx'
import { hostOf } from './words.ts'

const words = en.destinations.page

/** Switches a destination on, and passes on what it missed, if anything. */
export function useSwitchOn(destination: Destination, onMissed: (missed: Missed) => void) {
  return useChangeDestination(destination.id, ({ name, missed }) => {
    if (missed !== undefined && missed.held + missed.failed > 0) onMissed(missed)
    else toast({ text: words.resumed(name) })
  })
}

export interface DestinationActionsProps {
  destination: Destination
  /** Opens the dialog of recovering; with what a destination missed while it was off. */
  onRecover: (missed: Missed | null) => void
}

/** Send test, Edit and the rest behind ⋯. */
export function DestinationActions({ destination, onRecover }: DestinationActionsProps) {
  const { id, name, url, enabled, counts } = destination
  const [, navigate] = useLocation()
  // The offer to undo a pause ends when it was taken back otherwise.
  const forgetPause = useRef(() => {})
  const [asking, setAsking] = useState<'pause' | 'delete' | null>(null)
  const may = useMay('developer')
  const test = useTestDestination(id)
  const remove = useDeleteDestination(id)
  const change = useChangeDestination(id)
  const switchOn = useSwitchOn(destination, onRecover)
  useEffect(() => {
    if (enabled) forgetPause.current()
  }, [enabled])
  const fail = (error: Error) => toast({ tone: 'bad', text: error.message })
  const sendTest = () => test.mutate(undefined, { onSuccess: () => toast({ text: words.testSent }), onError: fail })
  const waiting = (counts?.pending ?? 0) + (counts?.held ?? 0)
  const called = url === null ? name : hostOf(url)
  useShortcut(may && enabled ? { keys: 't', label: words.sendTest, group: 'page', run: sendTest } : null)
  useShortcut(may ? { keys: 'e', label: words.edit, group: 'page', run: () => navigate(`${base}/${id}/edit`) } : null)
  if (!may) return null
  return (
    <>
      <ActionBar>
        {enabled ? (
          <Button
            look="primary"
            icon={<Send aria-hidden />}
            busy={test.isPending}
            onClick={sendTest}
            className="max-md:flex-1"
          >
            {words.sendTest}
          </Button>
        ) : (
          <Button
            look="primary"
            icon={<Play aria-hidden />}
            busy={switchOn.isPending}
            onClick={() => switchOn.mutate({ enabled: true }, { onError: fail })}
            className="max-md:flex-1"
          >
            {words.resume}
          </Button>
        )}
        <Link look="quiet" href={`${base}/${id}/edit`} className="max-md:flex-1">
          <Pencil aria-hidden />
          {words.edit}
        </Link>
        <Menu
          label={en.parts.more}
          trigger={<IconButton label={en.parts.more} icon={<Ellipsis aria-hidden />} noTooltip />}
          entries={[
            ...(enabled
              ? [{ label: words.pause, icon: <Pause aria-hidden />, onSelect: () => setAsking('pause') }]
              : []),
            { label: words.recover, icon: <RotateCcw aria-hidden />, onSelect: () => onRecover(null) },
            { kind: 'rule' },
            { label: words.delete, icon: <Trash2 aria-hidden />, danger: true, onSelect: () => setAsking('delete') },
          ]}
        />
      </ActionBar>
      <Confirm
        open={asking === 'pause'}
        onClose={() => setAsking(null)}
        verb={words.pause}
        object={called}
        consequence={words.pauseWhat(waiting)}
        onConfirm={async () => {
          await change.mutateAsync({ enabled: false })
          forgetPause.current = toast({
            text: words.paused(name),
            undo: () => switchOn.mutate({ enabled: true }, { onError: fail }),
          })
        }}
      />
      <Confirm
        open={asking === 'delete'}
        onClose={() => setAsking(null)}
        verb={words.delete}
        object={called}
        danger
        consequence={words.deleteWhat(waiting)}
        onConfirm={async () => {
          await remove.mutateAsync()
          forgetPause.current()
          toast({ text: words.deleted(name) })
          navigate(base)
        }}
      />
    </>
  )
}
