import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { Agent, request } from 'undici'
import { messageOf } from '../../lib/errors.ts'
import type { FuzzCall } from './calls.ts'
import type { Answer } from './judge.ts'

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const)
type Known = typeof methods extends Set<infer T> ? T : never
const isKnown = (method: string): method is Known => [...methods].some((one) => one === method)

/** The connections of one run. */
export const openConnections = (): Agent =>
  new Agent({ connections: 2, pipelining: 1, headersTimeout: 15_000, bodyTimeout: 15_000 })

/** Sends a call over a socket. A stream is left as soon as it has begun. */
export async function send(
  dispatcher: Agent,
  baseUrl: string,
  call: FuzzCall,
  credentials: Record<string, string>,
): Promise<Answer> {
  if (!isKnown(call.method)) throw new Error(`${call.method} is no method that is tried here.`)
  try {
    const response = await request(`${baseUrl}${call.target}`, {
      method: call.method,
      headers: { ...credentials, ...call.headers },
      body: call.method === 'HEAD' ? null : call.body,
      dispatcher,
    })
    const mediaType = String(response.headers['content-type'] ?? '')
    if (mediaType.startsWith('text/event-stream')) {
      response.body.on('error', () => undefined)
      response.body.destroy()
      return { status: response.statusCode, mediaType, body: '', error: null }
    }
    const encoding = response.headers['content-encoding']
    const bytes = Buffer.from(await response.body.arrayBuffer())
    return {
      status: response.statusCode,
      mediaType,
      body: encoding === undefined ? bytes.toString('utf8') : decoded(bytes, String(encoding)),
      error: null,
    }
  } catch (error) {
    return { status: 0, mediaType: '', body: '', error: messageOf(error) }
  }
}

const decoded = (bytes: Buffer, encoding: string): string =>
  (encoding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes)).toString('utf8')
