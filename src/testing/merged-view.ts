import { createDestination } from '../destinations/destination.ts'
import type { ImportedRecord } from '../import/importer.ts'
import { saveRecords } from '../ingest/save.ts'
import { mergePerson } from '../person/tell.ts'
import type { Activity } from '../schema/records.ts'
import { connectUser } from '../users/connect.ts'
import { mergeTask } from '../users/merging/merging.ts'
import type { User } from '../users/user.ts'
import { inFreshEnvironment, startWorker } from './delivering.ts'
import type { TestHub } from './hub.ts'
import { openReceiver } from './receiver.ts'
import { aDaily, aSleep, incoming } from './records.ts'
import { runJobs } from './scripted.ts'

/** A data event, by the parts that tests look at. */
export interface MergedBody {
  type: string
  user: { user_id: string; provider: string; reference_id: string }
  data?: { metadata: { start_time: string; summary_id?: string }; distance_data?: { steps: number } }[]
  athlete?: object
  made_of?: { user_id: string; provider: string; key: string }[][]
}

export const views = ['all', 'merged'] as const
type View = (typeof views)[number]

const noEvent = '00000000-0000-0000-0000-000000000000'

/** An environment with a destination that gets all and one that gets each thing once. */
export async function bothViews(shared: TestHub, workerNo = 1) {
  const hub = await inFreshEnvironment(shared)
  const stack = new AsyncDisposableStack()
  const receivers = { all: stack.use(await openReceiver()), merged: stack.use(await openReceiver()) }
  for (const view of views)
    await createDestination(hub, hub.environmentId, { kind: 'webhook', url: receivers[view].url, view })
  const worker = await startWorker(hub, { workerNo })
  stack.defer(() => worker.close())
  const last = { all: noEvent, merged: noEvent }
  return {
    hub,
    receivers,
    /** Every data event that is new to a receiver since it was last asked, neither more nor fewer. */
    async news(view: View): Promise<MergedBody[]> {
      const owed = await hub.db<{ id: string }>`
        select id
        from events
        where environment_id = ${hub.environmentId} and coalesce(view = ${view}, true) and id > ${last[view]}::uuid
        order by id`
      last[view] = owed.at(-1)?.id ?? last[view]
      const came = await receivers[view].take(owed.length)
      return came
        .map(({ body }): MergedBody => JSON.parse(body.toString('utf8')))
        .filter(({ type }) => !type.endsWith('auth'))
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Connects an account of a person. */
export async function connectAccount(hub: TestHub, provider: string, referenceId: string | null): Promise<User> {
  await hub.advance(1000)
  const who = {
    environmentId: hub.environmentId,
    provider,
    providerAccount: `${provider} of ${referenceId}`,
    referenceId,
  }
  const { user } = await hub.db.transaction((sql) => connectUser(hub, sql, who))
  hub.wake()
  return user
}

/** Stores records of an account. */
export const store = async (hub: TestHub, user: User, ...records: ImportedRecord[]): Promise<void> => {
  await hub.advance(1000)
  await hub.db.transaction((sql) =>
    saveRecords(hub, sql, user.environmentId, user.userId, incoming(...records), { observedAtMs: hub.clock.now() }),
  )
  hub.wake()
}
/** Runs what was to be merged; gives how many jobs there were. */
export const mergeDue = (hub: TestHub): Promise<number> => runJobs(hub, mergeTask, mergePerson(hub))

/** What an account tells of a day, a night that ends on it, an hour of riding on the first of July. */
export const day = (date: string, steps: number): ImportedRecord => ({ type: 'daily', record: aDaily(date, steps) })
export const night = (date: string, id: string): ImportedRecord => ({ type: 'sleep', record: aSleep(date, id) })
export const ride = (id: string, hour: number, rest: Partial<Activity> = {}): ImportedRecord => ({
  type: 'activity',
  record: {
    metadata: {
      start_time: `2026-07-01T${hour}:00:00.000000+01:00`,
      end_time: `2026-07-01T${hour + 1}:00:00.000000+01:00`,
      summary_id: id,
      type: 1,
      upload_type: 1,
    },
    ...rest,
  },
})

/** What a data event says: whose it is, and by summary id or day what of each record was told; `gone` of one made of nothing. */
const saying = ({ type, user, data = [], made_of: madeOf }: MergedBody) => [
  type,
  user.provider,
  ...data.map(({ metadata, distance_data: counts }, index) => {
    const key = metadata.summary_id ?? metadata.start_time.slice(0, 10)
    const parts = madeOf?.[index]
    if (parts?.length === 0) return `${key} gone`
    const of = parts === undefined ? '' : ` of ${parts.map(({ provider }) => provider).join(' and ')}`
    return `${key}${counts === undefined ? '' : ` ${counts.steps}`}${of}`
  }),
]
/** What data events say, in an order that does not depend on when each came. */
export const told = (came: readonly MergedBody[]) => came.map(saying).toSorted()
