/** Whether lists and objects of a JSON value stand in one another more than so many deep: what walks it would not return. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  return Object.values(value).some((inner: unknown) => isDeeperThan(inner, depth - 1))
}
