import type { InboxMessage } from '../client/operations.ts'
import { signatureHeader, standardSignature } from '../delivery/signature.ts'
import { openHttpClient } from '../lib/http-client.ts'

/** What of a message is passed on. */
export type Passed = Pick<InboxMessage, 'headers' | 'body' | 'encoding'>

/** What became of a delivery that was passed on. */
export interface Forwarded {
  /** Null when no answer came. */
  status_code: number | null
  duration_ms: number
  /** Why no answer came. */
  error: string | null
  response_body: string | null
}

export interface Forwarder extends AsyncDisposable {
  /** Passes a delivery on and gives the answer; never rejects. */
  forward(message: Passed): Promise<Forwarded>
}

export interface Target {
  url: string
  secret: string
  /** Whether deliveries come signed with that secret; otherwise each is signed anew. */
  isSignedWithIt: boolean
  /** Custom headers of the destination stood in for. */
  headers: Readonly<Record<string, string>>
  timeoutMs: number
  /** Ends what is under way. */
  signal: AbortSignal
}

/** Passes deliveries on to a receiver that the person at the command line named: any address will do. */
export function openForwarder(target: Target): Forwarder {
  const client = openHttpClient('unguarded')
  const close = () => client.close()
  target.signal.addEventListener('abort', close, { once: true })
  return {
    async forward(message) {
      const body = Buffer.from(message.body, message.encoding === 'base64' ? 'base64' : 'utf8')
      const headers = forwardedHeaders(message, body, target, Date.now())
      const reply = await client.post({ url: target.url, headers, body, timeoutMs: target.timeoutMs })
      const duration_ms = reply.durationMs
      return reply.kind === 'answered'
        ? { status_code: reply.status, duration_ms, error: null, response_body: reply.body }
        : { status_code: null, duration_ms, error: reply.sentence, response_body: null }
    },
    async [Symbol.asyncDispose]() {
      target.signal.removeEventListener('abort', close)
      await close()
    },
  }
}

/** What belongs to the connection that a message came on, and not to the message. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
])

// Receivers refuse a time more than 300 s from now: from the waiting of a suspended machine, or of clocks that differ.
const signedLongAgoSeconds = 60

/**
 * The headers a message was delivered with, names and values in turn. The signature is made anew where the receiver
 * knows another secret, or could refuse the old one for its time.
 */
export function forwardedHeaders(
  message: Passed,
  body: Buffer,
  target: Pick<Target, 'secret' | 'isSignedWithIt' | 'headers'>,
  nowMs: number,
): string[] {
  const headers = new Map(
    Object.entries(message.headers ?? {}).filter(([name]) => !ofTheConnection.has(name.toLowerCase())),
  )
  const signed = headers.get('terra-signature')
  const nowSeconds = Math.floor(nowMs / 1000)
  const signedAt = Number(/(?:^|,)t=(\d+)/.exec(String(signed))?.[1])
  const isFresh = Math.abs(nowSeconds - signedAt) <= signedLongAgoSeconds
  if (signed !== undefined && !(target.isSignedWithIt && isFresh)) sign(headers, body, target.secret, nowSeconds)
  for (const [name, value] of Object.entries(target.headers)) headers.set(name.toLowerCase(), value)
  return [...headers].flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]))
}

function sign(headers: Map<string, string | string[]>, body: Buffer, secret: string, nowSeconds: number): void {
  const signature = signatureHeader(body, [secret], nowSeconds)
  headers.set('terra-signature', signature)
  headers.set('x-terra-signature', signature)
  const id = headers.get('webhook-id')
  if (typeof id !== 'string') return
  headers.set('webhook-timestamp', String(nowSeconds))
  headers.set('webhook-signature', standardSignature(id, body, [secret], nowSeconds))
}
