import { createServer, type ServerResponse } from 'node:http'
import { type Fetch, guardedFetch } from '../../lib/guarded-fetch.ts'
import { reachBy } from '../../users/sign-in/ready.ts'
import type { TestHub } from '../hub.ts'

/** A request to the double of a provider. */
export interface DoubleRequest {
  method: string
  /** As the provider would see it, with the host that was asked. */
  url: URL
  /** By names in lower case. */
  headers: Record<string, string | undefined>
  body: string
}

export interface DoubleAnswer {
  status: number
  headers?: Record<string, string>
  /** Sent as JSON when it is no text. */
  body?: unknown
}

/** A provider's double that listens on the loopback. */
export interface LocalDouble extends AsyncDisposable {
  /** Sends a request meant for one of the provider's hosts to the double. */
  fetch: Fetch
}

const hostHeader = 'x-double-host'

/** Opens a server on the loopback that answers for the provider's hosts. */
export async function openDouble(
  hosts: readonly string[],
  answer: (request: DoubleRequest) => DoubleAnswer | Promise<DoubleAnswer>,
): Promise<LocalDouble> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, `${value}`]))
      const url = new URL(incoming.url ?? '/', `https://${headers[hostHeader] ?? hosts[0] ?? 'localhost'}`)
      const body = Buffer.concat(chunks).toString('utf8')
      try {
        send(response, await answer({ method: incoming.method ?? 'GET', url, headers, body }))
      } catch (error) {
        send(response, { status: 500, body: `the double failed: ${error}` })
      }
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const ask = guardedFetch('unguarded')
  return {
    fetch: async (address, outgoing = {}) => {
      const url = new URL(address)
      if (!hosts.includes(url.host)) throw new Error(`A test asked ${url.host}, which no double stands for.`)
      const headers = { ...outgoing.headers, [hostHeader]: url.host }
      return ask(`http://127.0.0.1:${port}${url.pathname}${url.search}`, { ...outgoing, headers })
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: DoubleAnswer): void {
  const isText = typeof body === 'string' || body === undefined
  response.writeHead(status, isText ? headers : { 'content-type': 'application/json', ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

/** Has a test hub reach the provider's hosts at the double; everything else it would ask of a provider fails. */
export function leadTo(hub: Pick<TestHub, 'config'>, double: Pick<LocalDouble, 'fetch'>): void {
  reachBy(hub, double.fetch)
}
