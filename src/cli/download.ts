import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { request } from 'undici'
import { queryText } from '../client/address.ts'
import { errorOf } from '../client/error.ts'
import { type Client, exitOf, networkFailure } from './client.ts'
import { Exit } from './failure.ts'

/**
 * Streams what the server answers into a file that only its owner can read, which has its name only once it is whole. Gives
 * where it is and its size. Throws as `Client` does, and where a file of that name exists.
 */
export async function downloadFile(
  client: Client,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  asked: { fileOf(name: string): string; signal: AbortSignal },
): Promise<{ file: string; bytes: number }> {
  const { url, devId, apiKey } = client.server
  const answer = await request(`${url}/admin/api${path}${queryText(query)}`, {
    headers: { 'dev-id': devId ?? '', 'x-api-key': apiKey ?? '' },
    signal: asked.signal,
    // The server makes it while it is read, and some of that takes its time.
    headersTimeout: 0,
    bodyTimeout: 0,
  }).catch((error) => {
    throw networkFailure(client.server, error)
  })
  const { statusCode: status, headers, body } = answer
  // Ended early it says so, also when nobody reads it any more.
  body.on('error', () => undefined)
  if (status !== 200) {
    const text = await body.text()
    throw exitOf(client.server, await errorOf(new Response(text, { status }), url))
  }
  const name = /filename="([\w.-]+)"/.exec(String(headers['content-disposition']))?.[1]
  if (name === undefined || headers['terra-reference'] === undefined) {
    body.destroy()
    throw new Exit(1, `${url} did not answer GET ${path} as Tellus does: is that its address?`)
  }
  const file = asked.fileOf(name)
  const part = `${file}.${process.pid}.part`
  try {
    if (await exists(file)) throw new Exit(1, `${file} exists already: name another file with --out.`)
    await pipeline(body, createWriteStream(part, { flags: 'wx', mode: 0o600 }))
    const { size } = await stat(part)
    await rename(part, file)
    return { file, bytes: size }
  } catch (error) {
    body.destroy()
    await rm(part, { force: true })
    throw failureOf(error, url, file, asked.signal)
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

function failureOf(error: unknown, url: string, file: string, signal: AbortSignal): unknown {
  if (error instanceof Exit) return error
  if (signal.aborted) return new Exit(1, `${file} was not written: it was stopped before the end.`)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC') return new Exit(1, `There is not enough room for ${file}.`)
  if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR')
    return new Exit(1, `${file} cannot be written: its folder does not exist, or is not this user's.`)
  return new Exit(1, `${url} broke off while ${file} was written: its log says why. Nothing of it is kept.`)
}
