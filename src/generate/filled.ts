/**
 * What a provider does not know stays out of the record: this drops the keys whose value is undefined. In a group of
 * which nothing is left it gives undefined, so that the group stays out as well.
 */
export function filled<T extends object>(group: T): T | undefined {
  return hasValues(group) ? known(group) : undefined
}

/** Like `filled` for what is never empty, such as a record. */
export function known<T extends object>(group: T): T {
  const kept = Object.entries(group).filter(([, value]) => value !== undefined)
  // Only undefined values go, and their keys are optional wherever undefined is allowed.
  return Object.fromEntries(kept) as T
}

const hasValues = (group: object): boolean => Object.values(group).some((value) => value !== undefined)
