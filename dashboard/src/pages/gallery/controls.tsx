import { Bell, Plus, RotateCw, Search, Trash } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Combobox } from '../../components/combobox.tsx'
import { Field, FieldSummary } from '../../components/field.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Input } from '../../components/input.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { Switch } from '../../components/switch.tsx'
import { Textarea } from '../../components/textarea.tsx'

const types = ['activity', 'sleep', 'body', 'daily', 'nutrition', 'menstruation', 'athlete'].map((name) => ({
  value: name,
  label: name,
}))
const providers = ['OURA', 'GARMIN', 'FITBIT', 'POLAR', 'STRAVA', 'SUUNTO', 'WAHOO', 'WHOOP', 'WITHINGS'].map(
  (name) => ({ value: name, label: name, hint: `provider ${name.toLowerCase()}` }),
)

/** Buttons, links and all that is filled in. */
export function Controls() {
  const [box, setBox] = useState(true)
  const [on, setOn] = useState(true)
  const [type, setType] = useState('sleep')
  const [provider, setProvider] = useState<string | null>('OURA')
  const [kind, setKind] = useState('webhook')
  const [pressed, setPressed] = useState(true)
  return (
    <>
      <Panel title="Buttons and links">
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary" icon={<Plus aria-hidden />}>
            Add new
          </Button>
          <Button>Edit</Button>
          <Button look="plain">Clear</Button>
          <Button look="danger" icon={<Trash aria-hidden />}>
            Delete
          </Button>
          <Button busy>Sending</Button>
          <Button look="primary" disabled>
            Send to webhook
          </Button>
          <IconButton label="Refresh" icon={<RotateCw aria-hidden />} />
          <IconButton label="Live" icon={<Bell aria-hidden />} pressed={pressed} onClick={() => setPressed(!pressed)} />
          <IconButton label="Refresh small" size="small" icon={<RotateCw aria-hidden />} />
          <IconButton label="Busy" busy icon={<RotateCw aria-hidden />} />
          <Link href="/users">A page of ours</Link>
          <Link href="https://example.com/docs">Elsewhere</Link>
          <Link href="/users" look="quiet">
            As a button
          </Link>
        </div>
      </Panel>
      <Panel title="Fields">
        <div className="grid gap-4 md:grid-cols-2">
          <div className="md:col-span-2">
            <FieldSummary title="Two fields need another look" errors={['Host: it must begin with https://.']} />
          </div>
          <Field label="Host" hint="Where events are posted." required>
            <Input mono defaultValue="https://api.example.com/consumeTerraWebhook" />
          </Field>
          <Field label="Host" error="It must begin with https://; plain http reaches only this machine.">
            <Input mono defaultValue="ftp://api.example.com" />
          </Field>
          <Field label="Name" optional aside={<Link href="/docs">What for?</Link>}>
            <Input placeholder="Staging" />
          </Field>
          <Field label="Timeout">
            <Input type="number" defaultValue={8} end={<span className="pr-1 text-label">s</span>} />
          </Field>
          <Field label="Data type">
            <Select options={types} value={type} onChange={setType} />
          </Field>
          <Field label="Data source" hint="Type to find it.">
            <Combobox
              label="Data source"
              options={providers}
              value={provider}
              onChange={setProvider}
              clearLabel="All sources"
            />
          </Field>
          <Field label="Headers" className="md:col-span-2">
            <Textarea mono defaultValue={'authorization: Basic dXNlcjpwYXNz\nx-team: health'} />
          </Field>
          <Input aria-label="Search users" type="search" icon={<Search aria-hidden />} placeholder="Search users" />
          <Input aria-label="Disabled" disabled defaultValue="Cannot be changed" />
        </div>
      </Panel>
      <Panel title="Choices">
        <div className="grid gap-4 md:grid-cols-3">
          <div className="flex flex-col gap-1">
            <Checkbox label="Sleep" checked={box} onChange={setBox} />
            <Checkbox label="Activity" hint="Workouts of every kind." checked={false} onChange={setBox} />
            <Checkbox label="All types" checked="some" onChange={setBox} />
            <Checkbox label="Not offered" disabled checked={false} onChange={setBox} />
          </div>
          <div className="flex flex-col gap-1">
            <Switch label="Switched on" checked={on} onChange={setOn} hint="New users can choose it." />
            <Switch label="Switched off" checked={!on} onChange={(next) => setOn(!next)} />
            <Switch label="Locked" disabled checked={false} onChange={setOn} />
          </div>
          <RadioGroup
            label="Kind"
            value={kind}
            onChange={setKind}
            options={[
              { value: 'webhook', label: 'Webhook', hint: 'Posts every event to your server.' },
              { value: 'postgres', label: 'PostgreSQL', hint: 'Writes rows.' },
              { value: 's3', label: 'S3', hint: 'Not here yet.', disabled: true },
            ]}
          />
        </div>
      </Panel>
    </>
  )
}
