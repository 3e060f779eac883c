import { randomStream } from '../src/generate/random.ts'
import { doubles } from '../src/sandbox/doubles/registry.ts'
import { connectAtSandbox, openRealVisitor } from '../src/testing/real-visitor.ts'
import { openWorld, type World } from '../src/testing/world/world.ts'
import { memoryOf } from './delivery/bench-tellus.ts'
import type { BenchOptions, BenchReport } from './main.ts'
import { endFaults, orderFaults } from './month/faults.ts'
import { openHeard } from './month/heard.ts'
import { connectPhone, phones } from './month/phones.ts'
import { type Compared, compare, type Subject } from './month/truth.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Devices sync so often; between two syncs time goes from one job that waits to the next. */
const syncEveryMs = 2 * dayMs
/** Of those who let an app ask a few hundred or a thousand times a day there are fewer people, as an app of that size would have. */
const shares: Readonly<Record<string, number>> = { STRAVA: 0.03, WAHOO: 0.01 }
const revokedShare = 0.02
const killChance = 0.2
const signInsAMinute = 10
/** What the first history of everybody takes at the providers' limits. */
const warmUpDays = 4

/**
 * Users of all doubles and of phones over a simulated month, with faults, people who take their consent back, and `kill -9` of
 * the server and the worker at random. What is stored in the end is compared with what the invented people lived.
 */
export async function monthBench(options: BenchOptions): Promise<BenchReport> {
  const days = options.days
  const random = randomStream('month', options.seed)
  await using heard = await openHeard()
  await using world = await openWorld({ shortestStepMs: 15 * minuteMs })
  await sendTo(world, heard.url)
  const startedAtMs = performance.now()
  const subjects = await connectAll(world, options.users)
  note(`connected ${subjects.length} people in ${seconds(startedAtMs)} s`)
  await world.runNow('poll')
  await world.settle(world.now() + 2 * dayMs)
  const beginMs = world.now()
  const uploading = () => subjects.filter(({ userId }) => !revoked.has(userId))
  const memory: number[] = []
  const workerMemory: number[] = []
  const revoked = new Set<string>()
  let kills = 0
  let faults = 0
  let refusals = 0
  let warmRefusals = 0
  while (world.now() - beginMs < days * dayMs) {
    const isWarm = world.now() - beginMs > warmUpDays * dayMs
    await world.advance(syncEveryMs)
    faults += await orderFaults(world, subjects, random)
    for (const subject of subjects)
      if (!revoked.has(subject.userId) && random.chance(revokedShare / ((days * dayMs) / syncEveryMs))) {
        await revoke(world, subject)
        revoked.add(subject.userId)
      }
    await sync(world, uploading(), async () => {
      if (!random.chance(killChance)) return
      await new Promise((resolve) => setTimeout(resolve, random.between(500, 2500)))
      await world.kill(random.pick(['server', 'worker'] as const))
      kills++
    })
    const over = await countRefusals(world)
    refusals += over
    if (isWarm) warmRefusals += over
    const { server, worker } = world.pids()
    memory.push(memoryOf(server).nowMb)
    workerMemory.push(memoryOf(worker).nowMb)
    note(
      `day ${((world.now() - beginMs) / dayMs).toFixed(1)}: ${seconds(startedAtMs)} s, ${heard.deliveries()} deliveries, ${Math.round(memory.at(-1) ?? 0)} + ${Math.round(workerMemory.at(-1) ?? 0)} MB`,
    )
  }
  await endFaults(world)
  for (let turn = 0; turn < 2; turn++) {
    await world.advance(syncEveryMs)
    await sync(world, uploading())
  }
  const all: Compared = { checked: 0, missing: [], doubled: [], foreign: [] }
  for (const subject of subjects.filter(({ userId }) => !revoked.has(userId))) {
    const one = await compare(world.db, subject, world.now())
    all.checked += one.checked
    all.missing.push(...one.missing)
    all.doubled.push(...one.doubled)
    all.foreign.push(...one.foreign)
  }
  for (const list of [all.missing, all.doubled, all.foreign]) for (const sentence of list.slice(0, 12)) note(sentence)
  for (const [provider, sentences] of Map.groupBy(all.missing, (sentence) => sentence.split(' ')[0]))
    note(`${provider}: ${sentences.length} missing`)
  const falsely = subjects.filter(({ userId }) => heard.ended.has(userId) && !revoked.has(userId))
  const unheard = subjects.filter(({ userId }) => revoked.has(userId) && !heard.ended.has(userId))
  for (const { provider, person } of falsely) note(`${provider} ${person}: ended without reason`)
  for (const { provider, person } of unheard) note(`${provider} ${person}: the end was not noticed`)
  const half = Math.floor(memory.length / 2)
  const row = (what: string, value: number, unit: string, limit?: string) =>
    limit === undefined ? { what, value, unit } : { what, value, unit, limit }
  return {
    name: `month: ${subjects.length} people over ${doubles.length} doubles and ${phones.size} kinds of phones, ${days} days`,
    rows: [
      row('took', (performance.now() - startedAtMs) / 1000, 's'),
      row('kills of the server or the worker', kills, ''),
      row('faults ordered', faults, ''),
      row('deliveries', heard.deliveries(), ''),
      row('consents taken back', revoked.size, ''),
      row('of them not noticed', unheard.length, '', '0'),
      row('connections ended without that', falsely.length, '', '0'),
      row('connection_error', heard.troubled(), ''),
      row('nights, sessions and days compared', all.checked, ''),
      row('missing', all.missing.length, '', '0'),
      row('twice', all.doubled.length, '', '0'),
      row('that nobody lived', all.foreign.length, '', '0'),
      row('limits of providers overstepped', refusals, ''),
      row('of them after the first days', warmRefusals, '', '0'),
      row('memory of the server at half time', memory[half] ?? 0, 'MB'),
      row('and at the end', memory.at(-1) ?? 0, 'MB'),
      row('memory of the worker at half time', workerMemory[half] ?? 0, 'MB'),
      row('and at the end', workerMemory.at(-1) ?? 0, 'MB'),
    ],
  }
}

