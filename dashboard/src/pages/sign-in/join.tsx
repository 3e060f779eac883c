import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { asApiError } from '../../api/error.ts'
import { type InvitationOffer, join, readInvitation } from '../../api/session.ts'
import { PageLoading } from '../../shell/page-loading.tsx'
import { en } from '../../strings/en.ts'
import { DoorFields, EmailField, NameField, PasswordField } from './fields.tsx'
import { useDoorForm } from './form.ts'
import { DoorFrame } from './frame.tsx'

const words = en.signIn.join

/** An invitation: who was invited, as what, and the password they choose. */
export function Join({ token }: { token: string }) {
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => readInvitation(token),
    enabled: token !== '',
    retry: false,
  })
  if (token === '') return <DoorFrame title={words.title} detail={words.noToken} />
  if (error !== null)
    return (
      <DoorFrame title={words.brokenTitle} detail={asApiError(error).sentence}>
        <p className="text-muted">{words.brokenHelp}</p>
      </DoorFrame>
    )
  return data === undefined ? <PageLoading /> : <JoinForm token={token} invitation={data} />
}

function JoinForm({ token, invitation }: { token: string; invitation: InvitationOffer }) {
  const [, navigate] = useLocation()
  const state = useDoorForm({
    asked: ['name', 'password'],
    isNew: true,
    email: invitation.email,
    send: async ({ name, password }) => {
      await join({ token, password, ...(name === '' ? {} : { name }) })
      navigate('/', { replace: true })
    },
  })
  return (
    <DoorFrame title={words.title} detail={words.detail(invitation.email, words.roles[invitation.role])}>
      <DoorFields state={state} submit={words.submit}>
        <EmailField state={state} isFixed />
        <NameField state={state} />
        <PasswordField state={state} isNew />
      </DoorFields>
    </DoorFrame>
  )
}
