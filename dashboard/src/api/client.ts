import { filledPath } from '../../../src/client/address.ts'
import type { AnswerOf, Given, InputOf, PathOf } from '../../../src/client/calls.ts'
import { ApiError, errorOfAnswer } from './error.ts'

/** What goes into the address after `?`; null and undefined are left out, a list repeats its name. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** What a call may be given besides what the description of the API says it takes. */
export interface Besides {
  signal?: AbortSignal | undefined
  headers?: Readonly<Record<string, string>> | undefined
}

/** What a call is given, once its types were seen to. */
export interface Asked extends Besides {
  path?: Readonly<Record<string, string>>
  query?: Query | undefined
  /** Sent as JSON, unless it is a file. */
  body?: unknown
}

/** Where all calls of the management API go. */
export const root = '/admin/api'

/** What every call carries; `session.ts` and `environment.ts` keep it up to date. */
export const caller: { environment: string | null; csrfToken: string | null } = { environment: null, csrfToken: null }

type Listener = (error: ApiError) => void
const refusals = new Set<Listener>()

/** Hears of every 401 and 403, so that one place can sign out or read the session again. Gives the way to stop. */
export function onRefused(listener: Listener): () => void {
  refusals.add(listener)
  return () => refusals.delete(listener)
}

/** `/events` with `{ type: 'sleep', limit: 50 }` → `/admin/api/events?type=sleep&limit=50`. */
export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    if (typeof value === 'object') for (const one of value) parameters.append(name, one)
    else parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return `${root}${path}${text === '' ? '' : `?${text}`}`
}

/** An address that the browser opens by itself (a download, an image), with the environment in it. */
export const openAddressOf = (path: string, query: Query = {}): string =>
  addressOf(path, { ...query, environment: caller.environment })

/** The headers by which the server knows the environment and trusts a change. */
export function headersOf(method: Method, environment = caller.environment): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (environment !== null) headers['tellus-environment'] = environment
  if (method !== 'GET' && caller.csrfToken !== null) headers['x-csrf-token'] = caller.csrfToken
  return headers
}

/** One call of the management API, its types seen to by those below. Throws `ApiError`; an abort is thrown as it is. */
export async function call<Answer>(method: Method, path: string, asked: Asked = {}): Promise<Answer> {
  const response = await ask(method, path, asked)
  // An answer without a body is null.
  if (response.status === 204) return JSON.parse('null')
  // The shape of the answer is the server's promise: its types come from the schemas it is checked against.
  return response.json()
}

/** The text of an answer exactly as it came, for what is shown as it is sent. */
export const getText = async <P extends PathOf<'GET'>>(
  path: P,
  ...[asked]: Given<InputOf<'GET', P>, Besides>
): Promise<string> => (await ask('GET', path, asked)).text()

async function ask(
  method: Method,
  path: string,
  { path: parts, query, body, signal, ...besides }: Asked = {},
): Promise<Response> {
  const headers = { ...headersOf(method), ...besides.headers }
  if (body !== undefined && !(body instanceof Blob)) headers['content-type'] ??= 'application/json'
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (body !== undefined) init.body = body instanceof Blob ? body : JSON.stringify(body)
  if (signal !== undefined) init.signal = signal
  const response = await reach(addressOf(filledPath(path, parts), query), init)
  if (!response.ok) throw await refusalOf(response)
  return response
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    const why = navigator.onLine ? 'It may be starting again.' : 'This computer is offline.'
    throw new ApiError(0, `Tellus at ${location.host} did not answer. ${why} Nothing was lost; try again.`, { cause })
  }
}

/** The error of an answer that is not 2xx; who listens for refusals hears of it. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const error = errorOfAnswer(response.status, response.headers, await response.text(), Date.now())
  if (error.status === 401 || error.status === 403) for (const listener of refusals) listener(error)
  return error
}

/** `get('/users/{id}', { path: { id } })`: the path as the API's description writes it, and what varies in it. */
export const get = <P extends PathOf<'GET'>>(
  path: P,
  ...[asked]: Given<InputOf<'GET', P>, Besides>
): Promise<AnswerOf<'GET', P>> => call('GET', path, asked)
export const post = <P extends PathOf<'POST'>>(
  path: P,
  ...[asked]: Given<InputOf<'POST', P>, Besides>
): Promise<AnswerOf<'POST', P>> => call('POST', path, { body: {}, ...asked })
export const patch = <P extends PathOf<'PATCH'>>(
  path: P,
  ...[asked]: Given<InputOf<'PATCH', P>, Besides>
): Promise<AnswerOf<'PATCH', P>> => call('PATCH', path, asked)
export const remove = <P extends PathOf<'DELETE'>>(
  path: P,
  ...[asked]: Given<InputOf<'DELETE', P>, Besides>
): Promise<AnswerOf<'DELETE', P>> => call('DELETE', path, asked)
