const nul = '\u0000'

/**
 * Where a value holds the character U+0000, in a text or in the name of a field: `name`, `steps.0.notes`, or `''` for the
 * value itself. Null where it does not. PostgreSQL has no text with that character.
 */
export function placeOfNul(value: unknown): string | null {
  // A stack and not recursion: a body may be nested deeper than calls can be.
  const left: { value: unknown; path: string }[] = [{ value, path: '' }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next.value === 'string') {
      if (next.value.includes(nul)) return next.path
      continue
    }
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const [key, inner] of Object.entries(next.value)) {
      if (key.includes(nul)) return next.path
      const path = next.path === '' ? key : `${next.path}.${key}`
      if (typeof inner === 'string' || typeof inner === 'object') left.push({ value: inner, path })
    }
  }
  return null
}
