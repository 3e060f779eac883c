const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/** When the thing with an id such as `raw_01jc…` was made, in ms since 1970: its first ten digits are that. Null for another text. */
export function idTimeMs(id: string): number | null {
  const [, time] = /^[a-z]{3}_([0-9a-hjkmnp-tv-z]{10})[0-9a-hjkmnp-tv-z]{16}$/.exec(id) ?? []
  return time === undefined ? null : [...time].reduce((sum, digit) => sum * 32 + digits.indexOf(digit), 0)
}
