import { findProvider } from '../providers/registry.ts'
import type { DataType, RecordOf } from '../schema/records.ts'
import type { User } from '../users/user.ts'

/** One person, known by the app's own id for them, and their accounts, the most trusted first. */
export interface Person {
  environmentId: string
  referenceId: string
  users: readonly User[]
  /** Ids of those of them whose provider was named in a priority, the most trusted first. */
  preferred: readonly string[]
}

/** A record, and whose it is. */
export interface Sourced<T extends DataType> {
  user: User
  /** Its natural key within that user and type. */
  key: string
  record: RecordOf[T]
}

/** What stands for several records of one thing. */
export interface Merged<T extends DataType> {
  record: RecordOf[T]
  /** What it was made of: the record that counts first. One that has no duplicate is alone. */
  of: readonly Sourced<T>[]
}

/**
 * Accounts in the order in which they are trusted: those that the priority names, in its order; then what a device's own servers
 * tell, then phones, which hold what other apps wrote there too; of equals the one that was connected first.
 */
export function inTrustOrder(users: readonly User[], priority: readonly string[]): User[] {
  const named = ({ provider }: User): number => placeIn(priority, provider)
  return users.toSorted(
    (a, b) =>
      named(a) - named(b) ||
      Number(isPhone(a)) - Number(isPhone(b)) ||
      a.createdAt.getTime() - b.createdAt.getTime() ||
      (a.userId < b.userId ? -1 : 1),
  )
}

/** Where something stands in a list; what is not in it comes after all that is. */
export function placeIn(list: readonly string[], entry: string): number {
  const place = list.indexOf(entry)
  return place === -1 ? list.length : place
}

/** Whether what an account has was gathered by a phone, of whatever wrote it there. */
export const isPhone = ({ provider }: Pick<User, 'provider'>): boolean => findProvider(provider)?.kind === 'phone'
