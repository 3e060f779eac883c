import { useLocation } from 'wouter'
import { type Session, setUp } from '../../api/session.ts'
import { Link } from '../../components/link.tsx'
import { en } from '../../strings/en.ts'
import { DoorFields, EmailField, NameField, PasswordField } from './fields.tsx'
import { useDoorForm } from './form.ts'
import { DoorFrame } from './frame.tsx'

const words = en.signIn

/** The first run: whoever holds the printed link becomes the owner, and comes out on Home with its five steps. */
export function Welcome({ session, token }: { session: Session; token: string }) {
  const [, navigate] = useLocation()
  const state = useDoorForm({
    asked: ['email', 'name', 'password'],
    isNew: true,
    send: async ({ email, name, password }) => {
      await setUp({ token, email, password, ...(name === '' ? {} : { name }) })
      navigate('/', { replace: true })
    },
  })
  if (!session.first_run)
    return (
      <DoorFrame title={words.welcome.title} detail={words.welcome.done}>
        <Link href="/sign-in" look="primary">
          {words.welcome.toSignIn}
        </Link>
      </DoorFrame>
    )
  if (token === '') return <DoorFrame title={words.welcome.title} detail={words.welcome.noToken} />
  return (
    <DoorFrame title={words.welcome.title} detail={words.welcome.detail}>
      <DoorFields state={state} submit={words.welcome.submit}>
        <EmailField state={state} />
        <NameField state={state} />
        <PasswordField state={state} isNew />
      </DoorFields>
    </DoorFrame>
  )
}
