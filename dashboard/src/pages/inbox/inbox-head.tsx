import { Ellipsis, Eraser, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { type Inbox, type InboxMessage, useClearInbox, useDeleteInbox } from '../../api/inboxes.ts'
import type { List } from '../../api/list.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { Select } from '../../components/select.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { NameDialog } from './name-dialog.tsx'

const words = en.inbox.head
const base = '/tools/inbox'

export interface InboxHeadProps {
  inbox: Inbox
  inboxes: readonly Inbox[]
  list: List<InboxMessage>
  /** How many destinations send to it. */
  senders: number
  onCleared: () => void
}

/** The head of the page: which inbox, and what can be done with it. */
export function InboxHead({ inbox, inboxes, list, senders, onCleared }: InboxHeadProps) {
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState<'make' | 'rename' | 'clear' | 'delete' | null>(null)
  const may = useMay('developer')
  const clear = useClearInbox(inbox.id)
  const remove = useDeleteInbox(inbox.id)
  const close = () => setAsking(null)
  const count = list.rows.length
  return (
    <>
      <PageHeader
        title={en.inbox.title}
        description={en.inbox.description}
        actions={
          <>
            <span className="w-44">
              <Select
                aria-label={en.inbox.choose}
                options={inboxes.map(({ id, name }) => ({ value: id, label: name }))}
                value={inbox.id}
                onChange={(id) => navigate(`${base}/${id}`)}
              />
            </span>
            {may && (
              <>
                <Button icon={<Plus aria-hidden />} onClick={() => setAsking('make')}>
                  {words.make}
                </Button>
                <Menu
                  label={en.parts.more}
                  trigger={<IconButton label={en.parts.more} icon={<Ellipsis aria-hidden />} noTooltip />}
                  entries={[
                    { label: words.rename, icon: <Pencil aria-hidden />, onSelect: () => setAsking('rename') },
                    {
                      label: words.clear,
                      icon: <Eraser aria-hidden />,
                      disabled: count === 0,
                      onSelect: () => setAsking('clear'),
                    },
                    { kind: 'rule' },
                    {
                      label: words.delete,
                      icon: <Trash2 aria-hidden />,
                      danger: true,
                      onSelect: () => setAsking('delete'),
                    },
                  ]}
                />
              </>
            )}
          </>
        }
      />
      {asking === 'make' && <NameDialog onClose={close} onDone={(made) => navigate(`${base}/${made.id}`)} />}
      {asking === 'rename' && <NameDialog inbox={inbox} onClose={close} />}
      <Confirm
        open={asking === 'clear'}
        onClose={close}
        verb={words.clearVerb}
        object={inbox.name}
        danger
        consequence={words.clearWhat(count, list.hasMore)}
        onConfirm={async () => {
          const { deleted } = await clear.mutateAsync()
          toast({ text: words.cleared(deleted) })
          onCleared()
        }}
      />
      <Confirm
        open={asking === 'delete'}
        onClose={close}
        verb={words.delete}
        object={inbox.name}
        danger
        consequence={words.deleteWhat(count, list.hasMore, senders)}
        onConfirm={async () => {
          await remove.mutateAsync()
          toast({ text: words.deleted(inbox.name) })
          navigate(base)
        }}
      />
    </>
  )
}
