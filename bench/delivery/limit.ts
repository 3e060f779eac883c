import { createHmac } from 'node:crypto'
import { Pool } from 'undici'

/**
 * What this machine can do at all: signed POSTs a second by the HTTP library alone, `inFlight` at a time from one process,
 * to the same receiver with the same bodies. No queue, no database, no record of anything.
 */
export async function bareLimit(url: string, body: string, seconds: number, inFlight = 64): Promise<number> {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, { connections: inFlight, pipelining: 1 })
  const bytes = Buffer.from(body)
  const until = performance.now() + seconds * 1000
  let done = 0
  let failed = 0
  const startedAt = performance.now()
  const one = (): Promise<void> =>
    new Promise((resolve) => {
      const t = String(Math.floor(Date.now() / 1000))
      const signature = createHmac('sha256', 'secret').update(`${t}.`).update(bytes).digest('hex')
      pool.dispatch(
        {
          path: pathname,
          method: 'POST',
          headers: ['content-type', 'application/json', 'terra-signature', `t=${t},v1=${signature}`],
          body: bytes,
        },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData() {},
          onResponseEnd() {
            done++
            resolve()
          },
          onResponseError() {
            failed++
            resolve()
          },
        },
      )
    })
  const loop = async (): Promise<void> => {
    while (performance.now() < until) await one()
  }
  await Promise.all(Array.from({ length: inFlight }, loop))
  const rate = done / ((performance.now() - startedAt) / 1000)
  await pool.close()
  if (failed > 0) throw new Error(`${failed} bare requests failed.`)
  return rate
}
