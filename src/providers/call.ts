import type { z } from 'zod'
import { messageOf } from '../lib/errors.ts'
import { type Access, addressOf } from './provider.ts'
import { ProviderError, type ProviderFailure } from './provider-error.ts'

/** How long an answer may take. */
const timeoutMs = 10_000

/** What is sent beside the token. */
export interface Asking {
  method?: 'GET' | 'POST' | 'DELETE'
  /** Sent as JSON. */
  body?: unknown
  /** Sent as a form, in place of JSON. */
  form?: Readonly<Record<string, string>>
  /** Beside the token's own header, or in its place. */
  headers?: Record<string, string>
  /** Statuses that are a success here, whatever they are elsewhere. */
  expected?: readonly number[]
}

/**
 * Calls a provider with the person's token and gives its answer when that is a success. Throws `ProviderError` for
 * everything else, with how long to wait where the answer says.
 */
export async function callProvider(access: Access, address: string, asking: Asking = {}): Promise<Response> {
  const url = addressOf(access.publicUrl, address)
  const path = new URL(url).pathname
  const sent = sentOf(asking)
  const init = {
    method: asking.method ?? 'GET',
    headers: {
      authorization: `Bearer ${access.accessToken}`,
      accept: 'application/json',
      ...(sent === null ? {} : { 'content-type': sent.type }),
      ...asking.headers,
    },
    ...(sent === null ? {} : { body: sent.body }),
    signal: AbortSignal.timeout(timeoutMs),
  }
  const answer = await access.fetch(url, init).catch((error: unknown) => {
    if (error instanceof ProviderError) throw error
    throw new ProviderError('unavailable', `${path} gave no answer: ${messageOf(error)}`, { cause: error })
  })
  const failure = asking.expected?.includes(answer.status) ? null : failureOf(answer.status)
  if (failure === null) return answer
  throw new ProviderError(failure, `${path} was answered ${answer.status}`, {
    retryAfterSeconds: retryAfterOf(answer),
  })
}

function sentOf({ body, form }: Asking): { type: string; body: string } | null {
  if (form !== undefined)
    return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() }
  return body === undefined ? null : { type: 'application/json', body: JSON.stringify(body) }
}

/** The JSON of a provider's answer, in the shape that is needed of it. Throws `ProviderError`. */
export async function askJson<S extends z.ZodType>(
  access: Access,
  shape: S,
  address: string,
  asking: Asking = {},
): Promise<z.output<S>> {
  return readJson(await callProvider(access, address, asking), shape, address.split('?')[0] ?? address)
}

/** The JSON of an answer to a call of a path, in the shape that is needed of it. Throws `ProviderError`. */
export async function readJson<S extends z.ZodType>(answer: Response, shape: S, path: string): Promise<z.output<S>> {
  const json: unknown = await answer.json().catch((error: unknown) => {
    throw new ProviderError('unavailable', `${path} was not answered with JSON`, { cause: error })
  })
  const parsed = shape.safeParse(json)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path }) => path.join('.')).join(', ')
  throw new ProviderError('unavailable', `${path} was answered in another shape: ${places || 'as a whole'}`)
}

function failureOf(status: number): ProviderFailure | null {
  if (status === 202) return 'not_ready'
  if (status >= 200 && status < 300) return null
  switch (status) {
    case 401:
    case 412:
      return 'unauthorized'
    case 403:
    // Their app is too old, or their membership has ended: nothing that asking again would change.
    case 426:
      return 'forbidden'
    case 410:
      return 'retired'
    case 429:
      return 'rate_limited'
    default:
      return status >= 400 && status < 500 ? 'refused' : 'unavailable'
  }
}

/** The most that is believed of a count of seconds: more is a time of day in seconds since 1970. */
const longestResetSeconds = 24 * 3600

/**
 * When to ask again, in seconds, where an answer says: a `Retry-After`, which is a number or a date (RFC 9110, 10.2.3), or
 * the `X-RateLimit-Reset` of those who count down to it.
 */
export function retryAfterOf(answer: Response): number | null {
  const text = answer.headers.get('retry-after')
  if (text === null) {
    const reset = answer.headers.get('x-ratelimit-reset') ?? ''
    return /^\d{1,5}$/.test(reset) && Number(reset) <= longestResetSeconds ? Number(reset) : null
  }
  if (/^\d+$/.test(text)) return Number(text)
  const at = Date.parse(text)
  const now = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(at) || Number.isNaN(now) ? null : Math.max(0, Math.ceil((at - now) / 1000))
}
