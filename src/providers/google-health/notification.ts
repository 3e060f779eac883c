import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { dayMs } from '../../normalise/civil.ts'
import { localDate } from '../../normalise/time.ts'
import type { DataType } from '../../schema/records.ts'
import { type HookRequest, jsonOf, type Notice, type Notification, type Subscription } from '../notification.ts'
import type { DayRange } from '../resource.ts'
import { listed } from '../shapes.ts'
import { measureTypes, sampleTypes } from './body.ts'
import { dayTypes, totalTypes } from './daily.ts'
import { time } from './shapes.ts'
import { nightTypes } from './sleep.ts'

/** `Authorization` of everything that Google posts, as it was entered with the subscriber. */
export const authorizationOf = (secret: string): string => `Bearer ${secret}`

/** The types of Google's that each of ours is made of. What is not named here shows in no record. */
const madeOf: readonly (readonly [DataType, readonly string[]])[] = [
  ['activity', ['exercise']],
  ['body', [...sampleTypes, ...measureTypes]],
  ['nutrition', ['nutrition-log', 'hydration-log']],
  ['sleep', ['sleep', 'heart-rate-variability', ...nightTypes]],
  ['daily', ['sleep', 'heart-rate', ...totalTypes, ...dayTypes]],
]

const posted = z.object({
  data: z.object({
    healthUserId: z.string().min(1),
    dataType: z.string(),
    intervals: listed(z.object({ physicalTimeInterval: z.object({ startTime: time, endTime: time }).nullish() })),
  }),
})
const body = z.union([z.array(posted), posted.transform((one) => [one])])

/** Whether what a request brings is the secret of the subscription. */
const isAuthorized = ({ headers }: HookRequest, { secret }: Subscription): boolean =>
  isSameText(authorizationOf(secret), headers['authorization'] ?? '')

const isVerification = ({ method, body }: HookRequest): boolean =>
  method === 'POST' &&
  body.length <= 100 &&
  z.object({ type: z.literal('verification') }).safeParse(jsonOf(body)).success

/**
 * How Google tells of news: to a subscriber that the developer makes in Google's cloud, because that takes a right that no
 * client of people has. A notice names a type and a time, and brings no value.
 */
export const notification: Notification = {
  challenge: (request, subscription) =>
    // Asked twice: with the secret, where only 200 or 201 will do, and without it, where only 401 or 403 will.
    isVerification(request)
      ? { status: isAuthorized(request, subscription) ? 201 : 401, type: 'application/json', body: '{}' }
      : null,
  verify: (request, { subscription }) => isAuthorized(request, subscription),
  read(bytes) {
    const notices = new Map<string, Notice>()
    for (const { data } of body.parse(jsonOf(bytes))) {
      const types = madeOf.filter(([, parts]) => parts.includes(data.dataType)).map(([type]) => type)
      // Types that come later are no reason to refuse them.
      if (types.length === 0) continue
      const range = daysOf(data.intervals.flatMap(({ physicalTimeInterval }) => physicalTimeInterval ?? []))
      const notice: Notice = { kind: 'data', account: data.healthUserId, types, range }
      // Many minutes of one day, and the many types of a day, come to the same.
      notices.set(JSON.stringify(notice), notice)
    }
    return [...notices.values()]
  },
}

/**
 * The days that some stretches of time touch, with one before and one after: the day of the person is that of Greenwich or
 * a neighbour, and a night that was deleted is only missed where its evening was asked for too.
 */
function daysOf(times: readonly { startTime: number; endTime: number }[]): DayRange | null {
  if (times.length === 0) return null
  const startMs = Math.min(...times.map(({ startTime }) => startTime))
  const endMs = Math.max(...times.map(({ endTime }) => endTime))
  return { first: localDate(startMs - dayMs, 0), last: localDate(Math.max(startMs, endMs) + dayMs, 0) }
}
