import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runCommand } from '../testing/command.ts'
import { connectPerson, sandboxServer } from '../testing/connected.ts'

const at = await sandboxServer()
const cwd = mkdtempSync(join(tmpdir(), 'tellus-cli-'))
after(async () => {
  rmSync(cwd, { recursive: true })
  await at[Symbol.asyncDispose]()
})

/** Runs `tellus sandbox …` against a real server. */
async function sandbox(...words: string[]) {
  const environment = {
    TELLUS_PUBLIC_URL: at.hub.publicUrl(),
    TELLUS_DEV_ID: at.credentials['dev-id'],
    TELLUS_API_KEY: at.credentials['x-api-key'],
  }
  return runCommand({ environment, cwd }, ['sandbox', ...words])
}

const state = async (userId: string) => (await at.call('GET', `/admin/api/users/${userId}/sandbox`)).json()

test('every order of the API is a verb, and says how the user stands then', async () => {
  const { userId } = await connectPerson(at, 'vera')
  assert.match((await sandbox('show', userId)).out, /^vera allows profile, activity, .*\.\nThe access token ends: /)
  const synced = await sandbox('sync', userId, '--activity', 'running', '--minutes', '20')
  assert.match(synced.out, /^Done\.\nvera allows/, synced.err)
  const [{ n = 0 } = {}] = await at.hub.db<{ n: number }>`
    select count(*)::int as n from sandbox_written where person = 'vera' and type = 'activity'`
  assert.equal(n, 1)
  const faulty = await sandbox('fault', userId, 'rate_limited', '--calls', '3', '--retry-after', '5')
  assert.match(faulty.out, /What goes wrong: rate_limited, for 3 more calls\.\n$/)
  assert.deepEqual((await state(userId)).fault, { fault: 'rate_limited', calls_left: 3, seconds: 5 })
  assert.match(
    (await sandbox('fault', userId, '--notifications', 'duplicate')).out,
    /rate_limited.*\n.*: duplicate\.\n$/,
  )
  await sandbox('fault', userId, 'none', '--notifications', 'none')
  assert.deepEqual([(await state(userId)).fault, (await state(userId)).notifications], [null, null])
  await sandbox('fault', userId, 'slow', '--delay', '3')
  assert.equal((await state(userId)).fault.seconds, 3)
  await sandbox('scopes', userId, 'sleep', 'profile', '--untold')
  assert.deepEqual((await state(userId)).scopes, ['profile', 'sleep'])
  await sandbox('expire', userId)
  assert.equal((await state(userId)).token_expires_at, new Date(at.hub.clock.now()).toISOString())
  assert.match((await sandbox('revoke', userId, '--untold')).out, /They took access back/)
  const { person, revoked_at: revokedAt } = JSON.parse((await sandbox('show', userId, '--json')).out)
  assert.deepEqual([person, revokedAt !== null], ['vera', true])
})

test('what makes no sense is said in a sentence', async () => {
  const { userId } = await connectPerson(at, 'walt')
  const began = ['--start-time', '2026-01-01T10:00:00Z']
  assert.match((await sandbox('correct', userId, 'activity', ...began)).err, /SANDBOX itself neither corrects/)
  assert.match((await sandbox('delete', userId, 'sleep', ...began, '--date', '2026-01-01')).err, /not both/)
  assert.match(
    (await sandbox('fault', userId, 'earthquake')).err,
    /there is no fault "earthquake": there is rate_limited, /,
  )
  assert.match((await sandbox('scopes', userId, 'heart')).err, /invalid scopes: expected some of profile/)
  assert.match((await sandbox('fault', userId)).err, /say what is to go wrong/)
  assert.match((await sandbox('dance', userId)).err, /there is no verb "sandbox dance"/)
  assert.match((await sandbox('show', '7f1c6f0e-0000-4000-8000-000000000000')).err, /there is no user/)
})
