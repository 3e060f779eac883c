import { quantile, sleep, sortedOf } from '../delivery/figures.ts'
import { openClient } from './client.ts'

export interface Measured {
  perSecond: number
  p50Ms: number
  p99Ms: number
}

/** Answers a second when `inFlight` requests are always under way, and how long they took. */
export async function fastest(
  url: string,
  requests: readonly Buffer[],
  seconds: number,
  inFlight = 64,
): Promise<Measured> {
  using client = openClient(url, inFlight)
  const took: number[] = []
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  let n = 0
  const loop = (): Promise<void> =>
    new Promise((resolve) => {
      const one = (): void => {
        const sentAt = performance.now()
        if (sentAt >= until) {
          resolve()
          return
        }
        client.send(requestAt(requests, n++), (status) => {
          demandOk(status)
          took.push(performance.now() - sentAt)
          one()
        })
      }
      one()
    })
  await Promise.all(Array.from({ length: inFlight }, loop))
  return measured(took, performance.now() - startedAt)
}

/**
 * Requests that arrive at a rate by a clock, whether or not earlier ones are answered, on as many connections as are
 * needed: what a request waits for its turn counts, from the time it was due.
 */
export async function arriving(
  url: string,
  requests: readonly Buffer[],
  rate: number,
  seconds: number,
): Promise<Measured> {
  using client = openClient(url, 256)
  const took: number[] = []
  const startedAt = performance.now()
  const all = Math.floor(rate * seconds)
  let sent = 0
  while (sent < all) {
    const due = Math.min(all, Math.floor(((performance.now() - startedAt) / 1000) * rate))
    for (; sent < due; sent++) {
      const dueAt = startedAt + (sent / rate) * 1000
      client.send(requestAt(requests, sent), (status) => {
        demandOk(status)
        took.push(performance.now() - dueAt)
      })
    }
    await sleep(1)
  }
  const patienceUntil = performance.now() + 30_000
  while (took.length < all && performance.now() < patienceUntil) await sleep(5)
  if (took.length < all) throw new Error(`${all - took.length} of ${all} reads were not answered within 30 s.`)
  return measured(took, performance.now() - startedAt)
}

function measured(took: readonly number[], ms: number): Measured {
  const sorted = sortedOf(took)
  return { perSecond: took.length / (ms / 1000), p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) }
}

function requestAt(requests: readonly Buffer[], n: number): Buffer {
  const request = requests[n % requests.length]
  if (request === undefined) throw new Error('There are no requests to send.')
  return request
}

function demandOk(status: number): void {
  if (status !== 200) throw new Error(`a read was answered ${status}`)
}
