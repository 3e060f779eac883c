import { type FormEvent, useState } from 'react'
import { useSend } from '../../api/query.ts'
import { changePassword, useSession } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Field, FieldError } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Panel } from '../../components/panel.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { leastPassword } from '../sign-in/form.ts'

const words = en.settings.account.password
const empty = { current: '', next: '' }

/** A new password, which ends every other session. */
export function PasswordForm() {
  const { account } = useSession()
  const [typed, setTyped] = useState(empty)
  const [wrong, setWrong] = useState<Partial<typeof empty>>({})
  const [isShown, setShown] = useState(false)
  const change = useSend(changePassword, { refreshes: ['/sessions', '/audit'] })
  const send = (event: FormEvent) => {
    event.preventDefault()
    const found = {
      ...(typed.current === '' ? { current: words.noCurrent } : {}),
      ...(typed.next.length < leastPassword ? { next: words.tooShort(leastPassword) } : {}),
    }
    setWrong(found)
    if (Object.keys(found).length > 0 || change.isPending) return
    change.mutate(
      { current_password: typed.current, new_password: typed.next },
      {
        onSuccess: () => {
          setTyped(empty)
          toast({ text: words.done })
        },
      },
    )
  }
  const field = (name: keyof typeof empty, autoComplete: string, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={wrong[name]} required>
      <Input
        type={isShown ? 'text' : 'password'}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        value={typed[name]}
        onChange={(event) => {
          setTyped({ ...typed, [name]: event.target.value })
          setWrong({ ...wrong, [name]: undefined })
        }}
      />
    </Field>
  )
  return (
    <Panel title={words.title} description={words.description}>
      <form noValidate onSubmit={send} className="flex flex-col items-stretch gap-4">
        {/* Tells password keepers whose password this is. */}
        <input type="hidden" autoComplete="username" value={account.email} readOnly />
        {field('current', 'current-password', words.current)}
        {field('next', 'new-password', words.next, words.nextHint(leastPassword))}
        <Checkbox label={words.show} checked={isShown} onChange={setShown} />
        {change.error !== null && (
          <div role="alert">
            <FieldError>{change.error.message}</FieldError>
          </div>
        )}
        <Button type="submit" className="self-start" busy={change.isPending}>
          {words.submit}
        </Button>
      </form>
    </Panel>
  )
}
