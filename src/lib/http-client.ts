import { Agent, buildConnector, Client, type Dispatcher, Pool } from 'undici'
import { type AddressPolicy, BlockedAddress, checkLiteral, checkPort, guardedLookup } from './address-guard.ts'

export interface PostRequest {
  url: string
  /** Names and values in turn. */
  headers: string[]
  body: Buffer
  /** From the call to the last byte of the answer, milliseconds. */
  timeoutMs: number
}

/** Why no answer came. `connection` classes say that the receiver is not there, which opens the breaker. */
export type PostFailure = 'timeout' | 'connect' | 'dns' | 'tls' | 'reset' | 'blocked' | 'protocol'

export type PostResult = (
  | { kind: 'answered'; status: number; body: string; retryAfter: string | null }
  | { kind: 'failed'; failure: PostFailure; sentence: string }
) & {
  durationMs: number
  /** The IP address it was connected to; null when no connection came about. */
  address: string | null
}

export interface HttpClient {
  /** Sends one POST and gives what became of it; never rejects. Redirects are not followed, answers not decompressed. */
  post(request: PostRequest): Promise<PostResult>
  close(): Promise<void>
}

const limits = { connectMs: 5_000, headerBytes: 16 * 1024, readBytes: 64 * 1024, keepBytes: 16 * 1024 }

/**
 * Opens a client whose connections are guarded by a policy; `unguarded` reaches any address and is only for our own.
 * Connections are kept per origin and carry one request at a time. When a kept one turns out to have died before any
 * answer, the request is sent once more at once, and `onReplaced` is told.
 */
export function openHttpClient(
  policy: AddressPolicy | 'unguarded',
  onReplaced: () => void = () => undefined,
): HttpClient {
  const settings = { timeout: limits.connectMs, allowH2: false, autoSelectFamily: true }
  const connect =
    policy === 'unguarded' ? buildConnector(settings) : guarded(policy, { ...settings, lookup: guardedLookup(policy) })
  const agent = new Agent({
    connect,
    allowH2: false,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: limits.headerBytes,
    factory: (origin, options) =>
      new Pool(origin, {
        ...options,
        connect,
        factory: (target, given) => trackedClient(target, given, connect),
      }),
  })
  const post = async (request: PostRequest): Promise<PostResult> => {
    const startedAt = performance.now()
    const first = await send(agent, request, startedAt)
    if (!(first.kind === 'failed' && first.failure === 'reset' && first.onKeptConnection)) return first
    onReplaced()
    return send(agent, request, startedAt)
  }
  return {
    post,
    close: () => agent.destroy(),
  }
}

/**
 * Makes connections only to where a policy allows: the port and an address written in the URL are judged here, what a
 * name resolves to by the `lookup` among the settings.
 */
export function guarded(policy: AddressPolicy, settings: buildConnector.BuildOptions): buildConnector.connector {
  const plain = buildConnector(settings)
  return (options, callback) => {
    try {
      checkPort(options.port)
      checkLiteral(options.hostname, policy)
    } catch (error) {
      return callback(error instanceof Error ? error : new Error(String(error)), null)
    }
    plain(options, callback)
  }
}

/** A client's present connection. */
interface Connection {
  /** Begun on it: tells whether a request that broke had a connection kept from earlier. */
  requests: number
  /** Of the other end, read once from the socket; null while there is none. */
  address: string | null
}

function trackedClient(origin: URL, options: object, connect: buildConnector.connector): Client {
  const connection: Connection = { requests: 0, address: null }
  const client = new Client(origin, {
    ...options,
    connect: (target, callback) =>
      connect(target, (...result) => {
        connection.requests = 0
        connection.address = result[1]?.remoteAddress?.replace(/%.*$/, '') ?? null
        callback(...result)
      }),
  })
  const dispatch = client.dispatch.bind(client)
  client.dispatch = (options, handler) => {
    if (handler instanceof Exchange) handler.connection = connection
    return dispatch(options, handler)
  }
  return client
}

const parts = new Map<string, { origin: string; path: string }>()
const mostParts = 1_000

/** What of a URL a request needs; remembered, because a destination is posted to again and again. */
function partsOf(url: string): { origin: string; path: string } {
  const known = parts.get(url)
  if (known !== undefined) return known
  const { origin, pathname, search } = new URL(url)
  if (parts.size >= mostParts) parts.clear()
  const found = { origin, path: pathname + search }
  parts.set(url, found)
  return found
}

type Sent = PostResult & { onKeptConnection?: boolean }

const send = (agent: Dispatcher, request: PostRequest, startedAt: number): Promise<Sent> =>
  new Promise((resolve) => {
    const exchange = new Exchange(request, startedAt, resolve)
    try {
      const { origin, path } = partsOf(request.url)
      agent.dispatch(
        {
          origin,
          path,
          method: 'POST',
          headers: request.headers,
          body: request.body,
          idempotent: false,
        },
        exchange,
      )
    } catch (error) {
      exchange.fail(error)
    }
  })

