import assert from 'node:assert/strict'
import { z } from 'zod'
import { plusDays, todayOf } from '../ingest/fetch/days.ts'
import { fetchDays } from '../ingest/fetch/fetch.ts'
import { runReplay } from '../ingest/replay/run.ts'
import { privateId } from '../lib/ids.ts'
import type { CloudProvider } from '../providers/provider.ts'
import type { Made } from '../providers/resource.ts'
import type { Daily } from '../schema/records.ts'
import type { User } from '../users/user.ts'
import { eventsOf, sandboxProvider } from './connected.ts'
import { aDaily } from './records.ts'
import type { TestServer } from './server.ts'

/** What the pretend provider says of a day. */
export interface Day {
  day: string
  steps: number
  floors?: number | undefined
}
const answerSchema = z.array(z.object({ day: z.string(), steps: z.number(), floors: z.number().optional() }))

export type Mapper = (one: Day) => Daily | null
/** The first mapper: it takes steps for metres too, and knows no floors. */
export const wrong: Mapper = ({ day, steps }) =>
  aDaily(day, steps, { distance_data: { steps, distance_meters: steps } })
/** The corrected one: it has no metres, and knows floors. */
export const right: Mapper = ({ day, steps, floors }) =>
  aDaily(day, steps, { distance_data: { steps, ...(floors === undefined ? {} : { floors_climbed: floors }) } })

/** The pretend provider as it answers those days and is read by that mapper. */
export function readBy(mapper: Mapper, version: number, answer: Day[] = []): CloudProvider {
  return {
    ...sandboxProvider(),
    mapperVersion: version,
    resources: {
      daily: {
        windowDays: 31,
        historyDays: null,
        fetch: async () => answer,
        normalise: (raw): Made[] =>
          answerSchema.parse(raw).flatMap((one) => {
            const record = mapper(one)
            return record === null ? [] : [{ record }]
          }),
      },
    },
  }
}

export const replaysPath = '/admin/api/replays'

/** The UUID of a replay. */
export function replayIdOf(id: string): string {
  const uuid = privateId('replay', id)
  assert.ok(uuid)
  return uuid
}

/** What tests of replays do on a server with the pretend provider. */
export function replaysAt(at: TestServer) {
  const { hub } = at
  const signal = new AbortController().signal
  const today = () => todayOf(hub.clock.now(), null)
  const range = () => ({ first: plusDays(today(), -9), last: today() })
  const day = (ago: number) => plusDays(today(), -ago)

  async function fetchAs(user: User, mapper: Mapper, version: number, answer: Day[]): Promise<void> {
    const fetched = await fetchDays(hub, user, readBy(mapper, version, answer), 'daily', [range()], { signal })
    assert.equal(fetched.kind, 'done')
    await hub.advance(60_000)
  }

  async function ask(body: object): Promise<string> {
    const answer = await at.call('POST', replaysPath, { body })
    assert.equal(answer.statusCode, 202, answer.body)
    return answer.json().id
  }

  /** Runs a replay to its end, as workers do, and gives how it ended. */
  async function replay(mapper: Mapper, version: number, body: object) {
    const id = await ask(body)
    while (!(await runReplay(hub, replayIdOf(id), signal, () => readBy(mapper, version))));
    return stateOf(id)
  }

  const stateOf = async (id: string) => (await at.call('GET', `${replaysPath}/${id}`)).json()

  /** The stored days of a user, and of what each was made. */
  async function daysOf(user: User) {
    const { items, provenance } = (
      await at.call(
        'GET',
        `/admin/api/users/${user.userId}/data?type=daily&start_date=${plusDays(today(), -30)}&end_date=${plusDays(today(), 2)}`,
      )
    ).json()
    return { items, provenance }
  }
  const distances = async (user: User) =>
    (await daysOf(user)).items.map((one: { distance_data: object }) => one.distance_data)
  const sent = async (user: User) => (await eventsOf(hub, user.userId)).filter(({ type }) => type === 'daily')
  return { today, day, fetchAs, ask, replay, stateOf, daysOf, distances, sent }
}
