import type { Standing } from '../provider.ts'

/**
 * What `X-RateLimit-*` say of the limit that is nearest, by WHOOP's page "API Rate Limiting": `-Limit` begins with how many
 * calls that one takes, and then has each limit with its window in seconds; `-Remaining` is what is left of it, `-Reset` in
 * how many seconds all are there again. Two windows of the same size cannot be told apart: then nothing is said.
 */
export function standings(headers: Headers): readonly Standing[] {
  const [nearest, ...windows] = (headers.get('x-ratelimit-limit') ?? '').replaceAll('"', '').split(',')
  const found = windows
    .map((window) => /^\s*(\d{1,9});\s*window=(\d{1,9})\s*$/.exec(window))
    .filter((match) => match?.[1] === nearest?.trim())
  const left = numberIn(headers.get('x-ratelimit-remaining'))
  const seconds = Number(found[0]?.[2] ?? 0)
  if (found.length !== 1 || seconds === 0 || left === null) return []
  return [{ rate: { per: 'app', seconds }, left, resetSeconds: numberIn(headers.get('x-ratelimit-reset')) }]
}

const numberIn = (text: string | null): number | null => {
  const [, digits] = /^"?(\d{1,9})"?$/.exec(text?.trim() ?? '') ?? []
  return digits === undefined ? null : Number(digits)
}
