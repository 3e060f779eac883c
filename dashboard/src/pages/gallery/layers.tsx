import { Ellipsis, Pause, Pencil, Trash } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Drawer } from '../../components/drawer.tsx'
import { Field } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { Menu } from '../../components/menu.tsx'
import { Panel } from '../../components/panel.tsx'
import { Popover } from '../../components/popover.tsx'
import { Status } from '../../components/status.tsx'
import { toast } from '../../components/toast.tsx'
import { Tooltip } from '../../components/tooltip.tsx'

type Layer = 'dialog' | 'pause' | 'delete' | 'drawer' | null

/** What lies over a page. */
export function Layers() {
  const [open, setOpen] = useState<Layer>(null)
  const [live, setLive] = useState(true)
  const close = () => setOpen(null)
  return (
    <Panel title="Layers">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('pause')}>Confirm</Button>
        <Button onClick={() => setOpen('delete')}>Confirm deletion</Button>
        <Button onClick={() => setOpen('drawer')}>Drawer</Button>
        <Button onClick={() => toast({ text: 'api.example.com is paused.', undo: () => {} })}>Toast</Button>
        <Button onClick={() => toast({ tone: 'bad', text: 'api.example.com could not be paused: it is deleted.' })}>
          Failure toast
        </Button>
        <Popover trigger={<Button>Popover</Button>} label="Recover failed since">
          <Field label="Since">
            <Input type="date" />
          </Field>
        </Popover>
        <Tooltip text="Sends a healthcheck event.">
          <Button>Tooltip</Button>
        </Tooltip>
        <Menu
          label="More actions"
          trigger={<IconButton label="More actions" icon={<Ellipsis aria-hidden />} noTooltip />}
          entries={[
            { kind: 'heading', label: 'api.example.com' },
            { label: 'Pause', icon: <Pause aria-hidden />, keys: ['p'], onSelect: () => setOpen('pause') },
            { kind: 'link', label: 'Edit', icon: <Pencil aria-hidden />, href: '/gallery?edit' },
            { kind: 'choice', label: 'Live', checked: live, onSelect: () => setLive(!live) },
            { kind: 'rule' },
            { label: 'Delete…', icon: <Trash aria-hidden />, danger: true, onSelect: () => setOpen('delete') },
          ]}
        />
      </div>
      <Dialog
        open={open === 'dialog'}
        onClose={close}
        title="Invite someone"
        description="The link works once and for seven days."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" onClick={close}>
              Invite
            </Button>
          </>
        }
      >
        <Field label="E-mail">
          <Input type="email" />
        </Field>
      </Dialog>
      <Confirm
        open={open === 'pause'}
        onClose={close}
        verb="Pause"
        object="api.example.com"
        consequence="214 deliveries will wait."
        onConfirm={() => undefined}
      />
      <Confirm
        open={open === 'delete'}
        onClose={close}
        verb="Delete"
        object="Production"
        consequence="3 users and 2,103 events are deleted for good."
        danger
        typeName="Production"
        onConfirm={() => Promise.reject(new Error('Production still has a running import; wait for it or stop it.'))}
      />
      <Drawer
        open={open === 'drawer'}
        onClose={close}
        title="evt_01JD4QK7"
        description="sleep · OURA · 23 s ago"
        actions={<Button>Resend</Button>}
        onPrevious={null}
        onNext={() => {}}
      >
        <Status status="delivered" />
      </Drawer>
    </Panel>
  )
}
