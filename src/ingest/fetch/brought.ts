import type { Hub } from '../../hub.ts'
import type { Notice } from '../../providers/notification.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import type { Made, Resource } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import { connectionWorks } from '../../users/connection/connection.ts'
import { findUser } from '../../users/find.ts'
import { lockUser } from '../../users/store.ts'
import type { User } from '../../users/user.ts'
import { toIncoming } from '../incoming.ts'
import { keepRaw, lastRaw } from '../raw/raw.ts'
import { saveRecords } from '../save.ts'
import { wantedTypes } from './wanted.ts'

type BroughtHub = Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'metrics' | 'defect' | 'wake'>

/** Data that came with a notification. */
export type Brought = Pick<Extract<Notice, { kind: 'brought' }>, 'type' | 'range' | 'answer'>

/**
 * Stores what a provider brought of a user at a time, as if it had been asked for then: added to what was brought of the
 * same days before, kept, made into records, and owed to the destinations, all in one commit. What the user does not allow,
 * and what nobody knows how to read, makes no record; the latter is kept for the mapper that does.
 */
export async function keepBrought(
  hub: BroughtHub,
  whom: Pick<User, 'userId' | 'environmentId'>,
  provider: CloudProvider,
  brought: Brought,
  atMs: number,
): Promise<void> {
  const { type, range } = brought
  const user = await findUser(hub, whom.environmentId, whom.userId)
  const resource = provider.resources[type]
  if (user === null || !user.active || resource === undefined) return
  if (!wantedTypes(provider, user, [type]).includes(type)) return
  const saved = await hub.db.transaction(async (sql) => {
    // The lock comes before the reading: two pieces of a day must not both be added to what was there before them.
    if ((await lockUser(sql, user.environmentId, user.userId)) === null) return null
    const kept = hub.config.rawRetentionDays === 0 ? null : await lastRaw(sql, user.userId, type, range)
    const answer = kept === null ? brought.answer : joined(resource, kept, { ...brought, atMs })
    const observedAtMs = Math.max(atMs, kept?.observedAtMs ?? atMs)
    const source = await keepRaw(hub, sql, user, { provider, type, window: range, answer, observedAtMs })
    const made = readBrought(hub, user, provider, type, () =>
      resource.normalise(answer, { zone: user.zone, ...(source.rawId === null ? { isPart: true } : {}) }),
    )
    return saveRecords(hub, sql, user.environmentId, user.userId, made, { observedAtMs, source })
  })
  if (saved === null) return
  hub.wake()
  const records = [...saved.saved.values()].reduce((sum, n) => sum + n, 0)
  await connectionWorks(hub, user.userId, provider, { atMs, hasNews: records > 0, what: 'some' })
  if (records > 0) hub.log.info({ userId: user.userId, provider: provider.name, records }, 'stored what was brought')
}

function joined(
  { join }: Resource,
  kept: { answer: unknown; observedAtMs: number },
  { answer, atMs }: { answer: unknown; atMs: number },
): unknown {
  if (join === undefined) return kept.observedAtMs > atMs ? kept.answer : answer
  return kept.observedAtMs > atMs ? join(answer, kept.answer) : join(kept.answer, answer)
}

function readBrought(
  hub: Pick<Hub, 'log' | 'defect'>,
  { userId }: User,
  provider: CloudProvider,
  type: DataType,
  normalise: () => Made[],
) {
  let made: Made[] = []
  try {
    made = normalise()
  } catch {
    // The error may hold values.
    hub.log.warn({ userId, provider: provider.name, type }, 'a provider brought what is not understood: it is kept')
  }
  return made.map((one) => {
    const { incoming, problems } = toIncoming({ type, ...one })
    if (problems.length > 0) hub.defect(type, problems)
    return incoming
  })
}
