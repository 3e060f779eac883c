import { useRef, useState } from 'react'
import { type ApiError, asApiError } from '../../api/error.ts'
import { en } from '../../strings/en.ts'

const words = en.signIn

/** The server's own rule (`src/accounts/password.ts`), said before it is broken. */
export const leastPassword = 10

export interface DoorFields {
  email: string
  name: string
  password: string
}
type Wrong = Partial<Record<keyof DoorFields, string>>

const shapes: Record<keyof DoorFields, (value: string, isNew: boolean) => string | null> = {
  email: (value) =>
    value.trim() === ''
      ? words.missing.email
      : /^[^\s@]+@[^\s@]+$/.test(value.trim())
        ? null
        : words.missing.emailShape,
  name: () => null,
  password: (value, isNew) =>
    value === ''
      ? words.missing.password
      : isNew && value.length < leastPassword
        ? words.missing.newPassword(leastPassword)
        : null,
}

/** What is wrong with the fields a form asks for, by field, in sentences. */
export function wrongIn(fields: DoorFields, asked: readonly (keyof DoorFields)[], isNew: boolean): Wrong {
  const wrong: Wrong = {}
  for (const name of asked) {
    const sentence = shapes[name](fields[name], isNew)
    if (sentence !== null) wrong[name] = sentence
  }
  return wrong
}

/** The state of one of the forms: its fields, what is wrong with them, and the sending. */
export function useDoorForm(options: {
  asked: readonly (keyof DoorFields)[]
  isNew: boolean
  email?: string
  send: (fields: DoorFields) => Promise<unknown>
}) {
  const [fields, setFields] = useState<DoorFields>({ email: options.email ?? '', name: '', password: '' })
  const [wrong, setWrong] = useState<Wrong>({})
  const [failure, setFailure] = useState<ApiError | null>(null)
  const [isBusy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)

  const submit = async () => {
    const found = wrongIn(fields, options.asked, options.isNew)
    setWrong(found)
    setFailure(null)
    const first = options.asked.find((name) => found[name] !== undefined)
    if (first !== undefined) return form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus()
    setBusy(true)
    try {
      await options.send({ email: fields.email.trim(), name: fields.name.trim(), password: fields.password })
    } catch (thrown) {
      setFailure(asApiError(thrown))
      form.current?.querySelector<HTMLInputElement>('[name=password]')?.select()
    } finally {
      setBusy(false)
    }
  }
  return {
    form,
    fields,
    wrong,
    failure,
    isBusy,
    set: (name: keyof DoorFields, value: string) => {
      setFields((now) => ({ ...now, [name]: value }))
      setWrong(({ [name]: _, ...rest }) => rest)
    },
    submit,
  }
}

export type DoorForm = ReturnType<typeof useDoorForm>
