import type { Sql } from '../db/sql.ts'
import { usersByReference } from '../users/find.ts'
import { readPriority } from '../users/priority/priority.ts'
import { inTrustOrder, type Person } from './sources.ts'

/** The person that an app knows by an id, with their accounts; null where nobody has that id. */
export async function findPerson(hub: { db: Sql }, environmentId: string, referenceId: string): Promise<Person | null> {
  const users = await usersByReference(hub, environmentId, referenceId)
  if (users.length === 0) return null
  const { providers } = await readPriority(hub, environmentId, referenceId)
  const trusted = inTrustOrder(users, providers)
  const preferred = trusted.filter(({ provider }) => providers.includes(provider)).map(({ userId }) => userId)
  return { environmentId, referenceId, users: trusted, preferred }
}
