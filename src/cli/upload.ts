import { createReadStream } from 'node:fs'
import { Transform } from 'node:stream'
import { request } from 'undici'
import type { z } from 'zod'
import { acceptedImport } from './answers.ts'
import { type Client, networkFailure, readAnswer, Unreachable } from './client.ts'
import { Exit } from './failure.ts'

/**
 * Streams a file to the server, whole, with its length announced so that the server can refuse at once what does not
 * fit. `onProgress` gets the bytes handed over so far. Throws as `Client.call` does.
 */
export async function uploadFile(
  client: Client,
  file: { path: string; bytes: number },
  asked: { query: Record<string, string | undefined>; signal: AbortSignal; onProgress(bytes: number): void },
): Promise<z.output<typeof acceptedImport>> {
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
  try {
    const reply = await request(client.address('/imports', asked.query), {
      method: 'POST',
      headers: { ...client.headers, 'content-type': 'application/octet-stream', 'content-length': String(file.bytes) },
      body: source.pipe(counter),
      signal: asked.signal,
      // The file goes to disk and its kind is found out before the answer comes: that has no time of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const text = await reply.body.text()
    return readAnswer(client.server, acceptedImport, { status: reply.statusCode, text, what: 'POST /imports' })
  } catch (error) {
    if (error instanceof Exit) throw error
    const failure = networkFailure(client.server, error)
    // It answered a moment ago.
    throw failure instanceof Unreachable && handed > 0 ? brokenOff(client, file.path) : failure
  } finally {
    source.destroy()
  }
}

const brokenOff = (client: Client, path: string): Exit =>
  new Exit(1, `${client.server.url} broke off while ${path} was sent: the server was stopped, or its log says why.`)
