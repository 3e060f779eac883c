import { createServer } from 'node:http'
import { verifySignature } from '../src/delivery/signature.ts'
import type { Ledger } from './ledger.ts'
import type { Random } from './random.ts'

export interface CountingReceiver extends AsyncDisposable {
  url: string
  /** With it every signature is checked from then on. */
  secret: string | null
  /** Requests whose signature was not good. */
  unsigned(): number
}

/** A receiver that writes down what it gets and answers 200 after 5 to 40 ms, so that requests are always under way. */
export async function openCountingReceiver(ledger: Ledger, random: Random): Promise<CountingReceiver> {
  let unsigned = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    // A sender that is killed breaks off in the middle: that request never was.
    request.on('error', () => undefined)
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const header = String(request.headers['terra-signature'])
      const { secret } = receiver
      const nowSeconds = Date.now() / 1000
      if (secret !== null && !verifySignature({ header, body, secrets: [secret], nowSeconds }).ok) unsigned++
      ledger.receive(String(request.headers['x-terra-trace-id']), body.toString('utf8'), performance.now())
      setTimeout(() => response.writeHead(200).end('ok'), random.between(5, 40))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.')
  const receiver: CountingReceiver = {
    url: `http://127.0.0.1:${address.port}/`,
    secret: null,
    unsigned: () => unsigned,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}
