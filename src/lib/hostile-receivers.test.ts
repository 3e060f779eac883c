import assert from 'node:assert/strict'
import { createServer, type Server, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expired, otherName, selfSigned } from '../testing/certificates.ts'
import { openHttpClient, type PostResult } from './http-client.ts'

const client = openHttpClient('allow-private')
after(() => client.close())

/** What a receiver does with a connection once the request has come. */
type Behaviour = (socket: Socket) => void

async function listening(server: Server) {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const timeoutMs = 250

const post = (url: string) => client.post({ url, headers: ['x-mine', 'yes'], body: Buffer.from('{}'), timeoutMs })

/** Posts once to such a receiver; whatever it does, the answer is there soon after the timeout. */
async function postTo(behaviour: Behaviour): Promise<{ result: PostResult; written: number }> {
  let written = 0
  await using server = await listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => behaviour(socket))
      socket.on('close', () => {
        written += socket.bytesWritten
      })
    }),
  )
  const result = await post(`http://127.0.0.1:${server.port}/`)
  assert.ok(result.durationMs < timeoutMs + 1_000, `it took ${result.durationMs} ms`)
  return { result, written }
}

/** Writes for as long as the other side reads. */
const pour = (socket: Socket, piece: string | Buffer) => {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  }
  socket.on('drain', more)
  more()
}

const drip = (socket: Socket, text: string) => {
  const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(text)), 10)
  timer.unref()
  socket.on('close', () => clearInterval(timer))
}

const noAnswer = 'No answer within 0.25 s.'
const closed = 'The connection was closed before an answer came.'

/** Receivers that never give an answer that counts, and the sentence a person reads. */
const failing: [name: string, behaviour: Behaviour, sentence: string | RegExp][] = [
  ['hangs', () => undefined, noAnswer],
  ['sends nothing but 1xx', (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), noAnswer],
  ['drips its status line', (socket) => drip(socket, 'H'), /^(No answer within 0\.25 s|The answer could not be read)/],
  ['closes without a word', (socket) => socket.end(), closed],
  ['resets the connection', (socket) => socket.resetAndDestroy(), closed],
  ['closes within its headers', (socket) => socket.end('HTTP/1.1 200 OK\r\nx-half: '), /closed|could not be read/],
  ['floods with headers', (socket) => pour(socket, `x-${'a'.repeat(1000)}: b\r\n`), /^The answer could not be read/],
  ['speaks no HTTP', (socket) => socket.end('220 mail.example ESMTP\r\n'), /^The answer could not be read/],
]

for (const [name, behaviour, sentence] of failing)
  test(`a receiver that ${name} is given up in time, with a sentence`, async () => {
    const { result } = await postTo(behaviour)
    assert.ok(result.kind === 'failed', JSON.stringify(result))
    if (typeof sentence === 'string') assert.equal(result.sentence, sentence)
    else assert.match(result.sentence, sentence)
  })

/** Begins an answer, and goes on in another way. */
const begin =
  (head: string, goOn: (socket: Socket) => void): Behaviour =>
  (socket) => {
    socket.write(`${head}\r\n\r\n`)
    goOn(socket)
  }

const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`

/** Receivers whose status counts, whatever they do afterwards. */
const answering: [name: string, behaviour: Behaviour, status: number][] = [
  [
    'says it sends 1 GiB, and does',
    begin('HTTP/1.1 200 OK\r\ncontent-length: 1073741824', (socket) => pour(socket, Buffer.alloc(65_536, 97))),
    200,
  ],
  [
    'sends chunks without end',
    begin('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked', (socket) => pour(socket, chunk)),
    200,
  ],
  ['drips its body', begin('HTTP/1.1 200 OK\r\ncontent-length: 1000', (socket) => drip(socket, 'a')), 200],
  [
    'announces more than it sends',
    begin('HTTP/1.1 500 Oops\r\ncontent-length: 1000', (socket) => socket.end('short')),
    500,
  ],
  ['speaks HTTP/1.0', begin('HTTP/1.0 200 OK', (socket) => socket.end('old')), 200],
  ['redirects to itself', begin('HTTP/1.1 308 Moved\r\nlocation: /\r\ncontent-length: 0', () => undefined), 308],
]

for (const [name, behaviour, status] of answering)
  test(`a receiver that ${name} has answered with its status, and little of it is kept`, async () => {
    const { result, written } = await postTo(behaviour)
    assert.ok(result.kind === 'answered', JSON.stringify(result))
    assert.equal(result.status, status)
    assert.ok(result.body.length <= 16_384)
    // 64 KiB are read; the rest is what the two kernels and Node buffer.
    assert.ok(written < 20_000_000, `${written} bytes were taken`)
  })

const trusted = getCACertificates('default')

for (const [name, certificate, isTrusted, sentence] of [
  ['that nobody vouches for', selfSigned, false, /DEPTH_ZERO_SELF_SIGNED_CERT/],
  ['for another name', otherName, true, /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['that has expired', expired, true, /CERT_HAS_EXPIRED/],
] as const)
  test(`a receiver with a certificate ${name} gets nothing, with a sentence`, async () => {
    let bytes = 0
    await using server = await listening(
      createTlsServer({ ...certificate }, (socket) => socket.on('data', (data: Buffer) => (bytes += data.length))),
    )
    setDefaultCACertificates(isTrusted ? [...trusted, certificate.cert] : trusted)
    const result = await post(`https://localhost:${server.port}/`)
    setDefaultCACertificates(trusted)
    assert.ok(result.kind === 'failed' && result.failure === 'tls', JSON.stringify(result))
    assert.match(result.sentence, /^The TLS connection failed: /)
    assert.match(result.sentence, sentence)
    assert.equal(bytes, 0)
  })
