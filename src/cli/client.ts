import { createTellusClient, type TellusApiError, type TellusClient } from '../client/client.ts'
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

/**
 * The management API of one server. Its calls throw `Refused` with the server's sentence, `Unreachable` when none answers,
 * and `Exit` where something else does.
 */
export interface Client extends TellusClient {
  server: Server
}

/** Opens the management API of the server that the options, the environment or the data directory name. */
export function openClient(shell: Pick<Shell, 'environment' | 'cwd'>, options: ServerOptions): Client {
  const server = findServer(shell, options)
  const { url: baseUrl, devId, apiKey } = server
  const failure = (error: TellusApiError) => exitOf(server, error)
  return { server, ...createTellusClient({ baseUrl, devId: devId ?? '', apiKey: apiKey ?? '', failure }) }
}

/** A failed call in the words of the command line. */
export function exitOf(server: Server, { status, detail, cause }: TellusApiError): Exit {
  if (status === 0) return cause === undefined ? new Exit(1, detail) : networkFailure(server, cause)
  return new Refused(status === 401 ? unknownCaller(server) : detail, status)
}

const unknownCaller = ({ url, devId, apiKey, dataDir }: Server): string =>
  devId === null || apiKey === null
    ? `${url} asks for credentials, and ${dataDir} has no credentials.json: give --dev-id and --api-key, or TELLUS_DEV_ID and TELLUS_API_KEY.`
    : `${url} does not know these credentials (dev-id ${devId}): check --dev-id and --api-key, TELLUS_DEV_ID and TELLUS_API_KEY, or TELLUS_DATA_DIR.`

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
export function networkFailure(server: Server, error: unknown): Exit {
  const first = rootOf(error)
  const code = first instanceof Error && 'code' in first ? String(first.code) : ''
  if (absent.has(code)) return new Unreachable(server.url)
  return new Exit(1, `${server.url} could not be asked: ${first instanceof Error ? first.message : first}`)
}

/** What broke: `fetch` has it as its cause, and of all addresses of a host the first one will do. */
function rootOf(error: unknown): unknown {
  if (error instanceof AggregateError) return rootOf(error.errors[0])
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error
}
