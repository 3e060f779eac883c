import type { Sql } from '../db/sql.ts'
import { emitEvents } from '../events/emit.ts'
import type { NewEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import { contentHash } from '../normalise/identity.ts'
import { nextDate } from '../normalise/time.ts'
import { requestedTypes } from '../schema/providers.ts'
import type { DataType } from '../schema/records.ts'
import { noteChanged } from '../users/merging/merging.ts'
import { insertAlone } from '../users/merging/store.ts'
import type { LockedUser } from '../users/user.ts'
import type { RecordPlace } from './keys.ts'
import { remainsOf } from './remains.ts'

/** A record that changed or is gone: what it is and when it was, and its JSON text. */
export interface Told {
  type: DataType
  place: RecordPlace
  text(): string
}

const merged: ReadonlySet<string> = new Set(requestedTypes)
const isMerged = ({ type }: { type: string }): boolean => merged.has(type)
/** They have an id of their own at each source, so of one that is told by two the other one's must be taken back. */
const isSession = ({ type }: Told): boolean => type === 'activity' || type === 'sleep'

/** A session touches no more days than that. */
const mostDays = 31

/**
 * Owes data events of a user to the destinations, in the caller's transaction. Where the user is one account of several of a person,
 * destinations that want each thing once are left out: for them it is noted which days have to be told anew.
 */
export async function tellRecords(
  hub: Pick<Hub, 'metrics' | 'clock' | 'defect'>,
  sql: Sql,
  user: LockedUser,
  events: readonly NewEvent[],
  told: readonly Told[],
): Promise<void> {
  const { environmentId, userId, referenceId, merges } = user
  if (merges !== 'several' || referenceId === null) await emitEvents(hub, sql, events)
  if (merges === null || referenceId === null || told.length === 0) return
  const whom = { environmentId, referenceId }
  if (merges === 'alone') {
    const sessions = told.filter(isSession).map(({ type, place, text }) => ({
      type,
      key: place.key,
      day: place.firstDay,
      hash: Buffer.from(contentHash(JSON.parse(text())), 'hex'),
      remains: remainsOf(type, text()),
    }))
    if (sessions.length > 0) await insertAlone(sql, whom, userId, sessions)
    return
  }
  const apart = events.filter((event) => !isMerged(event))
  await emitEvents(hub, sql, apart)
  await emitEvents(hub, sql, events.filter(isMerged), 'all')
  await noteChanged(
    sql,
    whom,
    told.filter(isMerged).flatMap(({ type, place }) => daysOf(place).map((day) => ({ type, day }))),
  )
}

/** The local days that a record touches; one that has none gives null. */
function daysOf({ firstDay, lastDay }: RecordPlace): (string | null)[] {
  if (firstDay === null) return [null]
  const days = [firstDay]
  for (let day = nextDate(firstDay); day <= (lastDay ?? firstDay) && days.length < mostDays; day = nextDate(day))
    days.push(day)
  return days
}
