import { gunzipSync } from 'node:zlib'
import { pack } from '../src/lib/packed.ts'
import { shiftDate } from '../src/normalise/time.ts'
import { databasePid, eventually } from '../src/testing/tellus.ts'
import { type BenchTellus, startBench } from './delivery/bench-tellus.ts'
import type { BenchOptions, BenchReport } from './main.ts'
import { batchOf, samplesOfDay } from './phone/batches.ts'
import { sendLarge } from './phone/large.ts'
import { processorMs } from './phone/processor.ts'

const people = 12
const batchSamples = 5000
const daysOfBatch = batchSamples / samplesOfDay
/** Of each person for each number of clients: fewer than one may send in a minute. */
const batchesEach = 4
const warmUps = 1
const firstDay = '2026-01-01'
/** Bodies of the greatest size that arrive at the same time. */
const largeBodies = 24

interface Upload {
  token: string
  packed: Buffer
}

/**
 * Upload from phones: batches of 5,000 samples, gzipped, by one and by two clients at a time, each answered when everything is
 * stored; then the records that are made of them, and bodies of the greatest size, all at once. Beside it stands what unpacking,
 * parsing and packing the same bytes alone take in one process. One machine does it all: clients, Tellus and its database.
 */
export async function phoneBench(_options: BenchOptions): Promise<BenchReport> {
  // Before anything runs: making them takes longer than sending them.
  const rounds = Array.from({ length: warmUps + 2 * batchesEach }, (_, round) =>
    Array.from({ length: people }, () => batchOf(batchSamples, shiftDate(firstDay, daysOfBatch * round))),
  )
  const bare = bareRate(rounds.flat())
  await using at = await startBench()
  const tokens = await Promise.all(rounds[0]?.map(() => connected(at)) ?? [])
  /** Batches of all people in turn, each of days that have not been sent yet. */
  const uploads = (first: number, count: number): Upload[] =>
    rounds
      .slice(first, first + count)
      .flatMap((round) => round.map((packed, n) => ({ token: tokens[n] ?? '', packed })))

  // Unmeasured first: code becomes fast only by running.
  await sendAll(at, uploads(0, warmUps), 2)
  const before = processorOf(at)
  const one = await sendAll(at, uploads(warmUps, batchesEach), 1)
  const two = await sendAll(at, uploads(warmUps + batchesEach, batchesEach), 2)
  const after = processorOf(at)
  const batches = people * 2 * batchesEach
  const bareAfter = bareRate(rounds.flat())
  const sent = rounds.length * people * batchSamples
  const [stored] = await at.db<{ samples: number; bytes: number }>`
    select sum(cardinality(ids))::bigint as samples, pg_total_relation_size('phone_pieces') as bytes from phone_pieces`
  if (stored?.samples !== sent) throw new Error(`${stored?.samples} samples are stored instead of ${sent}`)
  const making = await makeAll(at)
  const made = processorOf(at)
  const usualPeakMb = at.memory().peakMb
  const large = await sendLarge(
    at.tellus.url,
    await Promise.all(Array.from({ length: largeBodies }, () => connected(at))),
  )
  const largeMb = (large.bytes * largeBodies) / 1e6
  const goal = 'goal: at least 20000'
  return {
    name: `upload from phones (${batchSamples} samples a batch, ${people} people)`,
    rows: [
      {
        what: 'unpack, parse and pack alone, one process',
        value: (bare + bareAfter) / 2,
        unit: 'samples/s',
        limit: 'the limit',
      },
      { what: 'to 202, everything stored, one client', value: one.perSecond, unit: 'samples/s', limit: goal },
      { what: '  a batch, median', value: one.medianMs, unit: 'ms' },
      { what: 'to 202, everything stored, two clients', value: two.perSecond, unit: 'samples/s', limit: goal },
      { what: '  a batch, median', value: two.medianMs, unit: 'ms' },
      {
        what: '  processor time of Tellus for a batch',
        value: (after.tellusMs - before.tellusMs) / batches,
        unit: 'ms',
      },
      { what: '  of the database', value: (after.databaseMs - before.databaseMs) / batches, unit: 'ms' },
      { what: 'a sample in the database', value: stored.bytes / sent, unit: 'bytes' },
      { what: 'samples made into records', value: sent / making.seconds, unit: 'samples/s' },
      { what: 'records made and stored', value: making.records / making.seconds, unit: 'per s' },
      {
        what: '  processor time of Tellus for a batch of them',
        value: (made.tellusMs - after.tellusMs) / (sent / batchSamples),
        unit: 'ms',
      },
      { what: 'peak RSS of the process', value: usualPeakMb, unit: 'MB' },
      {
        what: `${largeBodies} bodies of ${Math.round(large.bytes / 1e6)} MB at once`,
        value: largeMb / large.seconds,
        unit: 'MB/s',
      },
      {
        what: '  more memory at its peak than before them',
        value: at.memory().peakMb - usualPeakMb,
        unit: 'MB',
        limit: `they are ${Math.round(largeMb)} MB`,
      },
    ],
  }
}

