import { useLocation } from 'wouter'
import { resetPassword } from '../../api/session.ts'
import { en } from '../../strings/en.ts'
import { DoorFields, PasswordField } from './fields.tsx'
import { useDoorForm } from './form.ts'
import { DoorFrame } from './frame.tsx'

const words = en.signIn.reset

/** A new password, by a link that an owner made. */
export function Reset({ token }: { token: string }) {
  const [, navigate] = useLocation()
  const state = useDoorForm({
    asked: ['password'],
    isNew: true,
    send: async ({ password }) => {
      await resetPassword({ token, password })
      navigate('/', { replace: true })
    },
  })
  if (token === '') return <DoorFrame title={words.title} detail={words.noToken} />
  return (
    <DoorFrame title={words.title} detail={words.detail}>
      <DoorFields state={state} submit={words.submit}>
        <PasswordField state={state} isNew />
      </DoorFields>
    </DoorFrame>
  )
}
