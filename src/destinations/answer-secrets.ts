import type { Hub } from '../hub.ts'
import { opened } from './row.ts'
import { selectDestinations } from './store.ts'
import { type Destination, secretsAt } from './types.ts'

type SecretsHub = Pick<Hub, 'db' | 'clock' | 'vault' | 'log'>

interface Known {
  /** Whose secret signs; null where the environment has no destination that is on. */
  signer: Destination | null
  readAtMs: number
}

const freshMs = 5000
const caches = new WeakMap<Hub['db'], Map<string, Known>>()

/**
 * The secrets that sign the answers of Terra's paths in an environment, for the header in this order: those of the oldest
 * webhook that is on, else of the oldest inbox; none where there is neither. What was read is used for five seconds, and dropped
 * at once when this process changes a destination. Where the database does not answer, what was known before still signs.
 */
export async function answerSecrets(hub: SecretsHub, environmentId: string): Promise<readonly string[]> {
  const cache = caches.get(hub.db) ?? new Map<string, Known>()
  caches.set(hub.db, cache)
  const nowMs = hub.clock.now()
  let known = cache.get(environmentId)
  if (known === undefined || nowMs - known.readAtMs > freshMs) {
    known = { signer: await readSigner(hub, environmentId, known?.signer ?? null), readAtMs: nowMs }
    cache.set(environmentId, known)
  }
  return known.signer === null ? [] : secretsAt(known.signer, nowMs)
}

async function readSigner(
  hub: Pick<Hub, 'db' | 'vault' | 'log'>,
  environmentId: string,
  before: Destination | null,
): Promise<Destination | null> {
  try {
    const on = (await selectDestinations(hub.db, environmentId))
      .map((row) => opened(hub, row))
      .filter((one) => one.enabled)
    return on.find(({ kind }) => kind === 'webhook') ?? on[0] ?? null
  } catch (error) {
    hub.log.warn({ err: error, environmentId }, 'could not read with which secret answers are signed')
    return before
  }
}

/** Makes this process read the signing secrets anew: after the commit that changed a destination. */
export const forgetAnswerSecrets = (hub: Pick<Hub, 'db'>): void => {
  // What a reader under way will write goes into the old cache.
  caches.delete(hub.db)
}
