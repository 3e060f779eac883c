import { type FetchHub, withAccess } from '../ingest/fetch/fetch.ts'
import { TellusError } from '../lib/errors.ts'
import { askedScopes, type CloudProvider, scopesToWrite } from '../providers/provider.ts'
import { ProviderError } from '../providers/provider-error.ts'
import { findProvider } from '../providers/registry.ts'
import type { Writing, Written } from '../providers/writing.ts'
import type { User } from '../users/user.ts'
import { cannotDelete, cannotWrite, inactive, notAllowed, refusalOf, type WritableType } from './refusal.ts'

export type WriteHub = FetchHub

/** Terra's clients wait a minute. */
const timeoutMs = 50_000

/** What became of one id at the provider. */
export interface Removed {
  id: string
  /** The provider's status: 204 gone, 404 not there. */
  status: number
}

const fromPhones = 'its data comes from an app on the phone, which takes nothing'

/** What it takes to write a type for a user. Throws 424 where that cannot be. */
function writingOf(hub: WriteHub, user: User, type: WritableType): { provider: CloudProvider; writing: Writing } {
  const provider = findProvider(user.provider)
  if (provider === null)
    throw cannotWrite(user.provider, type, 'its data came in files, and there is nobody to send it to')
  if (provider.kind === 'phone') throw cannotWrite(provider.label, type, fromPhones)
  const writing = provider.writes?.[type]
  if (writing === undefined) throw cannotWrite(provider.label, type, provider.writesNot ?? null)
  if (!user.active) throw inactive(provider.label)
  const allowed = user.scopes?.split(',') ?? null
  const lacking = scopesToWrite(provider, type).filter((name) => allowed !== null && !allowed.includes(name))
  if (lacking.length > 0) {
    const asked = askedScopes(provider, hub.config)
    const isAsked = lacking.every((name) => asked.includes(name))
    throw notAllowed(provider, type, lacking, isAsked)
  }
  return { provider, writing }
}

/**
 * Writes records of the schema to a user's provider, one after the other; gives what became of each, in their order.
 * A provider has no transactions: where one is refused, those before it are taken back as far as that goes, and the
 * sentence says which are there all the same. Throws 424, and 429 where the provider asks to wait.
 */
export async function writeRecords(
  hub: WriteHub,
  user: User,
  type: WritableType,
  records: readonly object[],
): Promise<Written[]> {
  const { provider, writing } = writingOf(hub, user, type)
  const signal = AbortSignal.timeout(timeoutMs)
  const context = { nowMs: hub.clock.now(), zone: user.zone }
  const written: Written[] = []
  try {
    for (const record of records)
      written.push(await withAccess(hub, user, provider, signal, (access) => writing.write(access, record, context)))
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const refusal = refusalOf(provider.label, type, error)
    if (written.length === 0) throw refusal
    const left = await takeBack(
      hub,
      user,
      type,
      written.map(({ id }) => id),
    )
    const before =
      left.length === 0
        ? 'what was written before it has been taken back'
        : `what was written before it is still there: ${left.join(', ')}`
    const sentence = `data.${written.length} was not written: ${refusal.message}; ${before}`
    throw new TellusError(refusal.code, sentence, { cause: error, headers: refusal.headers })
  }
  return written
}

/** Removes what was written just before, as far as that goes; gives what is there all the same. */
async function takeBack(hub: WriteHub, user: User, type: WritableType, ids: readonly string[]): Promise<string[]> {
  try {
    const removed = await removeRecords(hub, user, type, ids)
    return removed.filter(({ status }) => !isGone(status)).map(({ id }) => id)
  } catch (error) {
    if (error instanceof TellusError) return [...ids]
    throw error
  }
}

/** Whether that status of a removal means that it is not there any more. */
export const isGone = (status: number): boolean => (status >= 200 && status < 300) || status === 404 || status === 410

/**
 * Removes records at a user's provider by the ids it gave; gives what became of each, in their order. Throws 424 where
 * none could be tried, and 429 where the provider asks to wait.
 */
export async function removeRecords(
  hub: WriteHub,
  user: User,
  type: WritableType,
  ids: readonly string[],
): Promise<Removed[]> {
  const { provider, writing } = writingOf(hub, user, type)
  const { remove } = writing
  if (remove === undefined) throw cannotDelete(provider.label, type)
  const signal = AbortSignal.timeout(timeoutMs)
  const removed: Removed[] = []
  try {
    for (const id of ids)
      removed.push({ id, status: await withAccess(hub, user, provider, signal, (access) => remove(access, id)) })
    return removed
  } catch (error) {
    if (error instanceof ProviderError) throw refusalOf(provider.label, type, error)
    throw error
  }
}
