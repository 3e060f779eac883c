import { z } from 'zod'
import type { Hub } from '../hub.ts'
import type { Task } from '../jobs/jobs.ts'
import { TellusError } from '../lib/errors.ts'
import { localDate, offsetOfZone } from '../normalise/time.ts'
import { typesOf } from '../providers/provider.ts'
import { findProvider } from '../providers/registry.ts'
import { dataTypes } from '../schema/records.ts'
import { findUser } from '../users/find.ts'
import { accessOf } from '../users/sign-in/tokens.ts'
import { toIncoming } from './incoming.ts'
import { saveRecords } from './save.ts'

const payloadSchema = z.object({ environmentId: z.string(), userId: z.string() })

const days = 30
const dayMs = 86_400_000

/**
 * The job that follows a sign-in: the person first, then what they recorded in the last thirty days, of every type they
 * allowed. What is stored already is recognised, so it may run again. A provider that refuses ends it; others are tried
 * again by the queue.
 */
export const firstDataTask =
  (hub: Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'vault' | 'metrics' | 'defect' | 'wake' | 'publicUrl'>): Task =>
  async (payload, { signal }) => {
    const { environmentId, userId } = payloadSchema.parse(payload)
    const user = await findUser(hub, environmentId, userId)
    const provider = user === null ? null : findProvider(user.provider)
    if (user === null || provider === null || provider.kind === 'phone') return
    const granted = typesOf(provider, user.scopes?.split(',') ?? null)
    const range = lastDays(hub.clock.now(), user.zone ?? 'UTC')
    let saved = 0
    try {
      for (const type of ['athlete', ...dataTypes.filter((one) => one !== 'athlete')] as const) {
        if (!granted.includes(type)) continue
        signal.throwIfAborted()
        const observedAtMs = hub.clock.now()
        const records = await provider.fetch(await accessOf(hub, user, provider), type, range)
        const incoming = records.map((record) => {
          const made = toIncoming({ type, record })
          if (made.problems.length > 0) hub.defect(type, made.problems)
          return made.incoming
        })
        const done = await hub.db.transaction((sql) =>
          saveRecords(hub, sql, environmentId, userId, incoming, { observedAtMs }),
        )
        if (done === null) return
        hub.wake()
        for (const n of done.saved.values()) saved += n
      }
    } catch (error) {
      if (!(error instanceof TellusError && error.code === 'provider_refused')) throw error
      hub.log.warn({ userId, provider: provider.name, error: error.message }, 'a provider refused the first data')
      return
    }
    hub.log.info({ userId, provider: provider.name, records: saved }, 'fetched the first data of a user')
  }

/** The last local days of a zone, today included. */
function lastDays(nowMs: number, zone: string) {
  const local = (epochMs: number) => localDate(epochMs, offsetOfZone(zone, epochMs))
  return { first: local(nowMs - (days - 1) * dayMs), last: local(nowMs) }
}
