/** Tokens for a rate per second; holds one second's worth, and at least one. */
export interface Bucket {
  tokens: number
  atMs: number
}

export const fullBucket = (rate: number, nowMs: number): Bucket => ({ tokens: Math.max(1, rate), atMs: nowMs })

/** The bucket at a later time. A clock that went back adds nothing. */
export function refilled(bucket: Bucket, rate: number, nowMs: number): Bucket {
  const gained = (Math.max(0, nowMs - bucket.atMs) / 1000) * rate
  return { tokens: Math.min(Math.max(1, rate), bucket.tokens + gained), atMs: nowMs }
}

/** Milliseconds until there is a whole token. */
export const tokenInMs = (bucket: Bucket, rate: number): number =>
  bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / rate) * 1000)
