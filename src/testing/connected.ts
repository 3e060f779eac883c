import { windowsOf } from '../ingest/fetch/days.ts'
import { unpack } from '../lib/packed.ts'
import type { Access, CloudProvider } from '../providers/provider.ts'
import { findProvider } from '../providers/registry.ts'
import type { DayRange } from '../providers/resource.ts'
import type { DataType } from '../schema/records.ts'
import { findUser } from '../users/find.ts'
import { authenticateUser } from '../users/sign-in/begin.ts'
import type { User } from '../users/user.ts'
import type { TestHub } from './hub.ts'
import { type TestServer, testServer } from './server.ts'
import { decideAtSandbox, openVisitor } from './visitor.ts'

/** A server that listens, with the pretend provider on: what is asked of the provider goes over HTTP to itself. */
export async function sandboxServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const at = await testServer({ TELLUS_SANDBOX: 'on', ...environment })
  const address = await at.listen()
  at.hub.publicUrl = () => address
  return at
}

/** The pretend provider's definition. */
export function sandboxProvider(): CloudProvider {
  const found = findProvider('SANDBOX')
  if (found?.kind !== 'cloud') throw new Error('There is no pretend provider.')
  return found
}

/** Connects a person of the pretend provider, or of the double of another, as their browser would. */
export async function connectPerson(
  at: TestServer,
  person: string,
  choices: { granted?: string[]; referenceId?: string; provider?: string } = {},
): Promise<User> {
  const { hub } = at
  const referenceId = choices.referenceId ?? person
  const provider = choices.provider ?? 'SANDBOX'
  const { userId, authUrl } = await authenticateUser(hub, hub.environmentId, provider, { referenceId })
  const { granted } = choices
  await decideAtSandbox(openVisitor(at), authUrl, 'allow', { person, ...(granted === undefined ? {} : { granted }) })
  return userAs(hub, userId)
}

/** The user as it is now. */
export async function userAs(hub: TestHub, userId: string): Promise<User> {
  const user = await findUser(hub, hub.environmentId, userId)
  if (user === null) throw new Error(`There is no user ${userId}.`)
  return user
}

/** An event as it was stored. */
export interface StoredBody {
  type: string
  reference: string
  chunk: number | null
  body: Record<string, unknown>
}

/** Every event about a user, in order, with the parsed bodies. */
export async function eventsOf(hub: TestHub, userId: string): Promise<StoredBody[]> {
  const rows = await hub.db<{
    type: string
    reference: string
    chunk: number | null
    body: string | null
    body_z: Buffer | null
  }>`
    select type, reference, chunk, body, body_z
    from events
    where user_id = ${userId}
    order by id`
  return rows.map(({ type, reference, chunk, ...packed }) => {
    const body: Record<string, unknown> = JSON.parse(unpack(packed))
    return { type, reference, chunk, body }
  })
}

/** The jobs of a name that wait, with what they were told, in order. */
export const jobsOf = (hub: TestHub, task: string) => hub.db<{ payload: object; run_at: Date; key: string | null }>`
  select j.payload, j.run_at, j.key
  from graphile_worker._private_jobs j
  join graphile_worker._private_tasks t on t.id = j.task_id
  where t.identifier = ${task}
  order by j.id`

/** What a provider's answer for some days means, as plain values: for tests that know what it has to say. */
export async function recordsMade(
  provider: CloudProvider,
  type: DataType,
  access: Access,
  range: DayRange,
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever fields they are about.
): Promise<any[]> {
  const resource = provider.resources[type]
  if (resource === undefined) throw new Error(`${provider.label} has no ${type}.`)
  const windows = windowsOf(range, resource.windowDays).reverse()
  const made: object[] = []
  for (const window of windows) {
    const raw: unknown = JSON.parse(JSON.stringify(await resource.fetch(access, window)))
    made.push(...resource.normalise(raw, { zone: null }).map(({ record }) => record))
  }
  return made
}