/** One request and its answer, as undici reports it. A class because undici calls back into it. */
class Exchange implements Dispatcher.DispatchHandler {
  connection: Connection | null = null
  readonly #startedAt: number
  readonly #resolve: (sent: Sent) => void
  readonly #timer: NodeJS.Timeout
  readonly #timeoutMs: number
  #controller: Dispatcher.DispatchController | null = null
  #kept = false
  #address: string | null = null
  #status = 0
  #retryAfter: string | null = null
  readonly #chunks: Buffer[] = []
  #read = 0
  #settled = false

  constructor(request: PostRequest, startedAt: number, resolve: (sent: Sent) => void) {
    this.#startedAt = startedAt
    this.#resolve = resolve
    this.#timeoutMs = request.timeoutMs
    this.#timer = setTimeout(() => this.#timeOut(), Math.max(1, request.timeoutMs - (performance.now() - startedAt)))
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#settled) controller.abort(new Error('timed out before it could be sent'))
    else if (this.connection !== null) {
      this.#kept = this.connection.requests++ > 0
      this.#address = this.connection.address
    }
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // An early hint is not the answer.
    if (status < 200) return
    this.#status = status
    const retryAfter = headers['retry-after']
    this.#retryAfter = (Array.isArray(retryAfter) ? retryAfter[0] : retryAfter) ?? null
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#read < limits.keepBytes) this.#chunks.push(Buffer.from(chunk.subarray(0, limits.keepBytes - this.#read)))
    this.#read += chunk.length
    if (this.#read < limits.readBytes) return
    this.#answer()
    controller.abort(new Error('the answer is longer than is read'))
  }

  onResponseEnd(): void {
    // undici frees the connection one turn of the event loop after an answer: who sends the next request before that
    // would open another one.
    queueMicrotask(() => setImmediate(() => this.#answer()))
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.fail(error)
  }

  /** The status is the receiver's word: a body that breaks off or drips past the timeout does not take it back. */
  fail(error: unknown): void {
    if (this.#status !== 0) this.#answer()
    else this.#settle({ kind: 'failed', ...describe(error), ...this.#facts(), onKeptConnection: this.#kept })
  }

  #timeOut(): void {
    if (this.#status !== 0) this.#answer()
    else {
      const sentence = `No answer within ${this.#timeoutMs / 1000} s.`
      this.#settle({ kind: 'failed', failure: 'timeout', sentence, ...this.#facts() })
    }
    this.#controller?.abort(new Error('timed out'))
  }

  #answer(): void {
    const body = Buffer.concat(this.#chunks).toString('utf8')
    this.#settle({
      kind: 'answered',
      status: this.#status,
      body,
      retryAfter: this.#retryAfter,
      durationMs: this.#elapsed(),
      address: this.#address,
    })
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.#startedAt)
  }

  #facts(): { durationMs: number; address: string | null } {
    return { durationMs: this.#elapsed(), address: this.#address }
  }

  #settle(sent: Sent): void {
    if (this.#settled) return
    this.#settled = true
    clearTimeout(this.#timer)
    this.#resolve(sent)
  }
}

const dnsCodes: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])
const connectCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])
const resetCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_ABORTED'])

/** What went wrong, for the person who owns the destination. */
function describe(error: unknown): { failure: PostFailure; sentence: string } {
  if (error instanceof BlockedAddress) return { failure: 'blocked', sentence: `Not allowed: ${error.message}.` }
  // Several addresses that all failed come as one error holding the others.
  const single = error instanceof AggregateError && !('code' in error) ? error.errors[0] : error
  const code = single instanceof Error && 'code' in single && typeof single.code === 'string' ? single.code : ''
  const message = single instanceof Error ? single.message || code : String(single)
  if (dnsCodes.has(code)) return { failure: 'dns', sentence: `The host name could not be resolved (${code}).` }
  if (code === 'ECONNREFUSED')
    return { failure: 'connect', sentence: 'The connection was refused: nothing listens there.' }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return { failure: 'connect', sentence: `No connection within ${limits.connectMs / 1000} s.` }
  if (connectCodes.has(code)) return { failure: 'connect', sentence: `The host could not be reached (${code}).` }
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED')
    return { failure: 'reset', sentence: 'Tellus was stopped before an answer came.' }
  if (resetCodes.has(code)) return { failure: 'reset', sentence: 'The connection was closed before an answer came.' }
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|SELF_SIGNED|UNABLE_TO/.test(code))
    return { failure: 'tls', sentence: `The TLS connection failed: ${message} (${code}).` }
  return {
    failure: 'protocol',
    sentence: `The answer could not be read: ${message}${code === '' ? '' : ` (${code})`}.`,
  }
}
