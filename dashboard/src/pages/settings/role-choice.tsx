import type { Role } from '../../api/accounts.ts'
import { RadioGroup } from '../../components/radio-group.tsx'
import { en } from '../../strings/en.ts'

const roles = ['viewer', 'developer', 'owner'] as const

/** A role, with what each may do; the least first. */
export function RoleChoice(props: { label: string; value: Role; onChange: (role: Role) => void }) {
  return (
    <RadioGroup
      {...props}
      options={roles.map((role) => ({ value: role, label: en.shell.roles[role], hint: en.settings.roles[role] }))}
    />
  )
}