/** All devices sync and all phones upload; whoever then was not told of is polled, and what waits for a limit has half a day. */
async function sync(
  world: World,
  subjects: readonly Subject[],
  meanwhile = async (): Promise<void> => undefined,
): Promise<void> {
  await world.runNow('sandbox-sync')
  const nowMs = world.now()
  const waiting = subjects.values()
  const upload = async () => {
    for (const { phone } of waiting) await phone?.upload(nowMs)
  }
  await Promise.all([upload(), upload(), upload(), meanwhile()])
  await world.settle(world.now() + 5 * minuteMs)
  // The clock would have it each minute; here it is twice, so that what a limit put off is done too.
  for (let turn = 0; turn < 2; turn++) {
    await world.runNow('poll')
    await world.settle(world.now() + dayMs / 4)
  }
}

/** All events go to one receiver, and nowhere else. */
async function sendTo(world: World, url: string): Promise<void> {
  const { body } = await world.tellus().call<{ items: { id: string }[] }>('GET', '/admin/api/destinations')
  for (const { id } of body.items) await world.tellus().call('DELETE', `/admin/api/destinations/${id}`)
  await world.tellus().call('POST', '/admin/api/destinations', { kind: 'webhook', url })
}

async function revoke(world: World, { userId, phone }: Subject): Promise<void> {
  if (phone !== undefined) return phone.end()
  const { status, body } = await world.tellus().call('POST', `/admin/api/users/${userId}/sandbox`, { action: 'revoke' })
  if (status !== 200) throw new Error(`could not take consent back: ${status} ${JSON.stringify(body)}`)
}

/** At which provider each of so many people signs in: those of each are spread over all of them. */
function providersOf(count: number): string[] {
  const few = Object.entries(shares).map(([provider, share]) => ({ provider, people: Math.round(count * share) || 1 }))
  const left = count - few.reduce((sum, { people }) => sum + people, 0)
  const all = [...doubles.map(({ provider }) => provider), ...phones.keys()]
  const others = all.filter((provider) => !Object.hasOwn(shares, provider))
  const many = others.map((provider, at) => ({ provider, people: Math.ceil((left - at) / others.length) }))
  return [...few, ...many]
    .flatMap(({ provider, people }) =>
      Array.from({ length: people }, (_, at) => ({ provider, place: (at + 0.5) / people })),
    )
    .toSorted((a, b) => a.place - b.place)
    .map(({ provider }) => provider)
}

/** Has everybody sign in, so many in a minute as an app of that size would see in its best hour. */
async function connectAll(world: World, count: number): Promise<Subject[]> {
  const wanted = providersOf(count).map((provider, at) => ({ person: `month ${at}`, provider }))
  const subjects: Subject[] = []
  const connect = async (some: Iterable<{ person: string; provider: string }>) => {
    for (const { person, provider } of some) {
      const platform = phones.get(provider)
      if (platform !== undefined) {
        const phone = await connectPhone(world, person, platform)
        subjects.push({ userId: phone.userId, provider, person, connectedAtMs: world.now(), phone })
        continue
      }
      const { body } = await world
        .tellus()
        .call<{ auth_url: string; user_id: string }>('POST', `/v2/auth/authenticateUser?resource=${provider}`, {
          reference_id: person,
        })
      const end = await connectAtSandbox(openRealVisitor(world.tellus().url), body.auth_url, person, provider)
      if (end.searchParams.get('reason') !== null) throw new Error(`${person} could not sign in at ${provider}: ${end}`)
      subjects.push({ userId: body.user_id, provider, person, connectedAtMs: world.now() })
    }
  }
  for (let at = 0; at < wanted.length; at += signInsAMinute) {
    const some = wanted.slice(at, at + signInsAMinute).values()
    await Promise.all([connect(some), connect(some), connect(some), connect(some)])
    await world.advance(minuteMs)
  }
  return subjects
}

/** Calls that a double refused as too many since the last look. */
async function countRefusals(world: World): Promise<number> {
  const over = await world.db<{ name: string; n: number }>`
    with over as materialized (select name, refused::int as n from sandbox_limits where refused > 0 for update)
    update sandbox_limits l
    set refused = 0
    from over
    where l.name = over.name
    returning l.name, over.n`
  for (const { name, n } of over) note(`${n} calls over the limit ${name}`)
  return over.reduce((sum, { n }) => sum + n, 0)
}

const note = (sentence: string): void => console.error(`  ${sentence}`)
const seconds = (sinceMs: number): string => ((performance.now() - sinceMs) / 1000).toFixed(0)
