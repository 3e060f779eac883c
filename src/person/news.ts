import type { Part } from '../ingest/data-body.ts'
import { placeOf } from '../ingest/keys.ts'
import { remainsOf } from '../ingest/remains.ts'
import { contentHash } from '../normalise/identity.ts'
import type { MergedType } from './merge.ts'
import type { Merged } from './sources.ts'
import type { ToldRow } from './store.ts'

/** A merged record as it stands now. */
export interface Standing {
  key: string
  /** The local days that it, or any record that it is made of, begins or ends on; none of a type without days. */
  days: readonly string[]
  parts: readonly Part[]
  record: object
}

/** What there is to tell of one record, and what is to be noted of it. */
export interface News {
  /** In whose name it is told. */
  userId: string
  /** Null where there is no form in which it can be told that it is gone: that is only noted. */
  text: string | null
  /** Empty: it is gone. */
  madeOf: readonly Part[]
  row: ToldRow
}

/** A merged record by what is needed to tell of it. */
export function standingOf<T extends MergedType>(type: T, { record, of }: Merged<T>): Standing {
  const days = of.flatMap((one) => {
    const { firstDay, lastDay } = placeOf(type, one.record)
    return [firstDay, lastDay].flatMap((day) => day ?? [])
  })
  const parts = of.map(({ user, key }) => ({ user_id: user.userId, provider: user.provider, key }))
  return { key: parts[0]?.key ?? '', days, parts, record }
}

/** The account whose record counts first. */
const firstOf = ({ parts }: Standing): string => parts[0]?.user_id ?? ''

/**
 * What has to be told of the records that touch some local days, by what stands now and what was told before. What says what was
 * said before is left out. One that stands no more, because it was deleted or another source's record stands for it now, is
 * told as gone, under the key that it had.
 */
export function newsOf(
  type: MergedType,
  standing: readonly Standing[],
  days: readonly string[],
  told: ReadonlyMap<string, ToldRow>,
): News[] {
  const due = new Set(days)
  const isDue = ({ days: own }: Standing): boolean => own.length === 0 || own.some((day) => due.has(day))
  // By key each once: accounts that share the id of a session have the same one.
  const standingBy = new Map(standing.toReversed().map((one) => [one.key, one]))
  const gone = [...told.values()].filter(({ key, hash }) => hash !== null && !standingBy.has(key))
  return [
    ...gone.map(leavingOf),
    ...[...standingBy.values()]
      .filter(isDue)
      .toReversed()
      .flatMap((one) => tellingOf(type, one, told.get(one.key))),
  ]
}

function tellingOf(type: MergedType, one: Standing, before: ToldRow | undefined): News[] {
  const hash = Buffer.from(contentHash(one.record), 'hex')
  if (before?.hash?.equals(hash)) return []
  const text = JSON.stringify(one.record)
  const userId = firstOf(one)
  const { metadata }: { metadata?: object } = one.record
  const row: ToldRow = {
    key: one.key,
    day: placeOf(type, one.record).firstDay,
    user_id: userId,
    user_ids: [...new Set(one.parts.map(({ user_id }) => user_id))],
    hash,
    remains: remainsOf(type, JSON.stringify({ metadata })),
  }
  return [{ userId, text, madeOf: one.parts, row }]
}

function leavingOf(before: ToldRow): News {
  const { user_id: userId, remains: text } = before
  return { userId, text, madeOf: [], row: { ...before, user_ids: [userId], hash: null, remains: null } }
}
