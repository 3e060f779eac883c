import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningTellus } from '../src/testing/tellus.ts'
import { bodyOf, type Ledger } from './ledger.ts'
import type { Random } from './random.ts'

/** Apps that hand in events without pause. */
export interface Clients {
  /** Requests that had to be repeated because no 202 came. */
  retries(): number
  /** Stops once everything handed in has been answered 202. Throws with the last answer when that takes a minute. */
  stop(): Promise<void>
}

const clients = 3
/** What is not accepted so long after the last fault never will be. */
const acceptedWithinMs = 60_000
const mostInBatch = 8

/**
 * Starts clients that hand in one event or a batch at a time through `POST /admin/api/events`. Whatever comes instead
 * of a 202 — an error, a broken connection, silence — the same events are handed in again under the same keys.
 */
export function startClients(tellus: () => RunningTellus, ledger: Ledger, random: Random): Clients {
  let stopping = false
  let stopBy = Number.POSITIVE_INFINITY
  let retries = 0
  const one = async (client: number) => {
    for (let n = 0; !stopping; ) {
      const keys = Array.from({ length: random.whole(1, mostInBatch) }, () => `${client}-${n++}`)
      for (;;) {
        const answer = await publish(tellus(), keys, random.whole(700, 5_000))
        if (answer === 'accepted') break
        if (performance.now() > stopBy) throw new Error(`Events were not accepted to the end: ${answer}`)
        retries++
        await sleep(random.between(20, 120))
      }
      const at = performance.now()
      for (const key of keys) ledger.accept(key, at)
      await sleep(random.between(10, 50))
    }
  }
  const running = Promise.all(Array.from({ length: clients }, (_, client) => one(client)))
  // A refusal is thrown when the run asks for the end.
  running.catch(() => {
    stopping = true
  })
  return {
    retries: () => retries,
    async stop() {
      stopping = true
      stopBy = performance.now() + acceptedWithinMs
      await running
    },
  }
}

/** Hands events in; gives what came instead when it is not known that they were accepted. Throws when they were refused. */
async function publish(tellus: RunningTellus, keys: readonly string[], patienceMs: number): Promise<string> {
  const lines = keys.map((key) => `{"event_id":"${key}","type":"chaos","body":${bodyOf(key)}}`)
  const signal = AbortSignal.timeout(patienceMs)
  let status: number
  let text: string
  try {
    const answer = await fetch(`${tellus.url}/admin/api/events`, {
      method: 'POST',
      headers: {
        'dev-id': tellus.devId,
        'x-api-key': tellus.apiKey,
        'content-type': lines.length === 1 ? 'application/json' : 'application/x-ndjson',
      },
      body: lines.join('\n'),
      signal,
    })
    status = answer.status
    text = await answer.text()
  } catch (error) {
    return String(error) // nobody there, a connection that broke, or no answer in time
  }
  if (status >= 500 || status === 429) return `${status} ${text}`
  if (status !== 202) throw new Error(`Handing in events was answered ${status}: ${text}`)
  const { accepted, duplicates, event_ids }: { accepted: number; duplicates: number; event_ids: string[] } =
    JSON.parse(text)
  if (accepted + duplicates !== keys.length || event_ids.length !== keys.length)
    throw new Error(`Of ${keys.length} events a 202 speaks of ${text}`)
  return 'accepted'
}
