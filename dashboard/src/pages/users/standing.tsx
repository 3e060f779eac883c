import type { User } from '../../api/users.ts'
import { CustomStatus, Status } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'

const words = en.users.status

/** Whether data comes from a user: connected, waiting for them to connect again, or ended. */
export function UserStatus({ user }: { user: Pick<User, 'active' | 'needs_reauth'> }) {
  if (!user.active) return <Status status="disconnected">{words.disconnected}</Status>
  if (!user.needs_reauth) return <Status status="connected">{words.connected}</Status>
  return (
    <CustomStatus shape="half" tone="warn">
      {words.needs_reauth}
    </CustomStatus>
  )
}
