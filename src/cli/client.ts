import { request } from 'undici'
import { z } from 'zod'
import { findServer, type Server, type ServerOptions } from './address.ts'
import { Exit } from './failure.ts'
import type { Shell } from './shell.ts'

/** No server answers there: it may come back. */
export class Unreachable extends Exit {
  constructor(url: string) {
    super(1, `No Tellus answers at ${url}: start it with \`npm start\` (or \`tellus serve\`).`)
    this.name = 'Unreachable'
  }
}

/** The server understood and said no; the sentence is its own. */
export class Refused extends Exit {
  /** The status of its answer. */
  readonly status: number

  constructor(sentence: string, status: number) {
    super(1, sentence)
    this.name = 'Refused'
    this.status = status
  }
}

export interface Call {
  query?: Record<string, string | number | undefined>
  body?: unknown
}

/** The management API of one server. */
export interface Client {
  server: Server
  /** Address of a call with its query. */
  address(path: string, query?: Call['query']): URL
  headers: Record<string, string>
  /**
   * Makes a call and gives its answer, checked. Throws `Refused` with the server's sentence, and `Unreachable`
   * when none answers.
   */
  call<S extends z.ZodType>(
    answer: S,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    call?: Call,
  ): Promise<z.output<S>>
}

/** For calls whose answer is empty. */
export const nothing = z.undefined()

/** Opens the management API of the server that the options, the environment or the data directory name. */
export function openClient(shell: Pick<Shell, 'environment' | 'cwd'>, options: ServerOptions): Client {
  const server = findServer(shell, options)
  const headers: Record<string, string> = {
    ...(server.devId === null ? {} : { 'dev-id': server.devId }),
    ...(server.apiKey === null ? {} : { 'x-api-key': server.apiKey }),
  }
  const address = (path: string, query: Call['query'] = {}): URL => {
    const url = new URL(`${server.url}/admin/api${path}`)
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value))
    return url
  }
  return {
    server,
    headers,
    address,
    async call(answer, method, path, { query, body } = {}) {
      const reply = await request(address(path, query), {
        method,
        headers: {
          ...headers,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      }).catch((error) => {
        throw networkFailure(server, error)
      })
      const text = await reply.body.text().catch((error) => {
        throw networkFailure(server, error)
      })
      return readAnswer(server, answer, { status: reply.statusCode, text, what: `${method} ${path}` })
    },
  }
}

/** The answer as it was agreed, or a sentence that says why there is none. */
export function readAnswer<S extends z.ZodType>(
  server: Server,
  answer: S,
  { status, text, what }: { status: number; text: string; what: string },
): z.output<S> {
  const value = jsonOf(text)
  if (status >= 400) throw new Refused(refusal(server, status, value), status)
  const parsed = answer.safeParse(value)
  if (parsed.success && status >= 200 && status < 300) return parsed.data
  throw new Exit(1, `${server.url} did not answer ${what} as Tellus does (status ${status}): is that its address?`)
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return null // said by the caller, who knows what was asked
  }
}

const refusalSchema = z.object({ message: z.string() })

function refusal(server: Server, status: number, value: unknown): string {
  if (status === 401)
    return server.devId === null || server.apiKey === null
      ? `${server.url} asks for credentials, and ${server.dataDir} has no credentials.json: give --dev-id and --api-key, or TELLUS_DEV_ID and TELLUS_API_KEY.`
      : `${server.url} does not know these credentials (dev-id ${server.devId}): check --dev-id and --api-key, TELLUS_DEV_ID and TELLUS_API_KEY, or TELLUS_DATA_DIR.`
  const said = refusalSchema.safeParse(value)
  return said.success
    ? said.data.message
    : `${server.url} answered with status ${status} and no reason: is that the address of Tellus?`
}

const absent = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
])

/** The sentence for a call that got no answer at all. */
export function networkFailure(server: Server, error: unknown): unknown {
  const first = error instanceof AggregateError ? error.errors[0] : error
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  if (absent.has(code)) return new Unreachable(server.url)
  return new Exit(1, `${server.url} could not be asked: ${first instanceof Error ? first.message : first}`)
}
