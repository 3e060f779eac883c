import assert from 'node:assert/strict'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openReceiver } from '../testing/receiver.ts'
import { type HttpClient, openHttpClient } from './http-client.ts'

const opened = (onReplaced?: () => void) => {
  const client = openHttpClient('allow-private', onReplaced)
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() })
}
const post = (client: HttpClient, url: string, timeoutMs = 2_000) =>
  client.post({
    url,
    headers: ['content-type', 'application/json', 'x-mine', 'yes'],
    body: Buffer.from('{"a":1}'),
    timeoutMs,
  })

/** A server that is no HTTP server: does with each connection what the test says. */
async function rawServer(onRequest: (socket: Socket, requests: number) => void) {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    connections++
    let requests = 0
    socket.on('data', () => onRequest(socket, ++requests))
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('posts the body and headers as they are and gives the answer', async () => {
  await using client = opened()
  await using receiver = await openReceiver({ status: 201, answer: 'thanks', headers: { 'retry-after': '7' } })
  const result = await post(client, `${receiver.url}?q=1`)
  assert.ok(result.kind === 'answered')
  assert.deepEqual(
    { ...result, durationMs: 0 },
    { kind: 'answered', status: 201, body: 'thanks', retryAfter: '7', durationMs: 0, address: '127.0.0.1' },
  )
  const [received] = await receiver.take(1)
  assert.equal(received?.path, '/webhook?q=1')
  assert.equal(received?.headers['x-mine'], 'yes')
  assert.equal(received?.body.toString(), '{"a":1}')
})

test('keeps a connection for the next request', async () => {
  await using client = opened()
  await using server = await rawServer((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'))
  for (let i = 0; i < 3; i++) assert.equal((await post(client, server.url)).kind, 'answered')
  assert.equal(server.connections(), 1)
})

test('says which address it was connected to, on a kept connection too, and none when it never was', async () => {
  await using client = opened()
  await using server = await rawServer((socket, requests) => {
    if (requests < 3) socket.write('HTTP/1.1 204 No Content\r\n\r\n')
  })
  const byName = server.url.replace('127.0.0.1', 'localhost')
  for (let i = 0; i < 2; i++) assert.equal((await post(client, byName)).address, '127.0.0.1')
  const late = await post(client, byName, 60)
  assert.deepEqual([late.kind, late.address, server.connections()], ['failed', '127.0.0.1', 1])
  const gone = await openReceiver()
  await gone.close()
  assert.equal((await post(client, gone.url)).address, null, 'refused')
  assert.equal((await post(client, 'http://169.254.169.254/')).address, null, 'not allowed')
})

test('a new connection has its own address, and until it is there none', async () => {
  await using client = opened()
  await using server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n'))
  assert.equal((await post(client, server.url)).address, '127.0.0.1')
  await server[Symbol.asyncDispose]()
  const refused = await post(client, server.url)
  assert.deepEqual([refused.kind, refused.address], ['failed', null])
})

test('does not follow a redirect', async () => {
  await using client = opened()
  await using receiver = await openReceiver({ status: 302, headers: { location: '/elsewhere' } })
  const result = await post(client, receiver.url)
  assert.ok(result.kind === 'answered' && result.status === 302)
  assert.equal(receiver.received.length, 1)
})

test('does not decompress an answer', async () => {
  await using client = opened()
  const bomb = gzipSync('x'.repeat(1_000_000))
  await using receiver = await openReceiver({
    respond: (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  })
  const result = await post(client, receiver.url)
  assert.ok(result.kind === 'answered' && result.body.length < 10_000)
})

test('reads no more than 64 KiB of an endless answer and keeps 16 KiB', async () => {
  await using client = opened()
  let written = 0
  await using receiver = await openReceiver({
    respond: (_, response) => {
      response.writeHead(200)
      const chunk = Buffer.alloc(16_384, 'a')
      const more = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
      }
      response.on('drain', more)
      more()
    },
  })
  const result = await post(client, receiver.url)
  assert.ok(result.kind === 'answered' && result.status === 200)
  assert.equal(result.body.length, 16_384)
  assert.ok(written < 50_000_000)
})

test('a receiver that never answers times out', async () => {
  await using client = opened()
  await using server = await rawServer(() => undefined)
  const result = await post(client, server.url, 60)
  assert.ok(result.kind === 'failed' && result.failure === 'timeout')
  assert.ok(result.durationMs >= 55 && result.durationMs < 1_000)
})

test('a receiver that drips its answer has answered with its status', async () => {
  await using client = opened()
  await using server = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\na'))
  const result = await post(client, server.url, 600)
  assert.ok(result.kind === 'answered' && result.status === 200 && result.body === 'a')
})

test('a receiver that drips its headers times out', async () => {
  await using client = opened()
  await using server = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\nx-slow: '))
  const result = await post(client, server.url, 60)
  assert.ok(result.kind === 'failed' && result.failure === 'timeout')
})

test('a receiver that breaks off before an answer is a reset', async () => {
  await using client = opened()
  await using server = await rawServer((socket) => socket.destroy())
  const result = await post(client, server.url)
  assert.ok(result.kind === 'failed' && result.failure === 'reset')
  assert.equal(server.connections(), 1)
})

test('a receiver that lies about its length has answered with its status', async () => {
  await using client = opened()
  await using server = await rawServer((socket) => socket.end('HTTP/1.1 500 Oops\r\ncontent-length: 1000\r\n\r\nshort'))
  const result = await post(client, server.url)
  assert.ok(result.kind === 'answered' && result.status === 500)
})

test('a kept connection that died is replaced at once, once', async () => {
  let replaced = 0
  await using client = opened(() => {
    replaced++
  })
  await using server = await rawServer((socket, requests) => {
    if (requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    else socket.destroy()
  })
  assert.equal((await post(client, server.url)).kind, 'answered')
  assert.equal((await post(client, server.url)).kind, 'answered')
  assert.equal(replaced, 1)
  assert.equal(server.connections(), 2)
})

test('headers of more than 16 KiB, or no HTTP at all, are a protocol failure', async () => {
  await using client = opened()
  await using long = await rawServer((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`))
  const tooLong = await post(client, long.url)
  assert.ok(tooLong.kind === 'failed' && tooLong.failure === 'protocol', JSON.stringify(tooLong))
  await using garbage = await rawServer((socket) => socket.write('220 mail.example ESMTP\r\n'))
  const notHttp = await post(client, garbage.url)
  assert.ok(notHttp.kind === 'failed' && notHttp.failure === 'protocol', JSON.stringify(notHttp))
})

test('a port where nothing listens refuses the connection', async () => {
  await using client = opened()
  const receiver = await openReceiver()
  await receiver.close()
  const result = await post(client, receiver.url)
  assert.ok(result.kind === 'failed' && result.failure === 'connect')
})

test('an address that is not allowed is not connected to', async () => {
  const client = openHttpClient('public-only')
  await using receiver = await openReceiver()
  for (const host of ['127.0.0.1', '127.1', '0x7f000001', 'localhost', '[::ffff:127.0.0.1]']) {
    const result = await post(client, `http://${host}:${receiver.port}/`)
    assert.ok(result.kind === 'failed' && result.failure === 'blocked', `${host} ${JSON.stringify(result)}`)
  }
  assert.equal(receiver.received.length, 0)
  await client.close()
})

test('a plain server behind https is a TLS failure', async () => {
  await using client = opened()
  await using receiver = await openReceiver()
  const result = await post(client, receiver.url.replace('http:', 'https:'))
  assert.ok(
    result.kind === 'failed' && (result.failure === 'tls' || result.failure === 'protocol'),
    JSON.stringify(result),
  )
})

test('a url that is none, and a client that is closed, are failures and not exceptions', async () => {
  await using receiver = await openReceiver({ respond: () => undefined })
  const client = openHttpClient('allow-private')
  const nonsense = await post(client, 'nonsense')
  assert.ok(nonsense.kind === 'failed' && nonsense.failure === 'protocol')
  const underWay = post(client, receiver.url)
  await receiver.take(1)
  await client.close()
  for (const result of [await underWay, await post(client, receiver.url)])
    assert.ok(result.kind === 'failed' && result.sentence === 'Tellus was stopped before an answer came.')
})
