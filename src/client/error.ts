/** A call that failed: it was refused, or no answer came. */
export class TellusApiError extends Error {
  /** The HTTP status; 0 when no answer came, or none that Tellus gives. */
  readonly status: number
  /** What failed, on what, and what to do, in the server's words. */
  readonly detail: string
  /** Finds the request in the server's log; null when no answer came. */
  readonly reference: string | null
  /** Seconds the server asks to wait; null when it does not ask. */
  readonly retryAfterSeconds: number | null

  constructor(
    status: number,
    detail: string,
    more: { reference?: string | null; retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'TellusApiError'
    this.status = status
    this.detail = detail
    this.reference = more.reference ?? null
    this.retryAfterSeconds = more.retryAfterSeconds ?? null
  }
}

/** The error of an answer of `where` that is not 2xx, from its problem details (RFC 9457). */
export async function errorOf(response: Response, where: string): Promise<TellusApiError> {
  const { status, headers } = response
  const said = detailOf(await response.text().catch(() => ''))
  const wait = Number(headers.get('retry-after') ?? Number.NaN)
  const unsaid = `${where} answered with status ${status} and no reason: is that the address of Tellus?`
  return new TellusApiError(status, said ?? unsaid, {
    reference: headers.get('terra-reference'),
    retryAfterSeconds: Number.isFinite(wait) ? wait : null,
  })
}

function detailOf(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null) return null
    const said: unknown = Reflect.get(body, 'detail') ?? Reflect.get(body, 'message')
    return typeof said === 'string' && said !== '' ? said : null
  } catch {
    return null // a proxy answers with a page
  }
}
