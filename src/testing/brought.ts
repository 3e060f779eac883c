import { z } from 'zod'
import { heedNotice, noticeTask } from '../ingest/fetch/notice.ts'
import { unpack } from '../lib/packed.ts'
import type { CloudProvider } from '../providers/provider.ts'
import { type DataType, dataTypes } from '../schema/records.ts'
import { jobsOf } from './connected.ts'
import type { TestHub } from './hub.ts'

const never = new AbortController().signal

/** Deals with the notices that wait, as the queue would, and gives how many there were. */
export async function heedAll(hub: TestHub): Promise<number> {
  const jobs = await jobsOf(hub, noticeTask)
  await hub.db`
    delete from graphile_worker._private_jobs j
    using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = ${noticeTask}`
  for (const { payload } of jobs) await heedNotice(hub)(payload, { signal: never, attempt: 1 })
  return jobs.length
}

/** A record as it is stored. */
export interface Stored {
  type: DataType
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever fields they are about.
  record: any
}

/** What is stored of a user, of one type or of all, in order of time. */
export async function storedOf(hub: TestHub, userId: string, type?: DataType): Promise<Stored[]> {
  const rows = await hub.db<{ type: DataType; body: string | null; body_z: Buffer | null }>`
    select type, body, body_z
    from records
    where user_id = ${userId} and type = any (${type === undefined ? [...dataTypes] : [type]}::text[])
    order by start_at, key`
  return rows.map(({ type, ...packed }) => ({ type, record: JSON.parse(unpack(packed)) }))
}

const waiting = z.object({
  notice: z.object({
    kind: z.literal('brought'),
    account: z.string(),
    type: z.enum(dataTypes),
    range: z.object({ first: z.string(), last: z.string() }),
    answer: z.unknown(),
  }),
})

/** What the notices that wait bring of an account, by type and day, the pieces of a day joined as they would be stored. */
export async function waitingOf(hub: TestHub, { resources }: CloudProvider, account: string): Promise<Stored[]> {
  const days = new Map<string, { type: DataType; answer: unknown }>()
  for (const { payload } of await jobsOf(hub, noticeTask)) {
    const { notice } = waiting.safeParse(payload).data ?? {}
    if (notice?.account !== account) continue
    const { type, answer } = notice
    const key = `${type} ${notice.range.first}`
    const before = days.get(key)
    days.set(key, { type, answer: before === undefined ? answer : resources[type]?.join?.(before.answer, answer) })
  }
  return [...days.values()].flatMap(({ type, answer }) =>
    (resources[type]?.normalise(answer, { zone: null }) ?? []).map(({ record }) => ({ type, record })),
  )
}
