import type { PhoneItem } from '../wire/batch.ts'

/**
 * The items without older versions, in an order of their own: the order in which they were sent leaves no trace. Of one id
 * the version with the greater `changedAtMs` counts.
 */
export function latestOf(items: readonly PhoneItem[]): PhoneItem[] {
  const byId = new Map<string, PhoneItem>()
  for (const item of items) {
    const key = `${item.kind} ${item.id}`
    const known = byId.get(key)
    if (known === undefined || isNewer(item, known)) byId.set(key, item)
  }
  return [...byId.values()].sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function isNewer(a: PhoneItem, b: PhoneItem): boolean {
  if (a.changedAtMs !== b.changedAtMs) return a.changedAtMs > b.changedAtMs
  if (a === b || a.item === b.item) return false
  return JSON.stringify(a.item) > JSON.stringify(b.item)
}
