import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { newUuid } from '../../src/lib/ids.ts'
import { aBatch, aWatch } from '../../src/testing/phone.ts'

const mostBytes = 50_000_000
const samples = 16_000

/** The greatest body that is taken but for its head, which `bodyHead` begins: samples that each tell a great deal. */
function bodyRest(): Buffer {
  const firstMs = Date.parse('2025-01-01T00:00:00Z')
  const list = Array.from({ length: samples }, (_, n) => ({
    id: newUuid().toUpperCase(),
    type: 'HKQuantityTypeIdentifierStepCount',
    start: new Date(firstMs + n * 60_000).toISOString(),
    end: new Date(firstMs + n * 60_000 + 5000).toISOString(),
    value: 1 + (n % 90),
    unit: 'count',
    tz: 'Europe/Oslo',
    metadata: { note: 'n'.repeat(2650) },
    ...aWatch,
  }))
  return Buffer.from(`"samples":${JSON.stringify(list)}}`)
}

const bodyHead = (): Buffer => Buffer.from(JSON.stringify(aBatch({ samples: undefined })).replace(/\}$/, ','))

/** Sends one of the greatest bodies for each token, all at the same time. Gives the bytes of one and the seconds till the last answer. */
export async function sendLarge(url: string, tokens: readonly string[]): Promise<{ bytes: number; seconds: number }> {
  const rest = bodyRest()
  const bytes = bodyHead().length + rest.length
  if (bytes > mostBytes || bytes < mostBytes * 0.9) throw new Error(`a body of ${bytes} bytes is not what was meant`)
  const startedMs = performance.now()
  await Promise.all(
    tokens.map(async (token) => {
      const call = request(`${url}/ingest/batches`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-length': bytes },
      })
      call.write(bodyHead())
      call.end(rest)
      const [answer] = await once(call, 'response')
      const said: { accepted?: number } = JSON.parse(await text(answer))
      if (answer.statusCode !== 202 || said.accepted !== samples)
        throw new Error(`a large batch was answered ${answer.statusCode}: ${JSON.stringify(said).slice(0, 300)}`)
    }),
  )
  return { bytes, seconds: (performance.now() - startedMs) / 1000 }
}
