import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { keyIdOf } from '../../src/lib/sealed.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import { dataFolder, startTellus } from '../../src/testing/tellus.ts'
import { judge } from '../../src/testing/verify.ts'

const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

const rotateKey = (environment: Record<string, string>, ...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], TELLUS_LOG_LEVEL: 'warn', ...environment }
    const child = execFile(process.execPath, [main, 'rotate-key', ...words], { env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })

interface Made {
  id: string
  signing_secret: string
}

test('a key in the data directory is replaced while a server runs, an interrupted rotation is gone on with', async () => {
  using data = dataFolder()
  const keys = () => readFileSync(join(data.path, 'secret.key'), 'utf8').trim().split('\n')
  await using receiver = await openReceiver()
  await using tellus = await startTellus(data.path, { TELLUS_SANDBOX: 'off' })
  const destination = (name: string) =>
    tellus.call<Made>('POST', '/admin/api/destinations', { kind: 'webhook', url: receiver.url, name })
  const { body: made } = await destination('before')
  const old = keys()[0] ?? ''

  const first = await rotateKey({ TELLUS_DATA_DIR: data.path }, '--json')
  assert.equal(first.code, 0, first.err)
  const rotation = JSON.parse(first.out)
  const [current = ''] = keys()
  assert.deepEqual(keys(), [current, old])
  assert.notEqual(current, old)
  assert.deepEqual(rotation, {
    key_id: keyIdOf(current),
    previous_key_ids: [keyIdOf(old)],
    resealed: 2,
    sealed: 2,
    resumed: false,
  })
  assert.ok(![first.out, first.err].join().includes(current), 'the key itself is not shown')

  // The server goes on: it opens what was sealed anew, and seals with the new key.
  const { body: same } = await tellus.call<Made>('GET', `/admin/api/destinations/${made.id}`)
  assert.equal(same.signing_secret, made.signing_secret)
  await tellus.call('POST', `/admin/api/destinations/${made.id}/test`)
  const [one] = await receiver.take(1)
  assert.ok(one !== undefined)
  assert.deepEqual(await judge(one, made.signing_secret), [])
  await destination('after')

  // As if the next rotation had been killed once its key was in the file.
  const next = 'the next key, as a killed rotation would have left it'
  writeFileSync(join(data.path, 'secret.key'), `${[next, current].join('\n')}\n`)
  const resumed = await rotateKey({ TELLUS_DATA_DIR: data.path })
  assert.equal(resumed.code, 0, resumed.err)
  assert.match(resumed.err, /An earlier rotation did not come to its end/)
  assert.match(resumed.out, new RegExp(`The key is ${keyIdOf(next)} now: 3 of 3 stored secrets`))
  const dropped = await rotateKey({ TELLUS_DATA_DIR: data.path }, '--drop-previous')
  assert.equal(dropped.code, 0, dropped.err)
  assert.deepEqual(keys(), [next])
  const { body: still } = await tellus.call<Made>('GET', `/admin/api/destinations/${made.id}`)
  assert.equal(still.signing_secret, made.signing_secret)
})

test('a key of the environment is changed in the order it tells, and not before every process knows the new one', async () => {
  using data = dataFolder()
  const old = { TELLUS_SANDBOX: 'off', TELLUS_SECRET_KEY: 'the old key of the environment - long enough' }
  const both = {
    TELLUS_SANDBOX: 'off',
    TELLUS_SECRET_KEY: 'the new key of the environment - long enough',
    TELLUS_SECRET_KEY_PREVIOUS: old.TELLUS_SECRET_KEY,
  }
  const at = { TELLUS_DATA_DIR: data.path }
  await using first = await startTellus(data.path, old)
  const told = await rotateKey({ ...at, ...old })
  assert.equal(told.code, 0, told.err)
  assert.match(
    told.out,
    /comes from TELLUS_SECRET_KEY[\s\S]*openssl rand -base64 48[\s\S]*TELLUS_SECRET_KEY_PREVIOUS=<old>/,
  )

  const early = await rotateKey({ ...at, ...both })
  assert.equal(early.code, 1)
  assert.match(early.err, /these processes do not know the key \w{8} .*serve pid \d+.*Nothing was changed/)
  const unknown = await rotateKey({ ...at, TELLUS_SECRET_KEY: both.TELLUS_SECRET_KEY })
  assert.equal(unknown.code, 1)
  assert.match(unknown.err, /1 stored secrets were encrypted with the key \w{8}, which is not here/)
  await first.end()

  await using second = await startTellus(data.path, both)
  const done = await rotateKey({ ...at, ...both })
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /1 of 1 stored secrets.*\nRemove TELLUS_SECRET_KEY_PREVIOUS/)
  const alone = await rotateKey({ ...at, TELLUS_SECRET_KEY: both.TELLUS_SECRET_KEY })
  assert.equal(alone.code, 0, alone.err)
  assert.match(alone.out, /all 1 stored secrets are encrypted with it/)
  assert.equal((await second.call('GET', '/admin/api/destinations')).status, 200)
})
