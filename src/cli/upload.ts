import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { request } from 'undici'
import { queryText } from '../client/address.ts'
import type { AnswerOf, QueryOf } from '../client/calls.ts'
import { errorOf } from '../client/error.ts'
import { type Client, exitOf, networkFailure, Unreachable } from './client.ts'
import { Exit } from './failure.ts'

export type Accepted = AnswerOf<'POST', '/imports'>

/**
 * Streams a file to the server, whole, with its length announced so that the server can refuse at once what does not
 * fit. `onProgress` gets the bytes handed over so far. Throws as `Client` does.
 */
export async function uploadFile(
  client: Client,
  file: { path: string; bytes: number },
  asked: { query: QueryOf<'POST', '/imports'>; signal: AbortSignal; onProgress(bytes: number): void },
): Promise<Accepted> {
  let handed = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      handed += chunk.length
      asked.onProgress(handed)
      done(null, chunk)
    },
  })
  const source = createReadStream(file.path, { highWaterMark: 1024 * 1024 })
  source.once('error', (error) => counter.destroy(error))
  counter.once('close', () => source.destroy())
  const { url, devId, apiKey } = client.server
  try {
    const reply = await request(`${url}/admin/api/imports${queryText(asked.query)}`, {
      method: 'POST',
      headers: {
        'dev-id': devId ?? '',
        'x-api-key': apiKey ?? '',
        'content-type': 'application/octet-stream',
        'content-length': String(file.bytes),
      },
      body: source.pipe(counter),
      signal: asked.signal,
      // The file goes to disk and its kind is found out before the answer comes: that has no time of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const text = await reply.body.text()
    const { statusCode: status } = reply
    if (status >= 400) throw exitOf(client.server, await errorOf(new Response(text, { status }), url))
    return acceptedIn(text) ?? strange(client, status)
  } catch (error) {
    if (error instanceof Exit) throw error
    const failure = networkFailure(client.server, error)
    // It answered a moment ago.
    throw failure instanceof Unreachable && handed > 0 ? brokenOff(client, file.path) : failure
  } finally {
    source.destroy()
  }
}

function acceptedIn(text: string): Accepted | null {
  try {
    return JSON.parse(text)
  } catch {
    return null // said by the caller, who knows what was asked
  }
}

const strange = (client: Client, status: number): never => {
  const said = `${client.server.url} did not answer POST /imports as Tellus does (status ${status})`
  throw new Exit(1, `${said}: is that its address?`)
}

const brokenOff = (client: Client, path: string): Exit =>
  new Exit(1, `${client.server.url} broke off while ${path} was sent: the server was stopped, or its log says why.`)