/** Processor time that Tellus and its database have had. */
const processorOf = ({ tellus }: BenchTellus) => ({
  tellusMs: processorMs(tellus.process.pid ?? null, false),
  databaseMs: processorMs(databasePid(tellus.dataDir), true),
})

/** Connects a phone and gives its token. */
async function connected({ tellus }: BenchTellus): Promise<string> {
  const { body } = await tellus.call<{ token: string }>('POST', '/v2/auth/generateAuthToken')
  const answer = await tellus.call<{ ingest_token: string }>('POST', '/ingest/connect', {
    token: body.token,
    platform: 'healthkit',
  })
  return answer.body.ingest_token
}

/** Sends batches, so many at a time, and gives the samples a second until the last answer. */
async function sendAll({ tellus }: BenchTellus, uploads: readonly Upload[], clients: number) {
  const waits: number[] = []
  let next = 0
  const client = async (): Promise<void> => {
    for (let upload = uploads[next++]; upload !== undefined; upload = uploads[next++]) {
      const sentMs = performance.now()
      const answer = await fetch(`${tellus.url}/ingest/batches`, {
        method: 'POST',
        headers: { authorization: `Bearer ${upload.token}`, 'content-encoding': 'gzip' },
        body: new Uint8Array(upload.packed),
      })
      const said: { accepted?: number } = JSON.parse(await answer.text())
      if (answer.status !== 202 || said.accepted !== batchSamples)
        throw new Error(`a batch was answered ${answer.status}, ${said.accepted} accepted`)
      waits.push(performance.now() - sentMs)
    }
  }
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const seconds = (performance.now() - startedMs) / 1000
  waits.sort((a, b) => a - b)
  return { perSecond: (uploads.length * batchSamples) / seconds, medianMs: waits[waits.length >> 1] ?? 0 }
}

/** Samples a second that are unpacked, parsed and packed again with nothing else. */
function bareRate(batches: readonly Buffer[]): number {
  const startedMs = performance.now()
  let bytes = 0
  for (const packed of batches) {
    const { samples }: { samples: unknown[] } = JSON.parse(gunzipSync(packed).toString('utf8'))
    bytes += pack(JSON.stringify(samples)).bytes
  }
  if (bytes === 0) throw new Error('Nothing was packed.')
  return (batches.length * batchSamples * 1000) / (performance.now() - startedMs)
}

/** Has the records made of everything that came, now, and waits until they are. */
async function makeAll({ db }: BenchTellus): Promise<{ seconds: number; records: number }> {
  const startedMs = performance.now()
  await db`update graphile_worker._private_jobs set run_at = now() where locked_at is null`
  const isDone = async (): Promise<boolean> => {
    const [owed] = await db<{ n: number }>`select count(*) as n from phone_days where dirty_at is not null`
    return owed?.n === 0
  }
  await eventually('the making of all records', isDone, 600_000, 100)
  const seconds = (performance.now() - startedMs) / 1000
  const [row] = await db<{ n: number }>`select count(*) as n from records`
  return { seconds, records: row?.n ?? 0 }
}
