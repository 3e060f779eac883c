import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { createAccount } from '../accounts/account.ts'
import { renewSetupToken } from '../accounts/link.ts'
import { hashPassword } from '../accounts/password.ts'
import { setUpOwner, signIn } from '../accounts/sign-in.ts'
import { lockDataDir } from '../data-dir.ts'
import { testHub } from '../testing/hub.ts'
import { dataFolder } from '../testing/tellus.ts'
import { run } from './program.ts'

const place = { address: '127.0.0.1', userAgent: undefined }

async function tellus(dataDir: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk)
        done()
      },
    })
  const environment = { TELLUS_DATA_DIR: dataDir, TELLUS_PUBLIC_URL: 'https://tellus.example' }
  const shell = { environment, cwd: process.cwd(), out: into('out'), err: into('err') }
  const code = await run(shell, ['accounts', ...words])
  return { code, ...said }
}

test('accounts are invited, listed, given a new password and removed at the command line', async () => {
  await using hub = await testHub()
  using folder = dataFolder()
  const lock = lockDataDir(folder.path)
  lock.say({ database_url: hub.database.url })
  const accounts = (...words: string[]) => tellus(folder.path, ...words)
  const empty = await accounts('list')
  assert.equal(empty.err, '')
  assert.match(empty.out, /Nobody has an account yet/)
  const token = (await renewSetupToken(hub)) ?? ''
  await setUpOwner(hub, { token, email: 'ada@example.org', name: null, password: 'ten letters' }, place)

  const invited = await accounts('invite', 'Bob@example.org', '--role', 'viewer', '--json')
  const { email, role, url } = JSON.parse(invited.out)
  assert.deepEqual([invited.code, email, role], [0, 'bob@example.org', 'viewer'])
  assert.match(url, /^https:\/\/tellus\.example\/join#[\w-]{43}$/)
  await createAccount(hub.db, {
    email: 'bob@example.org',
    name: 'Bob',
    role: 'viewer',
    password: await hashPassword('ten letters'),
  })

  assert.deepEqual(
    JSON.parse((await accounts('--json')).out).items.map((one: { email: string }) => one.email),
    ['ada@example.org', 'bob@example.org'],
  )
  assert.match((await accounts('list')).out, /bob@example\.org +viewer +Bob/)
  assert.match((await accounts('reset', 'bob@example.org')).out, /https:\/\/tellus\.example\/reset#/)
  assert.equal((await accounts('remove', 'bob@example.org')).code, 0)
  await assert.rejects(signIn(hub, { email: 'bob@example.org', password: 'ten letters' }, place), /wrong/)

  const last = await accounts('remove', 'ada@example.org')
  assert.deepEqual([last.code, /last owner/.test(last.err)], [1, true])
  const unknown = await accounts('reset', 'eve@example.org')
  assert.deepEqual([unknown.code, /no account of eve@example\.org/.test(unknown.err)], [1, true])
  assert.equal((await accounts('invite', 'nobody')).code, 2)
  assert.equal((await accounts('invite', 'eve@example.org', '--role', 'king')).code, 2)
  lock.release()
})
