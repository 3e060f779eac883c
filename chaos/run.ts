import { setTimeout as sleep } from 'node:timers/promises'
import { dataFolder } from '../src/testing/tellus.ts'
import { startClients } from './clients.ts'
import { diskFaultOf } from './disk.ts'
import { faults, type Kind, type Struck } from './faults.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { randomOf } from './random.ts'
import { openCountingReceiver } from './receiver.ts'
import { openSystem, type System } from './system.ts'

export interface ChaosOptions {
  kills: number
  seed: number
  /** Where the data directory is made; a folder of its own unless given. */
  folder?: string
  onProgress?: (done: number) => void
}

/** What came of one kind of fault. Times in milliseconds. */
export interface ChaosResult {
  kind: Kind
  says: string
  kills: number
  seed: number
  accepted: number
  received: number
  /** Accepted and never received; must be 0. */
  lost: number
  /** Received under two trace ids; must be 0. */
  storedTwice: number
  /** Received with other bytes or without a good signature; must be 0. */
  spoilt: number
  /** Processes that ended without being asked to; must be none. */
  deaths: string[]
  /** Requests of clients that were answered otherwise than 202, or not at all, and made again. */
  clientRetries: number
  repeats: number
  /** The most repeats after one fault, and the bound for that fault: what was under way, and not yet acknowledged. */
  mostRepeats: number
  boundOfMost: number
  /** Faults after which more was repeated than was under way and not yet acknowledged; must be 0. */
  overBound: number
  /** From ready to the first delivery, median and longest, over the faults after which there was one. */
  resumedMedianMs: number | null
  resumedWorstMs: number | null
  /** From a 202 to the receiver. */
  longestWaitMs: number
  seconds: number
}

/** What was received so long before a fault may not have been acknowledged yet. */
const unacknowledgedMs = 1_000
export const resumesWithinMs = 2_000
const drainWithinMs = 150_000

/** Runs one kind of fault against the real command while clients hand in events, and counts. */
export async function runChaos(kind: Kind, options: ChaosOptions): Promise<ChaosResult> {
  const fault = faults[kind]
  const { maxInFlight = 32 } = fault
  const began = performance.now()
  const random = randomOf(options.seed)
  const ledger = openLedger()
  using folder =
    options.folder === undefined ? dataFolder() : { path: options.folder, [Symbol.dispose]: () => undefined }
  await using receiver = await openCountingReceiver(ledger, randomOf(options.seed + 1))
  await using system = await openSystem(`${folder.path}/data`, fault.withWorker)
  receiver.secret = await connect(system, receiver.url, maxInFlight)
  await fault.prepare?.(system)
  const clients = startClients(system.tellus, ledger, randomOf(options.seed + 2))
  const struck: Struck[] = []
  for (let n = 0; n < options.kills; n++) {
    await sleep(random.between(200, 1_500))
    struck.push(await fault.strike(system, random))
    options.onProgress?.(n + 1)
    // So that what follows the fault is seen before the next.
    await sleep(random.between(300, 600))
  }
  await clients.stop()
  await fault.settle?.(system)
  await drained(system, ledger)
  const inFlight = maxInFlight * (fault.withWorker ? 2 : 1)
  return {
    kind,
    says: kind === 'disk' ? `${fault.says} (${diskFaultOf(system.dataDir)})` : fault.says,
    kills: options.kills,
    seed: options.seed,
    ...counted(ledger, receiver.unsigned()),
    deaths: [...system.deaths],
    clientRetries: clients.retries(),
    ...repeatsOf(ledger, struck, inFlight),
    ...resumptions(ledger, struck, fault.resumesWithRepeat),
    seconds: Math.round((performance.now() - began) / 1000),
  }
}

