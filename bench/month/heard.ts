import { openReceiver } from '../../src/testing/receiver.ts'

/** Events of connections are short; data, which are not looked at here, are longer. */
const longestLooked = 4096

/** What was told over a long run. */
export interface Heard extends AsyncDisposable {
  /** Where it is to be told. */
  url: string
  deliveries(): number
  /** How often a connection was said to have trouble. */
  troubled(): number
  /** Users whose access was said to have ended. */
  ended: ReadonlySet<string>
}

/** Listens for events without keeping them. */
export async function openHeard(): Promise<Heard> {
  const ended = new Set<string>()
  let deliveries = 0
  let troubled = 0
  const receiver = await openReceiver({
    respond({ body }, response) {
      response.end()
      receiver.received.length = 0
      deliveries++
      if (body.length > longestLooked) return
      const { type, user }: { type: string; user?: { user_id: string } } = JSON.parse(body.toString('utf8'))
      if ((type === 'access_revoked' || type === 'deauth') && user !== undefined) ended.add(user.user_id)
      if (type === 'connection_error') troubled++
    },
  })
  return {
    url: receiver.url,
    ended,
    deliveries: () => deliveries,
    troubled: () => troubled,
    [Symbol.asyncDispose]: () => receiver.close(),
  }
}
