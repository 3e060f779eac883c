/** How a provider's answer is no data. */
export type ProviderFailure =
  /** The token is not good (401, 412). */
  | 'unauthorized'
  /** The refresh token is not good either: nothing more will come under this consent. */
  | 'ended'
  /** The token is good, and does not open this (403). */
  | 'forbidden'
  /** Too many calls (429). */
  | 'rate_limited'
  /** It is getting the data ready (202): ask again. */
  | 'not_ready'
  /** It will not take what was written (another 4xx). */
  | 'refused'
  /** It answers nothing of use for now: 5xx, no connection, an answer of another shape. */
  | 'unavailable'
  /** The service has been switched off (410). */
  | 'retired'

/** What a provider answered instead of data; its message names provider and path, and no value. */
export class ProviderError extends Error {
  readonly failure: ProviderFailure
  /** When to ask again, in seconds, where the provider said. */
  readonly retryAfterSeconds: number | null

  constructor(
    failure: ProviderFailure,
    message: string,
    options: { cause?: unknown; retryAfterSeconds?: number | null } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ProviderError'
    this.failure = failure
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

const nullFor =
  (failure: ProviderFailure) =>
  <T>(asked: Promise<T>): Promise<T | null> =>
    asked.catch((error: unknown) => {
      if (error instanceof ProviderError && error.failure === failure) return null
      throw error
    })

/** What is asked for; null where the person does not allow it. */
export const unlessForbidden = nullFor('forbidden')

/** A list that adds to a record; an empty one where the person does not allow it. */
export const whereAllowed = async (list: Promise<unknown[]>): Promise<unknown[]> => (await unlessForbidden(list)) ?? []

/** What is asked for; null where there is no such thing. */
export const unlessRefused = nullFor('refused')
