import type { Receiver } from '../../src/testing/receiver.ts'

/** Events of connections are short; data, which are not looked at here, are longer. */
const longestLooked = 4096

/** What a receiver was told over a long run. */
export interface Heard {
  /** Looks at what has come since the last time, and forgets it. */
  take(): void
  deliveries(): number
  /** How often a connection was said to have trouble. */
  troubled(): number
  /** Users whose access was said to have ended. */
  ended: ReadonlySet<string>
}

/** Listens to a receiver without keeping what it got. */
export function openHeard({ received }: Pick<Receiver, 'received'>): Heard {
  const ended = new Set<string>()
  let deliveries = 0
  let troubled = 0
  return {
    ended,
    deliveries: () => deliveries,
    troubled: () => troubled,
    take() {
      for (const { body } of received.splice(0)) {
        deliveries++
        if (body.length > longestLooked) continue
        const { type, user }: { type: string; user?: { user_id: string } } = JSON.parse(body.toString('utf8'))
        if (type === 'access_revoked' && user !== undefined) ended.add(user.user_id)
        if (type === 'connection_error') troubled++
      }
    },
  }
}
