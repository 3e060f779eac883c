/** A request that failed, in the words the reader is shown. */
export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  /** Finds the request in the server's log. */
  readonly reference: string | null
  /** Seconds the server asks to wait. */
  readonly retryAfter: number | null

  constructor(
    status: number,
    sentence: string,
    more: { reference?: string | null; retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(sentence, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'ApiError'
    this.status = status
    this.reference = more.reference ?? null
    this.retryAfter = more.retryAfter ?? null
  }

  /** What happened and what helps, for people. */
  get sentence(): string {
    return this.message
  }
}

/** Any thrown value as an `ApiError`, so that a panel can show it. */
export const asApiError = (thrown: unknown): ApiError =>
  thrown instanceof ApiError
    ? thrown
    : new ApiError(0, thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })

/** `invalid url: …` → `Invalid url: ….`: the server's sentences begin small and end open. */
export function asSentence(text: string): string {
  const trimmed = text.trim()
  const begun = trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
  return /[.!?:]$/.test(begun) ? begun : `${begun}.`
}

/** Seconds of a `Retry-After` header, which is a number or a date; null when it is neither. */
export function retryAfterOf(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - nowMs) / 1000))
}

const fallbacks: Record<number, string> = {
  401: 'You are signed out. Sign in again to go on.',
  403: 'Your role does not allow this. An owner can change it under Settings > Team.',
  404: 'This does not exist, or it belongs to another environment.',
  413: 'This is larger than the server takes.',
  429: 'Too many requests in a short time. Wait a little, then try again.',
}

/** The error of an answer that was not 2xx, from its status, headers and body text. */
export function errorOfAnswer(status: number, headers: Headers, body: string, nowMs: number): ApiError {
  const said = sentenceOf(body)
  const sentence =
    said ?? fallbacks[status] ?? `The server answered ${status} without a reason. Its log says more, by the reference.`
  return new ApiError(status, asSentence(sentence), {
    reference: headers.get('terra-reference'),
    retryAfter: retryAfterOf(headers.get('retry-after'), nowMs),
  })
}

function sentenceOf(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null) return null
    const detail: unknown = Reflect.get(parsed, 'detail') ?? Reflect.get(parsed, 'message')
    return typeof detail === 'string' && detail !== '' ? detail : null
  } catch {
    return null
  }
}
