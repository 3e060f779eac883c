import { useState } from 'react'
import { useFoundUsers } from '../../api/users.ts'
import { Combobox } from '../../components/combobox.tsx'
import { Field, FieldSummary } from '../../components/field.tsx'
import { shortenMiddle } from '../../components/format.ts'
import { Input } from '../../components/input.tsx'
import { Panel } from '../../components/panel.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { en } from '../../strings/en.ts'
import { DropZone } from './drop-zone.tsx'
import { startUploads } from './upload.ts'

const words = en.imports.form
const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))

export interface ImportFormProps {
  /** The user whose page one comes from; ''. when none. */
  user: string
  /** Hears of the files that were begun, by the ids of their uploads. */
  onStart: (ids: number[]) => void
}

/** Whose file it is, and the file: it is sent as soon as it is dropped. */
export function ImportForm({ user, onStart }: ImportFormProps) {
  const [by, setBy] = useState<'reference' | 'user'>(user === '' ? 'reference' : 'user')
  const [reference, setReference] = useState('')
  const [userId, setUserId] = useState<string | null>(user === '' ? null : user)
  const [zone, setZone] = useState<string | null>(null)
  const [isMissing, setIsMissing] = useState(false)
  const missing =
    by === 'reference' ? (reference.trim() === '' ? words.noReference : null) : userId ? null : words.noUser
  const error = isMissing ? missing : null
  const take = (files: File[]) => {
    setIsMissing(missing !== null)
    if (missing !== null) return
    const whose = by === 'user' && userId !== null ? { user_id: userId } : { reference_id: reference.trim() }
    onStart(startUploads(files, { ...whose, zone }))
  }
  return (
    <Panel title={words.title}>
      <div className="flex flex-col gap-4">
        <FieldSummary title={words.summary} errors={error === null ? [] : [error]} />
        <RadioGroup
          label={words.whose}
          look="segments"
          value={by}
          onChange={(value) => {
            setBy(value)
            setIsMissing(false)
          }}
          options={[
            { value: 'reference', label: words.byReference },
            { value: 'user', label: words.byUser },
          ]}
        />
        <div className="grid gap-4 md:grid-cols-2">
          {by === 'reference' ? (
            <Field label={words.reference} hint={words.referenceHint} error={error} required>
              <Input
                mono
                value={reference}
                onChange={(event) => setReference(event.target.value)}
                autoComplete="off"
                spellCheck={false}
                maxLength={500}
              />
            </Field>
          ) : (
            <UserField value={userId} onChange={setUserId} error={error} />
          )}
          <Field label={words.zone} hint={words.zoneHint} optional>
            <Combobox
              label={words.zone}
              searchLabel={words.zoneSearch}
              placeholder={words.zoneNone}
              clearLabel={words.zoneNone}
              value={zone}
              onChange={setZone}
              options={zones}
            />
          </Field>
        </div>
        <DropZone onFiles={take} />
      </div>
    </Panel>
  )
}

interface UserFieldProps {
  value: string | null
  onChange: (userId: string | null) => void
  error: string | null
}

/** A user of this environment, found by typing. */
function UserField({ value, onChange, error }: UserFieldProps) {
  const [typed, setTyped] = useState('')
  const { data, isFetching } = useFoundUsers(typed.trim() === '' ? (value ?? '') : typed.trim(), true)
  return (
    <Field label={words.user} hint={words.userSearch} error={error} required>
      <Combobox
        label={words.user}
        searchLabel={words.userSearch}
        placeholder={words.chooseUser}
        value={value}
        onChange={onChange}
        onSearch={setTyped}
        busy={isFetching}
        options={(data?.items ?? []).map(({ user_id: id, reference_id: reference, provider }) => ({
          value: id,
          label: reference ?? shortenMiddle(id),
          hint: reference === null ? provider : `${provider} · ${shortenMiddle(id)}`,
        }))}
      />
    </Field>
  )
}
