/** What an account may do, for the whole installation; each role may do all that the ones after it may. */
export const roles = ['owner', 'developer', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Who makes a call of the management API. */
export type Actor =
  | { kind: 'key'; keyId: string; name: string }
  | { kind: 'account'; accountId: string; email: string; name: string | null; role: Role }

/** The role an actor acts with: an API key counts as developer of its environment. */
export const roleOf = (actor: Actor): Role => (actor.kind === 'key' ? 'developer' : actor.role)

/** Whether a role may do what needs another. */
export const mayAct = (role: Role, needed: Role): boolean => roles.indexOf(role) <= roles.indexOf(needed)
