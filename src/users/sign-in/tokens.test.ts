import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { resealAll } from '../../db/reseal.ts'
import { keyIdOf, vault } from '../../lib/sealed.ts'
import { findProvider } from '../../providers/registry.ts'
import { testSecretKey } from '../../testing/hub.ts'
import { testServer } from '../../testing/server.ts'
import { decideAtSandbox, openVisitor } from '../../testing/visitor.ts'
import { authenticateUser } from './begin.ts'
import { accessOf } from './tokens.ts'

const at = await testServer({ TELLUS_SANDBOX: 'on' })
const { hub } = at
const address = await at.listen()
hub.publicUrl = () => address
after(() => at[Symbol.asyncDispose]())

const found = findProvider('sandbox')
assert.ok(found?.kind === 'cloud')
const sandbox = found

async function connect(person: string): Promise<{ userId: string; environmentId: string }> {
  const { userId, authUrl } = await authenticateUser(hub, hub.environmentId, 'SANDBOX', { referenceId: person })
  const end = await decideAtSandbox(openVisitor(at), authUrl, 'allow', { person })
  assert.equal(end.status, 302)
  return { userId, environmentId: hub.environmentId }
}

test('a token that is about to end is renewed once, however many ask at the same time', async () => {
  const user = await connect('many')
  const first = await accessOf(hub, user, sandbox)
  assert.equal((await accessOf(hub, user, sandbox)).accessToken, first.accessToken)
  await hub.advance(3_541_000)
  const all = await Promise.all(Array.from({ length: 20 }, () => accessOf(hub, user, sandbox)))
  const [now] = new Set(all.map(({ accessToken }) => accessToken))
  assert.equal(new Set(all.map(({ accessToken }) => accessToken)).size, 1)
  assert.notEqual(now, first.accessToken)
  const account = await sandbox.account(all[0] ?? first, {})
  assert.equal(account.id, 'many')
  const spent = await hub.db<{ n: number }>`select count(*)::int as n from sandbox_spent`
  assert.deepEqual(spent, [{ n: 1 }])
})

test('a provider that refuses to renew is told apart from one that says nothing', async () => {
  const user = await connect('refused')
  await hub.db`update sandbox_grants set revoked_at = now() where person = 'refused'`
  await hub.advance(3_600_000)
  await assert.rejects(accessOf(hub, user, sandbox), { failure: 'ended' })
  hub.publicUrl = () => 'http://127.0.0.1:9'
  await assert.rejects(accessOf(hub, user, sandbox), { failure: 'unavailable' })
  hub.publicUrl = () => address
  await assert.rejects(accessOf(hub, { userId: hub.environmentId, environmentId: hub.environmentId }, sandbox), {
    failure: 'ended',
  })
})

test('tokens are sealed, and sealed anew with a new key', async () => {
  const user = await connect('resealed')
  const before = await accessOf(hub, user, sandbox)
  const newKey = 'another secret key, of more than thirty-two characters'
  const ring = { current: newKey, previous: [testSecretKey] }
  await resealAll(
    hub.db,
    vault(() => ring),
  )
  const rows = await hub.db<{ id: string; access_token: string; refresh_token: string }>`
    select id, access_token, refresh_token from provider_tokens`
  for (const row of rows)
    for (const text of [row.access_token, row.refresh_token]) assert.ok(text.startsWith(`v1.${keyIdOf(newKey)}.`))
  assert.equal((await accessOf({ ...hub, vault: vault(newKey) }, user, sandbox)).accessToken, before.accessToken)
})
