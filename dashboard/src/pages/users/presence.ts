import type { Presence } from '../../../../src/client/operations.ts'
import { lastDays, type TypePresence } from '../../charts/presence.ts'

/** The types that have days, as the strips take them. */
export function datedOf({ last_day: lastDay, types }: Presence): TypePresence[] {
  return types
    .filter(({ first_day: first }) => first !== null)
    .map(({ type, days }) => ({
      type,
      days: new Map(lastDays(lastDay, days.length).map((date, at) => [date, days[at] ?? 0])),
    }))
}

/** The nearest day with data before and after one; null where there is none. */
export function neighboursOf(presence: TypePresence | undefined, day: string): [string | null, string | null] {
  const known = [...(presence?.days ?? [])].filter(([, count]) => count > 0).map(([date]) => date)
  return [known.findLast((date) => date < day) ?? null, known.find((date) => date > day) ?? null]
}
