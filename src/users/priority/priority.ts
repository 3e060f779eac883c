import type { Sql } from '../../db/sql.ts'
import { TellusError } from '../../lib/errors.ts'
import { providerSlug } from '../../schema/providers.ts'
import { deletePriority, insertPriority, selectPriorities } from './store.ts'

/** The database, or a transaction of it. */
interface Reader {
  db: Sql
}

/** Which providers are trusted more than others, the most trusted first; the person's own order, else that of the environment. */
export interface Priority {
  providers: string[]
  /** Where it was said; null where nowhere: then a device's own servers come before phones, and the richer record counts. */
  from: 'person' | 'environment' | null
}

/** The order that holds for a person; of the environment's own when no person is named. */
export async function readPriority(hub: Reader, environmentId: string, referenceId: string | null): Promise<Priority> {
  const rows = await selectPriorities(hub.db, environmentId, referenceId)
  const own = rows.find(({ reference_id }) => reference_id !== null)
  const common = rows.find(({ reference_id }) => reference_id === null)
  if (own !== undefined) return { providers: own.providers, from: 'person' }
  return { providers: common?.providers ?? [], from: common === undefined ? null : 'environment' }
}

/**
 * Says which providers are trusted more, for a person or for all who have no order of their own; an empty list takes back what was
 * said. Names are taken in any case, each once; gives them as they are kept. Throws `bad_request` for one that there is not.
 */
export async function writePriority(
  hub: Reader,
  environmentId: string,
  referenceId: string | null,
  providers: readonly string[],
): Promise<string[]> {
  const slugs = providers.map((name) => {
    const slug = providerSlug(name)
    if (slug === null) throw new TellusError('bad_request', `invalid providers: there is no provider ${name}`)
    return slug
  })
  const once = [...new Set<string>(slugs)]
  if (once.length === 0) await deletePriority(hub.db, environmentId, referenceId)
  else await insertPriority(hub.db, environmentId, referenceId, once)
  return once
}
