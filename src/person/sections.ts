/** Whether a part of a record says anything: a number, a word or a list that is not empty, however deep. */
export function hasContent(part: unknown): boolean {
  if (part === null || part === undefined) return false
  if (Array.isArray(part)) return part.length > 0
  if (typeof part === 'object') return Object.values(part).some(hasContent)
  return true
}

/**
 * The first of several records of a day, with each section that it lacks from the next one that has it. A section is taken whole:
 * numbers of two sources are never mixed within one (R8).
 */
export function fillSections<T extends object>(first: T, others: readonly T[]): T {
  const filled: T = { ...first }
  for (const other of others) fillFrom(filled, other)
  return filled
}

function fillFrom<T extends object>(filled: T, other: T): void {
  for (const key in other) if (!hasContent(filled[key]) && hasContent(other[key])) filled[key] = other[key]
}
