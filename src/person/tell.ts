import type { Sql } from '../db/sql.ts'
import { emitEvents } from '../events/emit.ts'
import { insertSources } from '../events/store.ts'
import type { NewEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import { dataBody } from '../ingest/data-body.ts'
import { groupsOf } from '../ingest/save.ts'
import type { Task } from '../jobs/jobs.ts'
import { mergeJobSchema } from '../users/merging/merging.ts'
import { insertDays, type Whom } from '../users/merging/store.ts'
import type { User } from '../users/user.ts'
import { type MergedType, mergedTypes } from './merge.ts'
import { type News, newsOf, type Standing, standingOf } from './news.ts'
import { findPerson } from './person.ts'
import { readMergedAthlete, readMergedDays } from './read.ts'
import type { Person } from './sources.ts'
import {
  type DueDays,
  deleteAllDue,
  deleteDue,
  holdAccounts,
  selectDue,
  selectTold,
  upsertTold,
  wantsMerged,
} from './store.ts'

type TellingHub = Pick<Hub, 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>

/** Days that are told together: years of samples never stand in memory at once. */
const windowDays = 7

/** The task that tells what changed of a person, merged, to the destinations that want that. */
export const mergePerson =
  (hub: TellingHub): Task =>
  async (payload, { signal }) => {
    const whom = mergeJobSchema.parse(payload)
    do signal.throwIfAborted()
    while (await tellNext(hub, whom))
  }

/**
 * Makes the merged records of the first week of a person's noted days anew and owes what they say new to the destinations. What it
 * read, what it tells and what is done are one commit: a process that dies leaves the days noted. False when none are left.
 */
export async function tellNext(hub: TellingHub, whom: Whom): Promise<boolean> {
  const events = await hub.db.transaction(async (sql) => {
    const due = await selectDue(sql, whom, windowDays)
    if (due === null) return null
    await holdAccounts(sql, whom)
    const found = await findPerson({ db: sql }, whom.environmentId, whom.referenceId)
    // Of a paused account nothing is told.
    const users = (found?.users ?? []).filter(({ active }) => active)
    if (found === null || users.length === 0 || !(await wantsMerged(sql, whom.environmentId))) {
      await deleteAllDue(sql, whom)
      return null
    }
    const told = await tellDue(hub, sql, { ...found, users }, due)
    await deleteDue(sql, due.ids)
    return told
  })
  if (events === null) return false
  if (events > 0) {
    hub.wake()
    hub.log.info({ environmentId: whom.environmentId, events }, 'told what changed of a person, merged')
  }
  return true
}

/** Owes what the due days say new; gives in how many events. */
async function tellDue(hub: TellingHub, sql: Sql, person: Person, due: DueDays): Promise<number> {
  const type = mergedTypes.find((one) => one === due.type)
  if (type === undefined) return 0
  const standing = await readStanding(sql, person, type, due.days)
  const keys = standing.flatMap(({ parts }) => parts.map(({ key }) => key))
  const told = new Map((await selectTold(sql, person, type, due.days, keys)).map((row) => [row.key, row]))
  const news = newsOf(type, standing, due.days, told)
  if (news.length === 0) return 0
  await upsertTold(
    sql,
    person,
    type,
    news.map(({ row }) => row),
  )
  // What was told on another day before may have stood for another record there.
  const left = news.flatMap(({ row }) => {
    const day = told.get(row.key)?.day ?? null
    return day === null || day === row.day ? [] : [{ type, day }]
  })
  if (left.length > 0) await insertDays(sql, person, left)
  return emitNews(hub, sql, person, type, news)
}

async function readStanding(sql: Sql, person: Person, type: MergedType, days: readonly string[]): Promise<Standing[]> {
  const reader = { db: sql }
  if (type === 'athlete') {
    const athlete = await readMergedAthlete(reader, person)
    return athlete === null ? [] : [standingOf(type, athlete)]
  }
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return []
  return (await readMergedDays(reader, person, type, { first, last })).map((merged) => standingOf(type, merged))
}

/**
 * Events of what is told in the name of the same account and was made of the same ones: what is erased with an account takes
 * nothing with it that is not of theirs.
 */
async function emitNews(
  hub: TellingHub,
  sql: Sql,
  person: Person,
  type: MergedType,
  news: readonly News[],
): Promise<number> {
  const together = Map.groupBy(
    news.filter(({ text }) => text !== null),
    ({ userId, row }) => [userId, ...row.user_ids.toSorted()].join(' '),
  )
  const orderingMs = hub.clock.now()
  const events: { event: NewEvent; userIds: readonly string[] }[] = []
  for (const several of together.values()) {
    const user = inWhoseName(person, several[0]?.userId)
    if (user === undefined) continue
    for (const group of groupsOf(several, ({ text }) => text ?? '', type === 'athlete' ? 1 : undefined)) {
      const texts = group.flatMap(({ text }) => text ?? [])
      const madeOf = group.map((one) => one.madeOf)
      events.push({
        event: {
          environmentId: person.environmentId,
          userId: user.userId,
          type,
          body: dataBody(type, user, texts, madeOf),
          orderingMs,
        },
        userIds: group[0]?.row.user_ids.filter((userId) => userId !== user.userId) ?? [],
      })
    }
  }
  const emitted = await emitEvents(
    hub,
    sql,
    events.map(({ event }) => event),
    'merged',
  )
  const sources = emitted.flatMap(
    ({ eventId }, index) => events[index]?.userIds.map((userId) => ({ userId, eventId })) ?? [],
  )
  if (sources.length > 0) await insertSources(sql, sources)
  return events.length
}

/** The account that told it, or where that is paused or belongs to somebody else now the one that counts first. */
const inWhoseName = ({ users }: Person, userId: string | undefined): User | undefined =>
  users.find((user) => user.userId === userId) ?? users[0]
