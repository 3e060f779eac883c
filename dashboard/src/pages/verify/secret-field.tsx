import { useState } from 'react'
import { revealSecret, useDestinations } from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Menu } from '../../components/menu.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.verify.form

export interface SecretFieldProps {
  value: string
  onChange: (secret: string) => void
  error: string | null
}

/** The secret, masked: pasted, or taken from a destination, which is written into the audit log as any reveal is. */
export function SecretField({ value, onChange, error }: SecretFieldProps) {
  const may = useMay('developer')
  const { data } = useDestinations()
  const [busy, setBusy] = useState(false)
  const take = async (id: string, name: string) => {
    setBusy(true)
    try {
      const { signing_secret: secret } = await revealSecret(id)
      if (secret === undefined) throw new Error(en.parts.revealFailed)
      onChange(secret)
      toast({ text: words.taken(name) })
    } catch (caught) {
      toast({ tone: 'bad', text: caught instanceof Error ? caught.message : en.parts.revealFailed })
    } finally {
      setBusy(false)
    }
  }
  const destinations = data?.items ?? []
  return (
    <div className="flex flex-col items-start gap-2">
      <Field label={words.secret} hint={words.secretHint} error={error} className="w-full">
        <Input
          mono
          type="password"
          // No `name`: were the form ever sent by the browser itself, it would carry nothing.
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {may && destinations.length > 0 && (
        <Menu
          align="start"
          label={words.ofDestination}
          trigger={<Button busy={busy}>{words.ofDestination}</Button>}
          entries={destinations.map(({ id, name }) => ({ label: name, onSelect: () => void take(id, name) }))}
        />
      )}
    </div>
  )
}
