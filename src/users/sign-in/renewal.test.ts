import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { openDatabase } from '../../db/sql.ts'
import { connectPerson, eventsOf, sandboxProvider, sandboxServer, userAs } from '../../testing/connected.ts'
import { becomes } from '../../testing/scripted.ts'
import { accessOf } from './tokens.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

/** When the token of a user of the sandbox is about to end. */
const almostAnHour = 3_541_000
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
const renewals = async () => (await hub.db`select 1 from sandbox_spent`).length

/** A hub as another process has it: the same database by connections of its own, and nothing in memory in common. */
function anotherHub() {
  const db = openDatabase(hub.database.url, { label: 'another', connections: 4 })
  return { ...hub, db, [Symbol.asyncDispose]: () => db.close() }
}

test('fifty that need a token at the same time in five processes’ places make one renewal, and nobody is taken for revoked', async () => {
  const user = await connectPerson(at, 'fifty')
  const { accessToken: old } = await accessOf(hub, user, sandboxProvider())
  await hub.advance(almostAnHour)
  const before = await renewals()
  await using hubs = new AsyncDisposableStack()
  const others = Array.from({ length: 5 }, () => hubs.use(anotherHub()))
  const asked = others.flatMap((one) => Array.from({ length: 10 }, () => accessOf(one, user, sandboxProvider())))
  const tokens = new Set((await Promise.all(asked)).map(({ accessToken }) => accessToken))
  assert.equal(tokens.size, 1)
  assert.ok(!tokens.has(old))
  assert.equal((await renewals()) - before, 1)
  assert.equal((await userAs(hub, user.userId)).active, true)
  assert.deepEqual(
    (await eventsOf(hub, user.userId)).map(({ type }) => type),
    ['auth'],
  )
})

test('so do processes of their own', async () => {
  const user = await connectPerson(at, 'processes')
  await hub.advance(almostAnHour)
  const before = await renewals()
  const aheadMs = String(hub.clock.now() - Date.now())
  const script = new URL('../../testing/renew-process.ts', import.meta.url).pathname
  const args = [script, hub.database.url, hub.publicUrl(), user.environmentId, user.userId, aheadMs, '17']
  const children = Array.from({ length: 3 }, () => {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
  })
  for (const { lines } of children) assert.equal((await lines.next()).value, 'ready')
  for (const { child } of children) child.stdin.write('now\n')
  const said = await Promise.all(children.map(async ({ lines }) => (await lines.next()).value))
  const [token] = new Set(said)
  assert.equal(new Set(said).size, 1, said.join(', '))
  assert.equal((await renewals()) - before, 1)
  assert.equal(token, hashOf((await accessOf(hub, user, sandboxProvider())).accessToken))
})

test('who is refused for bringing a token that another has renewed meanwhile takes the new one', async () => {
  const user = await connectPerson(at, 'overtaken')
  await hub.advance(almostAnHour)
  await hub.db`update sandbox_grants set revoked_at = now() where person = 'overtaken'`
  const renewed = hub.vault.seal('renewed by another')
  using _ = becomes({
    signIn: {
      ...sandboxProvider().signIn,
      async conform(answer) {
        await hub.db`
          update provider_tokens
          set access_token = ${renewed}, expires_at = ${new Date(hub.clock.now() + 3_600_000)}, version = version + 1
          where id = ${user.userId}`
        return answer
      },
    },
  })
  assert.equal((await accessOf(hub, user, sandboxProvider())).accessToken, 'renewed by another')
})

test('what comes late does not replace what another has stored meanwhile, nor end its turn', async () => {
  const user = await connectPerson(at, 'late')
  await hub.advance(almostAnHour)
  const [newer, until] = [hub.vault.seal('newer'), new Date(hub.clock.now() + 20_000)]
  using _ = becomes({
    signIn: {
      ...sandboxProvider().signIn,
      async conform(answer) {
        await hub.db`
          update provider_tokens
          set access_token = ${newer}, expires_at = ${new Date(hub.clock.now() + 3_600_000)}, version = version + 1,
            renewing_until = ${until}
          where id = ${user.userId}`
        return answer
      },
    },
  })
  assert.equal((await accessOf(hub, user, sandboxProvider())).accessToken, 'newer')
  const [row] = await hub.db<{ renewing_until: Date }>`
    select renewing_until from provider_tokens where id = ${user.userId}`
  assert.deepEqual(row?.renewing_until, until)
})
