import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { dayMs } from '../../normalise/civil.ts'
import { localDate, parseInstant } from '../../normalise/time.ts'
import { jsonOf, type Notification } from '../notification.ts'
import type { DayRange } from '../resource.ts'

const proof = z.object({ webhook_token: z.string() })
const instant = z.iso.datetime({ offset: true }).nullish()
const posted = z.object({
  event_type: z.string().nullish(),
  /** What others call the kind. */
  event: z.string().nullish(),
  user: z.object({ id: z.int() }),
  workout_summary: z.object({ started_at: instant, workout: z.object({ starts: instant }).nullish() }).nullish(),
})

/**
 * How Wahoo tells of news: it posts the results of a workout, at first without figures and again when they change, to the
 * address that was entered in its portal, with the token that was entered there in the body. Nothing is signed. What it says of
 * the workout is not taken for true but for its day, which is fetched.
 */
export const notification: Notification = {
  verify: ({ body }, { subscription }) =>
    isSameText(proof.safeParse(jsonOf(body)).data?.webhook_token ?? '', subscription.secret),
  read(body) {
    const { event_type, event, user, workout_summary: summary } = posted.parse(jsonOf(body))
    // Kinds of events that come later are no reason to refuse them.
    if ((event_type ?? event) !== 'workout_summary') return []
    const times = [summary?.started_at, summary?.workout?.starts].flatMap((time) => time ?? [])
    return [{ kind: 'data', account: `${user.id}`, types: ['activity'], range: daysOf(times) }]
  },
}

/** The days around some times: the person's day is that of Greenwich or a neighbour. Null, the last days, where none is told. */
function daysOf(times: readonly string[]): DayRange | null {
  if (times.length === 0) return null
  const instants = times.map((time) => parseInstant(time).epochMs)
  return { first: localDate(Math.min(...instants) - dayMs, 0), last: localDate(Math.max(...instants) + dayMs, 0) }
}
