const windowMs = 3_600_000
/** What comes within so long is counted together and leaves together, with the last of it: at most 240 figures a user. */
const slotMs = 15_000
/** Of all users together, so that a book stays below some 40 MB; whoever has not been asked for longest is forgotten. */
const mostSlots = 200_000

interface Slot {
  number: number
  lastAtMs: number
  days: number
}

/** What a call that asks for days is answered. */
export type DaysVerdict =
  | { isAccepted: true; remaining: number; resetAfterSeconds: number }
  | { isAccepted: false; retryAfterSeconds: number }

export interface DayBook {
  /**
   * Counts days that are asked for about a user, unless they were more than the limit in any sixty minutes; what is refused
   * costs nothing. Gives what remains and in how many seconds all of it is back, or after how many this call would do.
   */
  spend(userId: string, days: number, nowMs: number): DaysVerdict
  /** How many figures are kept. */
  size(): number
}

/** A book of the days asked for in the last hour, by user, of at most `limit` each. */
export function openDayBook(limit: number, most = mostSlots): DayBook {
  const users = new Map<string, Slot[]>()
  let kept = 0

  const recent = (userId: string, nowMs: number): Slot[] => {
    const known = users.get(userId) ?? []
    const slots = known.filter(({ lastAtMs }) => lastAtMs + windowMs > nowMs)
    kept += slots.length - known.length
    // Put at the end: a map keeps the order in which its keys came, so the first has not been asked for longest.
    users.delete(userId)
    if (slots.length > 0) users.set(userId, slots)
    return slots
  }

  return {
    spend(userId, days, clockMs) {
      // A clock that was set back must not free what is counted.
      const nowMs = Math.max(clockMs, users.get(userId)?.at(-1)?.lastAtMs ?? clockMs)
      const slots = recent(userId, nowMs)
      const used = slots.reduce((sum, slot) => sum + slot.days, 0)
      if (used + days > limit)
        return { isAccepted: false, retryAfterSeconds: secondsUntil(slots, used + days - limit, nowMs) }
      const number = Math.floor(nowMs / slotMs)
      const last = slots.at(-1)
      if (last?.number === number) {
        last.days += days
        last.lastAtMs = nowMs
      } else {
        users.set(userId, [...slots, { number, lastAtMs: nowMs, days }])
        kept++
      }
      for (const [oldest, its] of users) {
        if (kept <= most) break
        users.delete(oldest)
        kept -= its.length
      }
      return { isAccepted: true, remaining: limit - used - days, resetAfterSeconds: windowMs / 1000 }
    },
    size: () => kept,
  }
}

/** When so many days will have left the window; at its end where that is not enough. */
function secondsUntil(slots: readonly Slot[], days: number, nowMs: number): number {
  let freed = 0
  for (const slot of slots) {
    freed += slot.days
    if (freed >= days) return Math.ceil((slot.lastAtMs + windowMs - nowMs) / 1000)
  }
  return windowMs / 1000
}
