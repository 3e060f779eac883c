import { newId } from '../lib/ids.ts'
import type { Access, CloudProvider } from '../providers/provider.ts'
import { findProvider } from '../providers/registry.ts'
import { setFault } from '../sandbox/call-store.ts'
import { insertDeed } from '../sandbox/life/deed-store.ts'
import type { Deed } from '../sandbox/life/deeds.ts'
import { revokeGrant } from '../sandbox/store.ts'
import type { SandboxFault } from '../schema/management/sandbox.ts'
import type { User } from '../users/user.ts'
import { connectPerson, sandboxServer } from './connected.ts'
import type { TestServer } from './server.ts'

/** A server that listens, at which people connect with the double of a real provider. */
export interface Doubled {
  at: TestServer
  provider: CloudProvider
  /** Connects a person, who allows all that is asked or those scopes. */
  connect(person: string, granted?: string[]): Promise<User>
  /** The person takes their consent back at the provider, which tells nobody. */
  revoke(person: string): Promise<void>
  /** Whether the provider would still answer about a person. */
  isAllowed(person: string): Promise<boolean>
  /** What goes wrong from now on with what is asked about a person; `seconds` as the provider then says to wait. */
  order(person: string, fault: SandboxFault | null, seconds?: number): Promise<void>
  /** Something happens to a person's data there, now; the device tells of it when it syncs. */
  happens(person: string, deed: Pick<Extract<Deed, { kind: 'corrected' | 'deleted' }>, 'kind' | 'key'>): Promise<void>
}

/** An access that remembers what was asked with it. */
export interface WatchedAccess extends Access {
  /** Each as method and path with query. */
  asked: string[]
  /** Waits for what is still being asked where one refusal was enough: a server does not close before. */
  settled(): Promise<void>
}

export function watched(access: Access): WatchedAccess {
  const asked: string[] = []
  const answers: Promise<unknown>[] = []
  return {
    ...access,
    asked,
    fetch(url, outgoing) {
      const { pathname, search } = new URL(url)
      asked.push(`${outgoing?.method ?? 'GET'} ${pathname}${search}`)
      const answer = access.fetch(url, outgoing)
      answers.push(answer)
      return answer
    },
    async settled() {
      await Promise.allSettled(answers)
    },
  }
}

/** Opens a server with the sandbox on, whose double stands in for a provider. */
export async function doubled(slug: string, environment: Record<string, string> = {}): Promise<Doubled> {
  const provider = findProvider(slug)
  if (provider?.kind !== 'cloud') throw new Error(`There is no provider ${slug} in the cloud.`)
  const at = await sandboxServer(environment)
  const { hub } = at
  const grantsOf = (person: string) => hub.db<{ id: string }>`
    select id
    from sandbox_grants
    where provider = ${slug} and lower(person) = ${person.toLowerCase()} and revoked_at is null`
  return {
    at,
    provider,
    connect: (person, granted) =>
      connectPerson(at, person, { provider: slug, ...(granted === undefined ? {} : { granted }) }),
    async revoke(person) {
      for (const { id } of await grantsOf(person)) await revokeGrant(hub.db, id, new Date(hub.clock.now()))
    },
    isAllowed: async (person) => (await grantsOf(person)).length > 0,
    async order(person, fault, seconds) {
      const detail = { fault, calls: null, seconds: seconds ?? null }
      for (const { id } of await grantsOf(person)) await setFault(hub.db, id, detail)
    },
    async happens(person, deed) {
      await insertDeed(hub.db, newId(), slug, person.toLowerCase(), { ...deed, atMs: hub.clock.now() })
    },
  }
}
