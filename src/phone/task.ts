import { z } from 'zod'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { addJob, type Task } from '../jobs/jobs.ts'
import { messageOf } from '../lib/errors.ts'
import { shiftDate } from '../normalise/time.ts'
import { makeDays } from './days.ts'
import { selectDirty } from './days-store.ts'

/** The name of the job that makes records of what phones sent. */
export const phoneTask = 'phone-records'

const payloadSchema = z.object({ environmentId: z.string(), userId: z.string() })
type Whom = z.infer<typeof payloadSchema>

/** Records are made when nothing has come for so long… */
const quietSeconds = 60
/** …or when something has waited for so long. */
const mostSeconds = 300
/** Kills of the process count as attempts of the job and must not use it up. */
const maxAttempts = 10_000

/** How long from now the records of what has waited since a time are to be made, where something has come just now. */
export const delaySeconds = (since: Date, nowMs: number): number =>
  Math.max(0, Math.min(quietSeconds, mostSeconds - (nowMs - since.getTime()) / 1000))

/** Owes the records of a user's days to a job, in the caller's transaction; one that waits already is put off by this one. */
export const oweRecords = (sql: Sql, { environmentId, userId }: Whom, seconds: number) =>
  addJob(
    sql,
    phoneTask,
    { environmentId, userId },
    { key: `phone ${userId}`, queue: `phone ${userId}`, maxAttempts, delaySeconds: seconds },
  )

/**
 * The job: makes the records of all days that are owed by now, the newest first, a commit for every few days. Safe to break
 * off anywhere. A day that fails does not keep the others back; the job then fails, and is tried again later.
 */
export const phoneRecords =
  (hub: Pick<Hub, 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>): Task =>
  async (payload, { signal }) => {
    const whom = payloadSchema.parse(payload)
    const owed = await selectDirty(hub.db, whom.userId, new Date(hub.clock.now()))
    const failures: unknown[] = []
    const make = async (days: readonly string[]): Promise<void> => {
      try {
        await makeDays(hub, whom, days)
      } catch (error) {
        if (days.length === 1) failures.push(error)
        else for (const day of days) await make([day])
      }
    }
    for (const days of groupsOf(owed)) {
      if (signal.aborted) {
        await oweRecords(hub.db, whom, 0)
        return
      }
      await make(days)
    }
    if (failures.length === 0) return
    const [first] = failures
    hub.log.error(
      { userId: whom.userId, days: failures.length, error: first instanceof Error ? first.stack : messageOf(first) },
      'could not make records of what a phone sent',
    )
    throw new Error(`The records of ${failures.length} days of a phone could not be made.`)
  }

/** What a commit reads at most, but for a day that alone is larger: reading and mapping it must not hold the process up. */
const bytesAtOnce = 4_000_000
const daysAtOnce = 10

/** Days that follow on each other, of a size to be made together; they come newest first. */
function groupsOf(owed: readonly { day: string; bytes: number }[]): string[][] {
  const groups: string[][] = []
  let size = 0
  for (const { day, bytes } of owed) {
    const last = groups.at(-1)
    const isNext = last !== undefined && last.length < daysAtOnce && last.at(-1) === shiftDate(day, 1)
    if (isNext && size + bytes <= bytesAtOnce) {
      last.push(day)
      size += bytes
    } else {
      groups.push([day])
      size = bytes
    }
  }
  return groups
}
