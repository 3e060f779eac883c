import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { TerraClient } from 'terra-api'
import { connectAtSandbox, openRealVisitor } from '../../src/testing/real-visitor.ts'
import { openReceiver, type Receiver } from '../../src/testing/receiver.ts'
import { allDelivered, dataFolder, eventually, type RunningTellus, startTellus } from '../../src/testing/tellus.ts'
import { judge } from '../../src/testing/verify.ts'

/**
 * Scripts that drive every path of the contract through Terra's official clients, against the real command with somebody
 * connected at the sandbox. They are kept outside of the repository and are not on every machine.
 */
const root = resolve(import.meta.dirname, '..', '..')
const scripts = resolve(root, '..', 'shared', 'conformance')
const contract = resolve(root, '..', 'shared', 'terra', 'openapi', 'v2-bundled.yaml')
const skip = existsSync(scripts) && existsSync(contract) ? false : 'the conformance scripts are not on this machine'

const folder = dataFolder()
let tellus: RunningTellus
let receiver: Receiver
let secret: string
let userId: string

before(async () => {
  if (skip !== false) return
  for (const name of ['client.mjs', 'validate.mjs']) copyFileSync(join(scripts, name), join(folder.path, name))
  // They find the clients where they are installed already.
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'))
  tellus = await startTellus(join(folder.path, 'data'), { TELLUS_SANDBOX: 'on' })
  receiver = await openReceiver()
  const made = await tellus.call<{ signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: receiver.url,
  })
  secret = made.body.signing_secret
  const client = new TerraClient({ devId: tellus.devId, apiKey: tellus.apiKey, baseUrl: `${tellus.url}/v2` })
  const session = await client.authentication.generatewidgetsession({
    reference_id: 'conformance-person',
    auth_success_redirect_url: 'https://app.example/ok',
  })
  const end = await connectAtSandbox(openRealVisitor(tellus.url), session.url ?? '', 'kim')
  userId = end.searchParams.get('user_id') ?? ''
})

after(async () => {
  await tellus?.end()
  await receiver?.close()
  folder[Symbol.dispose]()
})

/** Runs a script of the folder; gives its exit code and what it printed. */
const runScript = (args: string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number; said: string }>((done) => {
    const options = { cwd: folder.path, env: { PATH: process.env['PATH'], ...env }, maxBuffer: 64 * 1024 * 1024 }
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code ?? 1), said: `${stdout}${stderr}` }),
    )
  })
const failuresIn = (said: string) => said.split('\n').filter((line) => /^(FAIL|Error|\s{5}\/)/.test(line))

test('every call of both official clients is answered as the contract says', { skip }, async () => {
  const { said, code } = await runScript(['client.mjs'], {
    BASE_URL: `${tellus.url}/v2`,
    DEV_ID: tellus.devId,
    API_KEY: tellus.apiKey,
    USER_ID: userId,
    RESOURCE: 'SANDBOX',
    DESTRUCTIVE: '1',
  })
  assert.deepEqual(failuresIn(said), [])
  assert.match(said, /\n[1-9]\d+ passed, 0 failed\s*$/)
  assert.equal(code, 0, said)
})

test('all that was delivered meanwhile is signed, and fits the published schemas', { skip }, async () => {
  await eventually('deauth', () => receiver.received.some(({ body }) => body.includes('"type":"deauth"')), 60_000)
  await allDelivered(tellus)
  for (const request of receiver.received) assert.deepEqual(await judge(request, secret), [])
  const file = join(folder.path, 'received.jsonl')
  writeFileSync(file, receiver.received.map(({ body }) => `${body.toString('utf8')}\n`).join(''))
  const { said, code } = await runScript(['validate.mjs', file, '--strict', '--spec', contract])
  assert.deepEqual(failuresIn(said), [])
  assert.match(said, /\n[1-9]\d* passed, 0 failed\s*$/)
  assert.equal(code, 0, said)
})
