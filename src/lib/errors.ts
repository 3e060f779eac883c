/**
 * Every error code of Tellus with its HTTP status, once. `http/errors.ts` turns a code into Terra's error body;
 * nothing else decides statuses.
 */
export const errorCodes = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  provider_refused: 424,
  upgrade_required: 426,
  rate_limited: 429,
  internal: 500,
  not_implemented: 501,
  unavailable: 503,
  disk_full: 507,
} as const

export type ErrorCode = keyof typeof errorCodes

/**
 * A failure with a sentence for the person who caused or must mend it: what failed, on what, what to do.
 * `cause` is for the log only and never leaves the process.
 */
export class TellusError extends Error {
  readonly code: ErrorCode
  readonly status: number
  /** Extra response headers, such as `Retry-After` of a 429. */
  readonly headers: Record<string, string>

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; headers?: Record<string, string> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'TellusError'
    this.code = code
    this.status = errorCodes[code]
    this.headers = options.headers ?? {}
  }
}

/** The sentence of any thrown value. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
