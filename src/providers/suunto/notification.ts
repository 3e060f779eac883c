import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { localDate } from '../../normalise/time.ts'
import type { DataType } from '../../schema/records.ts'
import type { Notice, Notification } from '../notification.ts'
import type { DayRange } from '../resource.ts'

export const signatureHeader = 'x-hmac-sha256-signature'

/** Suunto's signature: HMAC-SHA256 of the body with the notification secret, in hex. */
export const signatureOf = (secret: string, body: Buffer | string): string =>
  createHmac('sha256', secret).update(body).digest('hex')

const posted = z.object({ type: z.string(), username: z.string().min(1) })
const workout = z.object({ workout: z.object({ startTime: z.int(), timeOffsetInMinutes: z.int().nullish() }) })
const dated = z.iso.datetime({ offset: true })
const samples = z.object({
  samples: z.array(z.object({ timestamp: dated, entryData: z.object({ BedtimeEnd: dated.nullish() }).nullish() })),
})

/** What is to be fetched for an event: what it brings along is there too, and in one form. */
const typesOfEvent: ReadonlyMap<string, readonly DataType[]> = new Map([
  ['WORKOUT_CREATED', ['activity']],
  ['SUUNTO_247_ACTIVITY_CREATED', ['daily']],
  ['SUUNTO_247_RECOVERY_CREATED', ['daily']],
  ['SUUNTO_247_SLEEP_CREATED', ['sleep', 'daily']],
] as const)

/**
 * How Suunto tells of news: to the address that is entered in the settings of the app, each post signed with the secret that is
 * entered beside it. A signature says no time: a post that somebody sends again only has us look once more.
 */
export const notification: Notification = {
  verify: ({ headers, body }, { subscription }) =>
    isSameText(signatureOf(subscription.secret, body), headers[signatureHeader]?.toLowerCase() ?? ''),
  read(body) {
    const text = body.toString('utf8')
    if (!text.trimStart().startsWith('{')) return formerly(new URLSearchParams(text))
    const told: unknown = JSON.parse(text)
    const { type, username: account } = posted.parse(told)
    const types = typesOfEvent.get(type)
    // Routes, and kinds of events that come later, are no reason to refuse them.
    return types === undefined ? [] : [{ kind: 'data', account, types: [...types], range: daysOf(told) }]
  },
}

/** Apps that were made long ago are told of workouts by a form. */
function formerly(form: URLSearchParams): Notice[] {
  const account = form.get('username')
  if (!account || !form.get('workoutid')) throw new Error('neither JSON nor the form of a workout')
  return [{ kind: 'data', account, types: ['activity'], range: null }]
}

/** The local days that an event is about; null where it does not say. */
function daysOf(told: unknown): DayRange | null {
  const begun = workout.safeParse(told).data?.workout
  if (begun !== undefined) {
    const day = localDate(begun.startTime, begun.timeOffsetInMinutes ?? 0)
    return { first: day, last: day }
  }
  const days = samples
    .safeParse(told)
    .data?.samples.flatMap(({ timestamp, entryData }) => [timestamp, entryData?.BedtimeEnd ?? []].flat())
    .map((time) => time.slice(0, 10))
    .sort()
  const [first, last] = [days?.at(0), days?.at(-1)]
  return first === undefined || last === undefined ? null : { first, last }
}
