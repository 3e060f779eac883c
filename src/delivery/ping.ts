import { loadBody } from '../events/store.ts'
import type { StoredEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { isUuid } from '../lib/ids.ts'

const lifeSeconds = 600

/**
 * What ping mode sends in place of a data event: a link to the exact JSON, good for 600 s. Made anew at each attempt,
 * so that a retry hours later does not carry a dead link.
 */
export function pingBody(hub: Pick<Hub, 'vault' | 'publicUrl'>, event: Pick<StoredEvent, 'id'>, nowMs: number): Buffer {
  const token = hub.vault.seal(`payload ${event.id} ${nowMs + lifeSeconds * 1000}`)
  const url = `${hub.publicUrl()}/payloads/${token}`
  return Buffer.from(JSON.stringify({ type: 's3_payload', status: 'success', url, expires_in: lifeSeconds }))
}

/** The JSON behind a link of ping mode, exactly as a push would have sent it. Throws `bad_request` when the link is no good. */
export async function readPayload(hub: Pick<Hub, 'vault' | 'db' | 'clock'>, token: string): Promise<string> {
  const [kind, id, expires] = unseal(hub, token).split(' ')
  if (kind !== 'payload' || id === undefined || !isUuid(id)) throw badLink()
  if (!(Number(expires) > hub.clock.now()))
    throw new TellusError('bad_request', 'This link has expired: links are good for 600 s.')
  const body = await loadBody(hub.db, id)
  if (body === null) throw new TellusError('not_found', 'The payload behind this link was deleted.')
  return body.toString('utf8')
}

const badLink = (cause?: unknown) =>
  new TellusError('bad_request', 'This link is not one that Tellus made.', cause === undefined ? {} : { cause })

function unseal(hub: Pick<Hub, 'vault'>, token: string): string {
  try {
    return hub.vault.open(token)
  } catch (error) {
    throw badLink(error)
  }
}