/** Makes the one destination; gives its signing secret. */
async function connect(system: System, url: string, maxInFlight: number): Promise<string> {
  const answer = await system.tellus().call<{ signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url,
    event_types: ['chaos'],
    max_in_flight: maxInFlight,
    retry: Array.from({ length: 50 }, () => 1),
  })
  if (answer.status !== 201) throw new Error(`The destination could not be made: ${JSON.stringify(answer.body)}`)
  return answer.body.signing_secret
}

/** Waits until everything has come and nothing is owed, or for as long as a lost lease may take and more. */
async function drained(system: System, ledger: Ledger): Promise<void> {
  const deadline = performance.now() + drainWithinMs
  while (performance.now() < deadline) {
    if (ledger.missing().length === 0) {
      const left = await system.withDatabase((client) => client.query('select 1 from deliveries limit 1'))
      if (left.rowCount === 0) return
    }
    await sleep(100)
  }
}

function counted(ledger: Ledger, unsigned: number) {
  const accepted = ledger.acceptedAt.size
  const firstAt = new Map<string, number>()
  for (const { key, at } of ledger.receipts) if (!firstAt.has(key)) firstAt.set(key, at)
  let longestWaitMs = 0
  for (const [key, at] of ledger.acceptedAt) longestWaitMs = Math.max(longestWaitMs, (firstAt.get(key) ?? at) - at)
  return {
    accepted,
    received: firstAt.size,
    lost: ledger.missing().length,
    storedTwice: ledger.tracesOf
      .values()
      .filter((traces) => traces.size > 1)
      .toArray().length,
    spoilt: ledger.altered() + unsigned,
    longestWaitMs: Math.round(longestWaitMs),
  }
}

/** Repeats, each counted to the last fault before it. */
function repeatsOf(ledger: Ledger, struck: readonly Struck[], inFlight: number) {
  const { receipts } = ledger
  let mostRepeats = 0
  let boundOfMost = inFlight
  let overBound = 0
  for (const [i, { at }] of struck.entries()) {
    const until = struck[i + 1]?.at ?? Number.POSITIVE_INFINITY
    const repeats = receipts.filter((one) => one.isRepeat && one.at >= at && one.at < until).length
    const bound = inFlight + receipts.filter((one) => one.at < at && one.at >= at - unacknowledgedMs).length
    if (repeats > bound) overBound++
    if (repeats > mostRepeats) {
      mostRepeats = repeats
      boundOfMost = bound
    }
  }
  return { repeats: receipts.filter((one) => one.isRepeat).length, mostRepeats, boundOfMost, overBound }
}

function resumptions(ledger: Ledger, struck: readonly Struck[], withRepeat: boolean) {
  const waits = struck.flatMap(({ overAt, readyAt }, i) => {
    const until = struck[i + 1]?.at ?? Number.POSITIVE_INFINITY
    const from = withRepeat ? overAt : Math.max(overAt, readyAt)
    const first = ledger.receipts.find((one) => one.at >= from && one.at < until && (one.isRepeat || !withRepeat))
    return first === undefined ? [] : [first.at - readyAt]
  })
  waits.sort((a, b) => a - b)
  const round = (ms: number | undefined) => (ms === undefined ? null : Math.round(ms))
  return { resumedMedianMs: round(waits[waits.length >> 1]), resumedWorstMs: round(waits.at(-1)) }
}

/** The promises that a result breaks, a sentence each. */
export function brokenPromises(result: ChaosResult): string[] {
  const { lost, storedTwice, spoilt, deaths, overBound, resumedWorstMs } = result
  return [
    ...(lost > 0 ? [`${lost} accepted events were lost`] : []),
    ...(storedTwice > 0 ? [`${storedTwice} events were stored twice`] : []),
    ...(spoilt > 0 ? [`${spoilt} requests had other bytes or no good signature`] : []),
    ...(overBound > 0 ? [`after ${overBound} faults more was repeated than was under way or not acknowledged`] : []),
    ...(resumedWorstMs !== null && resumedWorstMs > resumesWithinMs
      ? [`deliveries resumed ${resumedWorstMs} ms after they could`]
      : []),
    ...deaths,
  ]
}
