import type { Hub } from '../hub.ts'
import { parseRange, streamRows, textOf } from '../ingest/read.ts'
import { TellusError } from '../lib/errors.ts'
import { nextDate } from '../normalise/time.ts'
import type { MergedType } from '../person/merge.ts'
import { findPerson } from '../person/person.ts'
import { streamMerged } from '../person/read.ts'
import type { Person } from '../person/sources.ts'
import type { DataType, RecordOf } from '../schema/records.ts'
import { findUser } from '../users/find.ts'
import type { User } from '../users/user.ts'
import type { McpToken } from './tokens.ts'

export type Reader = Pick<Hub, 'db'>

/** A record, and the records of accounts that it was made of: the one that counts first comes first. */
export interface Item<T extends DataType> {
  record: RecordOf[T]
  of: readonly { user: User; key: string }[]
}

/** Local days, both included. */
export interface Days {
  first: string
  last: string
}

/** The types of which a person has one view over all their sources, a day at a time. */
export type ViewedType = Exclude<MergedType, 'athlete'>

/** Whom a token reads, with one account or several. Throws `not_found` where nobody is left. */
export async function personOf(hub: Reader, { environmentId, subject }: McpToken): Promise<Person> {
  if ('referenceId' in subject) {
    const person = await findPerson(hub, environmentId, subject.referenceId)
    if (person !== null) return person
  } else {
    const user = await findUser(hub, environmentId, subject.userId)
    if (user !== null) return { environmentId, referenceId: user.referenceId ?? '', users: [user], preferred: [] }
  }
  throw new TellusError('not_found', 'The person that this token reads has no account here any more.')
}

/**
 * The person with those of their accounts alone that `source` names, by provider or user id; with all where it is left out. Throws
 * `bad_request` with the sources that there are.
 */
export function withSource(person: Person, source: string | undefined): Person {
  if (source === undefined) return person
  const wanted = source.toLowerCase()
  const users = person.users.filter(
    ({ userId, provider }) => userId.toLowerCase() === wanted || provider.toLowerCase() === wanted,
  )
  if (users.length > 0) return { ...person, users }
  const known = [...new Set(person.users.map(({ provider }) => provider))].join(', ')
  throw new TellusError('bad_request', `This person has no source "${source.slice(0, 60)}": they have ${known}.`)
}

/** Records of a person of some days, some at a time: each thing once where several accounts tell of it. */
export async function* readViewed<T extends ViewedType>(
  hub: Reader,
  person: Person,
  type: T,
  days: Days,
  withSamples: boolean,
): AsyncGenerator<readonly Item<T>[], void, undefined> {
  if (person.users.length > 1) yield* streamMerged(hub, person, type, days)
  else yield* readEach(hub, person, type, days, withSamples)
}

/** Records of some days as each account tells them, account by account. */
export async function* readEach<T extends DataType>(
  hub: Reader,
  person: Person,
  type: T,
  { first, last }: Days,
  withSamples: boolean,
): AsyncGenerator<readonly Item<T>[], void, undefined> {
  const range = parseRange(first, nextDate(last))
  for (const user of person.users)
    for await (const rows of streamRows(hub, user, type, range))
      yield rows.map((row) => {
        // It was checked when it was stored.
        const record: RecordOf[T] = JSON.parse(textOf(type, row, { withSamples }))
        return { record, of: [{ user, key: row.key }] }
      })
}
