/**
 * A record without what nobody knows: members that are null or undefined, and objects and lists that are empty without
 * them, are left out (R9: absent is never 0). What is 0, false or text stays. The record given is left as it is.
 */
export function knownOnly(record: object): object {
  return objectOf(record) ?? {}
}

function objectOf(value: object): object | null {
  const known = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    const kept = knownOf(member)
    return kept === null ? [] : [[key, kept]]
  })
  return known.length === 0 ? null : Object.fromEntries(known)
}

function knownOf(value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) {
    const items = value.map(knownOf).filter((item) => item !== null)
    return items.length === 0 ? null : items
  }
  return typeof value === 'object' ? objectOf(value) : value
}
