import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connectPerson, jobsOf, sandboxServer } from '../../testing/connected.ts'
import { readBy, replayIdOf, replaysAt, replaysPath, right, wrong } from '../../testing/replaying.ts'
import { plusDays } from '../fetch/days.ts'
import { runReplay } from './run.ts'
import { replayTask } from './task.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

// Days are counted from today: no test may run over midnight.
await hub.advance(86_400_000 - ((hub.clock.now() + 43_200_000) % 86_400_000))

const signal = new AbortController().signal
const { today, day, fetchAs, ask, replay, stateOf, distances, sent } = replaysAt(at)

test('a filter finds a provider, a type, a user and a time', async () => {
  const user = await connectPerson(at, 'filtered')
  const other = await connectPerson(at, 'unfiltered')
  const start = hub.clock.now()
  await fetchAs(user, wrong, 1, [{ day: day(1), steps: 1 }])
  const middle = hub.clock.now()
  await fetchAs(user, wrong, 1, [{ day: day(1), steps: 2 }])
  await fetchAs(other, wrong, 1, [{ day: day(1), steps: 3 }])
  const found = async (body: object) => {
    const { answers, users } = (await at.call('POST', replaysPath, { body: { ...body, dry_run: true } })).json()
    return [answers, users]
  }
  const iso = (ms: number) => new Date(ms).toISOString()
  const since = iso(start)
  assert.deepEqual(await found({ since, user_id: user.userId }), [2, 1])
  assert.deepEqual(await found({ since }), [3, 2])
  assert.deepEqual(await found({ since, until: iso(middle) }), [1, 1])
  assert.deepEqual(await found({ since, provider: 'sandbox', type: 'daily' }), [3, 2])
  assert.deepEqual(await found({ since, type: 'sleep' }), [0, 0])
  assert.deepEqual(await found({ since, provider: 'OURA' }), [0, 0])
  await replay(right, 2, { since: iso(middle), user_id: other.userId })
  assert.deepEqual(
    [await distances(user), await distances(other)],
    [[{ steps: 2, distance_meters: 2 }], [{ steps: 3 }]],
  )
})

test('one that is killed goes on where it was, and tells nothing twice', async () => {
  const user = await connectPerson(at, 'killed')
  for (let i = 0; i < 12; i++) await fetchAs(user, wrong, 1, [{ day: plusDays(today(), -i), steps: 10 + i }])
  const before = (await sent(user)).length
  const id = await ask({ user_id: user.userId })
  const find = () => readBy(right, 2)
  // The process dies after a step was written and before its transaction ends.
  const dying = {
    ...hub,
    db: Object.assign(hub.db.bind(null), hub.db, {
      transaction: <T>(work: Parameters<typeof hub.db.transaction<T>>[0]) =>
        hub.db.transaction<T>(async (sql) => {
          await work(sql)
          throw new Error('killed')
        }),
    }),
  }
  await assert.rejects(runReplay(dying, replayIdOf(id), signal, find), /killed/)
  assert.deepEqual([(await stateOf(id)).done, (await sent(user)).length], [0, before], 'a step is whole or not at all')
  // It stops after its first step.
  const stop = new AbortController()
  const stopping = { ...hub, wake: () => stop.abort() }
  assert.equal(await runReplay(stopping, replayIdOf(id), stop.signal, find), false)
  const half = await stateOf(id)
  assert.deepEqual([half.status, half.done, half.types[0].changed], ['running', 5, 5])
  await Promise.all([1, 2].map(() => runReplay(hub, replayIdOf(id), signal, find)))
  const ended = await stateOf(id)
  assert.deepEqual([ended.status, ended.done, ended.types[0].changed], ['completed', 12, 12])
  assert.equal((await sent(user)).length, before + 12)
})

test('a cancelled one stops, and what it changed stays', async () => {
  const user = await connectPerson(at, 'cancelled')
  for (let i = 0; i < 6; i++) await fetchAs(user, wrong, 1, [{ day: plusDays(today(), -i), steps: 1 }])
  const id = await ask({ user_id: user.userId })
  const stop = new AbortController()
  await runReplay({ ...hub, wake: () => stop.abort() }, replayIdOf(id), stop.signal, () => readBy(right, 2))
  assert.equal((await at.call('POST', `${replaysPath}/${id}/cancel`)).json().status, 'cancelled')
  assert.equal(await runReplay(hub, replayIdOf(id), signal, () => readBy(right, 2)), true)
  const { status, done } = await stateOf(id)
  assert.deepEqual([status, done], ['cancelled', 5])
  const list = (await at.call('GET', `${replaysPath}?limit=1`)).json()
  assert.deepEqual([list.items[0].id, typeof list.next_cursor], [id, 'string'])
})

test('it is a job that is owed in the same commit, and ends with a sentence when it goes on failing', async () => {
  const id = await ask({ provider: 'OURA' })
  const owed = (await jobsOf(hub, 'replay')).filter((job) => Reflect.get(job.payload, 'replayId') === replayIdOf(id))
  assert.equal(owed.length, 1)
  await hub.db`update replays set request = '{}' where id = ${replayIdOf(id)}`
  const context = { signal, attempt: 1 }
  await replayTask(hub)({ replayId: replayIdOf(id), failures: 7 }, context)
  const [row] = await hub.db<{ status: string; error: string }>`
    select status, error from replays where id = ${replayIdOf(id)}`
  assert.equal(row?.status, 'failed')
  assert.match(row?.error ?? '', /It failed 8 times/)
})

test('another environment is neither changed nor told of anything', async () => {
  const user = await connectPerson(at, 'mine')
  await fetchAs(user, wrong, 1, [{ day: day(1), steps: 4 }])
  const [raw] = (await at.call('GET', `/admin/api/users/${user.userId}/raw`)).json().items
  const asOther = { as: 'other' as const }
  const theirs = await at.call('POST', replaysPath, { ...asOther, body: {} })
  assert.deepEqual([theirs.json().answers, theirs.json().files], [0, 0])
  const id = theirs.json().id
  while (!(await runReplay(hub, replayIdOf(id), signal, () => readBy(right, 2))));
  assert.deepEqual(await distances(user), [{ steps: 4, distance_meters: 4 }])
  for (const url of [`${replaysPath}/${id}`, `/admin/api/users/${user.userId}/raw/not-there`])
    assert.equal((await at.call('GET', url)).statusCode, 404, url)
  for (const url of [`/admin/api/users/${user.userId}/raw`, `/admin/api/users/${user.userId}/raw/${raw.id}`])
    assert.equal((await at.call('GET', url, asOther)).statusCode, 404, url)
  assert.equal((await at.call('POST', replaysPath, { ...asOther, body: { user_id: user.userId } })).statusCode, 404)
})

test('reading an answer and starting a replay stand in the audit log', async () => {
  const user = await connectPerson(at, 'audited')
  await fetchAs(user, wrong, 1, [{ day: day(1), steps: 4 }])
  const [raw] = (await at.call('GET', `/admin/api/users/${user.userId}/raw`)).json().items
  await at.call('GET', `/admin/api/users/${user.userId}/raw/${raw.id}`)
  const id = await ask({ user_id: user.userId })
  const rows = await hub.db<{ action: string; target: string }>`
    select action, target from audit_entries where target in (${raw.id}, ${id}) order by action`
  assert.deepEqual(rows, [
    { action: 'raw.read', target: raw.id },
    { action: 'replay.started', target: id },
  ])
})
