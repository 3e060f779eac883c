import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { openReceiver } from '../src/testing/receiver.ts'
import { dataFolder, eventually, type RunningTellus, startTellus } from '../src/testing/tellus.ts'
import { judge } from '../src/testing/verify.ts'

const main = join(import.meta.dirname, '..', 'src', 'main.ts')
const data = dataFolder()
const tellus = await startTellus(data.path)
after(async () => {
  await tellus.end()
  data[Symbol.dispose]()
})

/** `tellus listen` as a process of its own, that knows of the server by its address and credentials alone. */
function startListen(...words: string[]) {
  const server = ['--url', tellus.url, '--dev-id', tellus.devId, '--api-key', tellus.apiKey]
  const child = spawn(process.execPath, [main, 'listen', ...server, ...words], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TELLUS_DATA_DIR: '/nonexistent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const notes: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  createInterface({ input: child.stderr }).on('line', (line) => notes.push(line))
  const noted = (pattern: RegExp) =>
    eventually(`a note like ${pattern}`, () => {
      const found = notes.map((line) => pattern.exec(line)).find((match) => match !== null)
      if (found === undefined && child.exitCode !== null) throw new Error(`listen ended: ${notes.join('\n')}`)
      return found ?? null
    })
  return {
    lines,
    notes,
    noted,
    printed: (pattern: RegExp) =>
      eventually(`a line like ${pattern}`, () => lines.find((line) => pattern.test(line)) ?? null),
    async end(signal: NodeJS.Signals = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await once(child, 'exit')
      }
      return child.exitCode
    },
    async [Symbol.asyncDispose]() {
      await this.end('SIGKILL')
    },
  }
}

const generate = (type: string, of: RunningTellus = tellus) =>
  of.call('POST', '/admin/api/generate', {
    provider: 'OURA',
    type,
    send: true,
    reference_id: 'ada',
    with_samples: false,
  })

const namesOf = async (path: string) => {
  const { body } = await tellus.call<{ items: { name: string }[] }>('GET', `/admin/api${path}`)
  return body.items.map(({ name }) => name)
}
const isTidy = async () => {
  assert.deepEqual(await namesOf('/inboxes'), ['Inbox'])
  assert.deepEqual(await namesOf('/destinations'), ['Inbox'])
}

test('deliveries are passed on as they are, so that both official clients verify them, and nothing is left behind', async () => {
  await using receiver = await openReceiver()
  await using listen = startListen('--forward', receiver.url)
  const [, secret = ''] = await listen.noted(/^Signing secret: (\S+)$/)
  await generate('sleep')
  const [auth, sleep] = await receiver.take(2)
  for (const one of [auth, sleep]) {
    assert.ok(one !== undefined)
    assert.deepEqual(await judge(one, secret), [])
    assert.equal(one.path, '/webhook')
    assert.equal(one.headers.host, `127.0.0.1:${receiver.port}`)
  }
  assert.match(await listen.printed(/ sleep /), / sleep +ada +\d\S* k?B +200 +\d+$/)
  assert.equal(await listen.end('SIGINT'), 0)
  await isTidy()
})

test('a receiver that is down is told of once and tried with the next delivery', async () => {
  const receiver = await openReceiver()
  await receiver.close()
  await using listen = startListen('--forward', receiver.url, '--type', 'daily')
  await listen.noted(/^Signing secret/)
  await generate('sleep')
  await generate('daily')
  await listen.printed(/ daily .* none /)
  await listen.noted(/nothing listens there\. The next one is tried again\.$/)
  await using back = await openReceiver({ status: 500, answer: 'no such table' }, receiver.port)
  await generate('daily')
  await back.take(1)
  await listen.printed(/^ {2}no such table$/)
  await listen.noted(/answers again/)
  assert.equal(listen.lines.filter((line) => / daily /.test(line)).length, 2)
  assert.equal(listen.lines.filter((line) => / sleep /.test(line)).length, 0, 'of the type that was asked for')
})

test('what a killed run left behind is removed by the next one, which can replay what it missed', async () => {
  await using receiver = await openReceiver()
  const killed = startListen('--forward', receiver.url)
  await killed.noted(/^Signing secret/)
  await killed.end('SIGKILL')
  assert.equal((await namesOf('/inboxes')).length > 1, true)
  await using other = startListen('--type', 'body')
  await other.noted(/^Listening/)
  await using listen = startListen('--forward', receiver.url, '--type', 'daily', '--replay', '2', '--json')
  const { destination_id, signing_secret } = JSON.parse(await listen.printed(/"listening"/))
  const replayed = await receiver.take(2)
  for (const one of replayed) assert.deepEqual(await judge(one, signing_secret), [])
  const { forwarded, type, body } = JSON.parse(await listen.printed(/"delivery"/))
  assert.deepEqual([forwarded.status_code, type, body], [200, 'daily', replayed[0]?.body.toString()])
  assert.equal((await namesOf('/destinations')).length, 3, 'that of the other one that runs is still there')
  assert.match(destination_id, /^dst_/)
  await other.end()
  await listen.end()
  await isTidy()
})

test('a listener that stands in for a destination gets what that one gets, signed with its secret', async () => {
  const made = await tellus.call<{ id: string; signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: 'http://127.0.0.1:9/',
    name: 'app',
    event_types: ['daily'],
    headers: { authorization: 'Bearer abc' },
    standard_webhooks: true,
    enabled: false,
  })
  await using receiver = await openReceiver()
  await using listen = startListen('--forward', receiver.url, '--destination', made.body.id)
  await listen.noted(/^Forwarding/)
  await generate('daily')
  const [one] = await receiver.take(1)
  assert.ok(one !== undefined)
  assert.deepEqual(await judge(one, made.body.signing_secret), [])
  assert.equal(one.headers.authorization, 'Bearer abc')
  assert.ok(typeof one.headers['webhook-signature'] === 'string')
  await listen.printed(/ daily .* 200 /)
  assert.ok(
    ![...listen.notes, ...listen.lines].join('\n').includes(made.body.signing_secret),
    'its secret is not shown',
  )
  await listen.end()
  await tellus.call('DELETE', `/admin/api/destinations/${made.body.id}`)
  await isTidy()
})

test('its end does not wait for a receiver that hangs', async () => {
  await using receiver = await openReceiver({ respond: () => undefined })
  await using listen = startListen('--forward', receiver.url, '--type', 'daily')
  await listen.noted(/^Signing secret/)
  await generate('daily')
  await receiver.take(1)
  const startedMs = performance.now()
  assert.equal(await listen.end('SIGINT'), 0)
  assert.ok(performance.now() - startedMs < 5000, 'the receiver has 8 s')
  await isTidy()
})

test('everything since a time is replayed', async () => {
  await using receiver = await openReceiver()
  await using listen = startListen('--forward', receiver.url, '--replay', '1h', '--type', 'daily,sleep')
  const [, secret = ''] = await listen.noted(/^Signing secret: (\S+)$/)
  const [, count] = await listen.noted(/^Replaying (\d+) events since /)
  const replayed = await receiver.take(Number(count))
  for (const one of replayed) assert.deepEqual(await judge(one, secret), [])
  await listen.end()
})
