import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newSecret } from '../lib/ids.ts'
import { change } from './destination.ts'
import type { Destination } from './types.ts'

type SecretsHub = Pick<Hub, 'db' | 'clock' | 'vault' | 'log'>

const longestOverlapSeconds = 30 * 86_400

/**
 * Gives a destination a new signing secret. For `overlapSeconds` (24 h unless said otherwise; 0 ends it at once) the
 * previous one signs too and stands first. A rotation during an overlap drops the secret before.
 */
export async function rotateSecret(
  hub: SecretsHub,
  environmentId: string,
  id: string,
  overlapSeconds: unknown = 86_400,
): Promise<Destination> {
  if (typeof overlapSeconds !== 'number' || !(overlapSeconds >= 0 && overlapSeconds <= longestOverlapSeconds))
    throw new TellusError('bad_request', 'overlap_seconds must be a number of seconds from 0 to 2592000 (30 days).')
  const now = hub.clock.now()
  const changed = await change(hub, environmentId, id, (row) => ({
    ...row,
    secret: hub.vault.seal(newSecret()),
    previous_secret: overlapSeconds === 0 ? null : row.secret,
    previous_expires_at: overlapSeconds === 0 ? null : new Date(now + overlapSeconds * 1000),
    updated_at: new Date(now),
  }))
  hub.log.info({ destinationId: id }, 'rotated a signing secret')
  return changed
}

/** Ends the overlap of a rotation now: the new secret signs alone. */
export async function finishRotation(hub: SecretsHub, environmentId: string, id: string): Promise<Destination> {
  const changed = await change(hub, environmentId, id, (row) => ({
    ...row,
    previous_secret: null,
    previous_expires_at: null,
    updated_at: new Date(hub.clock.now()),
  }))
  hub.log.info({ destinationId: id }, 'ended the overlap of a signing secret')
  return changed
}
