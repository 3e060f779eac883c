import { Pool } from 'undici'
import type { RunningTellus } from '../../src/testing/tellus.ts'
import { payloadOf } from './payload.ts'

export interface Load extends AsyncDisposable {
  /** Publishes `events` new ones in one request; resolves with how many were accepted (0 when told to wait). */
  publish(events: number): Promise<number>
  /** Requests that were told to wait (429 or 503). */
  readonly refused: number
}

const varieties = 32

/** A client that publishes events over HTTP as an app would: NDJSON, kept connections, `connections` at once. */
export function openLoad(
  { url, devId, apiKey }: Pick<RunningTellus, 'url' | 'devId' | 'apiKey'>,
  bytes: number,
  connections = 16,
): Load {
  const pool = new Pool(url, { connections, pipelining: 1 })
  const headers = { 'dev-id': devId, 'x-api-key': apiKey, 'content-type': 'application/x-ndjson' }
  // Made once: the generator must not cost more than what it measures. The time in front is put in for each event.
  const tails = Array.from({ length: varieties }, (_, seed) => payloadOf(bytes, 0, seed).replace(/^\{"at":[\d.]+/, ''))
  let n = 0
  let refused = 0
  return {
    get refused() {
      return refused
    },
    async publish(events) {
      let text = ''
      for (let i = 0; i < events; i++) {
        const at = (performance.timeOrigin + performance.now()).toFixed(3)
        text += `{"type":"bench","body":{"at":${at}${tails[n++ % varieties]}}\n`
      }
      const answer = await pool.request({ path: '/admin/api/events', method: 'POST', headers, body: text })
      const said = await answer.body.text()
      if (answer.statusCode === 429 || answer.statusCode === 503) {
        refused++
        return 0
      }
      if (answer.statusCode !== 202) throw new Error(`publishing was answered ${answer.statusCode}: ${said}`)
      return events
    },
    async [Symbol.asyncDispose]() {
      await pool.close()
    },
  }
}
