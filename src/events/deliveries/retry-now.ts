import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { publicId } from '../../lib/ids.ts'
import { findDelivery } from './find.ts'
import { lockWaiting, makeDue } from './store.ts'

/**
 * Makes a delivery that waits for its next attempt due now; its schedule goes on from there. Gives where it belongs.
 * Throws `not_found`, or `conflict` with a sentence when it does not wait for a time.
 */
export async function retryNow(
  hub: Pick<Hub, 'db' | 'wake' | 'log'>,
  environmentId: string,
  id: string,
): Promise<{ eventId: string; destinationId: string; nextAttemptAt: Date }> {
  const named = publicId('delivery', id)
  const made = await hub.db.transaction(async (sql) => {
    const row = await lockWaiting(sql, environmentId, id)
    if (row === null) {
      const ended = await findDelivery({ db: sql }, environmentId, id)
      if (ended === null) throw new TellusError('not_found', `there is no delivery ${named}`)
      throw new TellusError(
        'conflict',
        `${named} is ${ended.status} and waits for nothing: resend its event ${publicId('event', ended.event_id)} to send it again`,
      )
    }
    if (!row.enabled)
      throw new TellusError(
        'conflict',
        `${named} is held: ${row.destination_name} is switched off, so switch it on first`,
      )
    if (row.is_held)
      throw new TellusError(
        'conflict',
        `${named} is held since ${row.destination_name} was off: resend its event ${publicId('event', row.event_id)}, or recover the destination`,
      )
    if (row.is_leased)
      throw new TellusError('conflict', `${named} is being sent at this moment: look again in a second`)
    const dueAt = await makeDue(sql, id)
    if (dueAt === null) throw new Error('A delivery that is locked is gone.')
    return { eventId: row.event_id, destinationId: row.destination_id, nextAttemptAt: dueAt }
  })
  hub.wake()
  hub.log.info({ deliveryId: id, eventId: made.eventId }, 'made a delivery due now')
  return made
}
