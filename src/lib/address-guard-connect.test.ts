import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { type buildConnector, Client } from 'undici'
import { type AddressPolicy, BlockedAddress, guardedLookup, policyOf } from './address-guard.ts'
import { guarded, openHttpClient } from './http-client.ts'

const answersOf = (addresses: string[]): LookupAddress[] =>
  addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

/** The client's connector, over names that resolve to `answers` in turn. */
function guardedConnector(policy: AddressPolicy, answers: string[][]) {
  const asked: string[] = []
  const lookup = guardedLookup(policy, (host, _options, done) => {
    asked.push(host)
    done(null, answersOf(answers[asked.length - 1] ?? []))
  })
  return { connect: guarded(policy, { timeout: 2000, allowH2: false, autoSelectFamily: true, lookup }), asked }
}

const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** An HTTP server that says on which of its addresses it was reached, and by which name. */
function openEcho() {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (chunk) => {
      const host = /\r\nhost: (\S+)\r\n/i.exec(String(chunk))?.[1]
      const body = `${socket.localAddress} ${host}`
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`)
    })
  })
  return {
    server,
    async [Symbol.asyncDispose]() {
      await new Promise((closed) => server.close(closed))
    },
  }
}

const request = async (origin: string, connect: buildConnector.connector): Promise<string> => {
  const client = new Client(origin, { connect })
  try {
    const reply = await client.request({ method: 'POST', path: '/', body: 'x' })
    return await reply.body.text()
  } finally {
    await client.destroy()
  }
}

test('the address that was judged is the one that is connected to, and Host keeps the name', async () => {
  await using echo = openEcho()
  const port = await listening(echo.server)
  const { connect, asked } = guardedConnector('allow-private', [['127.0.0.1'], ['169.254.169.254']])
  assert.equal(await request(`http://hook.example:${port}`, connect), `127.0.0.1 hook.example:${port}`)
  assert.deepEqual(asked, ['hook.example'], 'one lookup, judged and used')
})

test('a name that was public when it was entered and is private when connected to is refused', async () => {
  await using echo = openEcho()
  const port = await listening(echo.server)
  let connections = 0
  echo.server.on('connection', () => connections++)
  for (const rebound of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['2606:4700::1111', '::1'], ['::ffff:127.0.0.1']]) {
    const { connect } = guardedConnector('public-only', [rebound])
    await assert.rejects(request(`http://rebinding.example:${port}`, connect), BlockedAddress, rebound.join())
  }
  assert.equal(connections, 0)
})

test('metadata is refused behind a name under every policy, also beside an address that may be', async () => {
  for (const policy of ['public-only', 'allow-private'] as const)
    for (const answer of [['169.254.169.254'], ['1.1.1.1', '169.254.169.254'], ['fd00:ec2::254'], ['fd00:ec2::23']]) {
      const { connect } = guardedConnector(policy, [answer])
      await assert.rejects(request('http://metadata.example', connect), /cloud metadata/, `${policy} ${answer}`)
    }
})

test('an address written in the url never reaches a lookup and is judged all the same', async () => {
  const { connect, asked } = guardedConnector('public-only', [])
  for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '017700000001', '[::1]', '[::ffff:7f00:1]', '127.0.0.1.'])
    await assert.rejects(request(new URL(`http://${host}:9`).origin, connect), BlockedAddress, host)
  assert.deepEqual(asked, [])
})

test('a port of another protocol is refused when connected to, before any lookup', async () => {
  const { connect, asked } = guardedConnector('allow-private', [['127.0.0.1']])
  for (const host of ['mail.example', '127.0.0.1', '[::1]'])
    await assert.rejects(request(`http://${host}:25`, connect), /^BlockedAddress: port 25 belongs to another protocol$/)
  assert.deepEqual(asked, [])
})

test('a network that the operator allows is reached although private ones are denied, and its neighbour is not', async () => {
  await using echo = openEcho()
  const port = await listening(echo.server)
  const policy = policyOf({ privateDestinations: 'deny', allowedNetworks: ['127.0.0.0/30'] })
  const answers = [['127.0.0.1'], ['127.0.0.4'], ['127.0.0.1', '127.0.0.4']]
  const reach = async (answer: string[]) => {
    const { connect } = guardedConnector(policy, [answer])
    return request(`http://hook.example:${port}`, connect)
  }
  assert.equal(await reach(['127.0.0.1']), `127.0.0.1 hook.example:${port}`)
  for (const answer of answers.slice(1)) await assert.rejects(reach(answer), /127\.0\.0\.4, which is a loopback/)
})

test('TLS asks for the name in the url, not for the address', async () => {
  const names: string[] = []
  const server = createTlsServer({
    SNICallback: (name, done) => {
      names.push(name)
      done(new Error('no certificate is needed to see the name'))
    },
  })
  server.on('tlsClientError', () => undefined)
  const port = await listening(server)
  const { connect } = guardedConnector('allow-private', [['127.0.0.1']])
  await assert.rejects(request(`https://hook.example:${port}`, connect))
  assert.deepEqual(names, ['hook.example'])
  await new Promise((closed) => server.close(closed))
})

test('the client says of a refused destination where it was and why', async () => {
  const client = openHttpClient('public-only')
  for (const [url, why] of [
    ['http://127.0.0.1:9/', /^Not allowed: 127\.0\.0\.1 is a loopback address\.$/],
    ['http://localhost:9/', /^Not allowed: localhost resolves to (127\.0\.0\.1|::1), which is a loopback address\.$/],
    ['http://example.com:6379/', /^Not allowed: port 6379 belongs to another protocol\.$/],
    ['http://[fd00:ec2::254]/', /^Not allowed: .* is a cloud metadata address\.$/],
  ] as const) {
    const result = await client.post({ url, headers: [], body: Buffer.from('{}'), timeoutMs: 2000 })
    assert.equal(result.kind === 'failed' && result.failure, 'blocked', url)
    assert.match(result.kind === 'failed' ? result.sentence : '', why)
  }
  await client.close()
})
