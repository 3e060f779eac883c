import { filledPath, queryText, type Written } from './address.ts'
import type { AnswerOf, Feed, FeedInput, Given, InputOf, ListPath, Method, PathOf, RowOf } from './calls.ts'
import { errorOf, TellusApiError } from './error.ts'

export type { AnswerOf, BodyOf, Feed, InputOf, ListPath, PathOf, QueryOf, RowOf } from './calls.ts'
export { TellusApiError } from './error.ts'
export type * from './operations.ts'

/** What every call carries besides: by it the caller ends it early. */
interface Ending {
  signal?: AbortSignal | undefined
}

/**
 * The management API with its paths, queries, bodies and answers typed. A path is written as the description has it, and
 * what varies is given: `get('/users/{id}', { path: { id } })`. Every call throws `TellusApiError` when it is refused or
 * no answer comes, and what its signal was aborted with.
 */
export interface TellusClient {
  /** The feed of events: what there is since a place in it, and where to go on. */
  get(path: '/events', given: FeedInput & Ending): Promise<Feed>
  get<P extends PathOf<'GET'>>(path: P, ...given: Given<InputOf<'GET', P>, Ending>): Promise<AnswerOf<'GET', P>>
  post<P extends PathOf<'POST'>>(path: P, ...given: Given<InputOf<'POST', P>, Ending>): Promise<AnswerOf<'POST', P>>
  patch<P extends PathOf<'PATCH'>>(path: P, ...given: Given<InputOf<'PATCH', P>, Ending>): Promise<AnswerOf<'PATCH', P>>
  delete<P extends PathOf<'DELETE'>>(
    path: P,
    ...given: Given<InputOf<'DELETE', P>, Ending>
  ): Promise<AnswerOf<'DELETE', P>>
  /** Everything that a list holds, page after page; a page is asked for when the one before it is used up. */
  each<P extends ListPath>(path: P, ...given: Given<InputOf<'GET', P>, Ending>): AsyncGenerator<RowOf<P>, void, void>
}

/** Who calls: an app with its API key, or somebody who is signed in, from a page of Tellus itself. */
export type Caller =
  | { devId: string; apiKey: string }
  /** Asked before every call, for both change while a page is open. The cookie is the browser's affair. */
  | { session: () => { environment: string | null; csrfToken: string | null } }

export type TellusClientOptions = Caller & {
  /** Where Tellus answers, such as `http://127.0.0.1:4000`; '' for the origin of the page. */
  baseUrl: string
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch
  /** Makes an error in the caller's own words of each `TellusApiError`; it is thrown instead. */
  failure?: (error: TellusApiError) => Error
}

/** Opens the management API of one Tellus. Works in Node and in browsers; nothing is asked yet. */
export function createTellusClient(options: TellusClientOptions): TellusClient {
  const call = <Answer>(method: Method, path: string, given?: Asked) =>
    callTellus<Answer>(options, method, path, given).catch((error) => {
      throw error instanceof TellusApiError ? (options.failure?.(error) ?? error) : error
    })
  return {
    get: <Answer>(path: string, given?: Asked) => call<Answer>('GET', path, given),
    post: (path, ...[given]) => call('POST', path, given),
    patch: (path, ...[given]) => call('PATCH', path, given),
    delete: (path, ...[given]) => call('DELETE', path, given),
    each: (path, ...[given]) => eachOf(call, path, given),
  }
}

interface Asked extends Ending {
  path?: Readonly<Record<string, Written>>
  query?: Readonly<Record<string, Written | null | undefined>>
  body?: unknown
}
/** A call whose types were seen to by the signatures above. */
type Untyped = <Answer>(method: Method, path: string, asked?: Asked) => Promise<Answer>

async function* eachOf<Row>(call: Untyped, path: string, asked: Asked = {}): AsyncGenerator<Row, void, void> {
  let cursor = asked.query?.['cursor'] ?? null
  do {
    const query = { ...asked.query, cursor }
    const page = await call<{ items: Row[]; next_cursor: string | null }>('GET', path, { ...asked, query })
    yield* page.items
    cursor = page.next_cursor
  } while (cursor !== null)
}

async function callTellus<Answer>(
  options: TellusClientOptions,
  method: Method,
  template: string,
  { path, query, body, signal }: Asked = {},
): Promise<Answer> {
  const address = `${options.baseUrl.replace(/\/+$/, '')}/admin/api${filledPath(template, path)}${queryText(query)}`
  const headers = new Headers({ accept: 'application/json', ...headersOf(options, method) })
  const init: RequestInit = { method, headers, ...carried(body, headers) }
  // Nothing here is moved: what sends elsewhere is not Tellus, and would be given the key.
  init.redirect = 'manual'
  if (signal !== undefined) init.signal = signal
  if ('session' in options) init.credentials = 'same-origin'
  const asked = options.fetch === undefined ? fetch(address, init) : options.fetch(address, init)
  const response = await asked.catch((cause) => {
    throw signal?.aborted === true
      ? signal.reason
      : new TellusApiError(0, `no Tellus answers at ${where(options)}`, { cause })
  })
  if (!response.ok) throw await errorOf(response, where(options))
  return answerOf(response, `${where(options)} did not answer ${method} ${template} as Tellus does`, signal)
}

const where = ({ baseUrl }: TellusClientOptions): string => baseUrl || 'this address'

async function answerOf<Answer>(
  response: Response,
  otherwise: string,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const reference = response.headers.get('terra-reference')
  const stranger = `${otherwise} (status ${response.status}): is that its address?`
  // All that Tellus answers has a reference; another program, or a page for whatever is asked, has none.
  if (reference === null) throw new TellusApiError(0, stranger)
  const text = await response.text().catch((cause) => {
    throw signal?.aborted === true ? signal.reason : new TellusApiError(0, `${otherwise}: it broke off`, { cause })
  })
  try {
    // Its shape is the server's promise: the types are made from the schemas that its tests hold it to.
    return JSON.parse(text || 'null')
  } catch {
    throw new TellusApiError(0, stranger, { reference })
  }
}

function headersOf(caller: Caller, method: Method): Record<string, string> {
  if ('apiKey' in caller) return { 'dev-id': caller.devId, 'x-api-key': caller.apiKey }
  const { environment, csrfToken } = caller.session()
  return {
    ...(environment === null ? {} : { 'tellus-environment': environment }),
    ...(method === 'GET' || csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
  }
}

/** A body as it travels: a file as it is, everything else as JSON. */
function carried(body: unknown, headers: Headers): RequestInit {
  if (body === undefined) return {}
  const isStream = body instanceof ReadableStream
  if (!isStream && !(body instanceof Blob)) {
    headers.set('content-type', 'application/json')
    return { body: JSON.stringify(body) }
  }
  headers.set('content-type', 'application/octet-stream')
  return isStream ? streamed(body) : { body }
}

/** Whoever sends a stream has to say that it is sent before the answer is read; not every type of `fetch` knows. */
const streamed = (body: ReadableStream): RequestInit & { duplex: 'half' } => ({ body, duplex: 'half' })
