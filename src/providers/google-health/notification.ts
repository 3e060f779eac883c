import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { dayMs } from '../../normalise/civil.ts'
import { localDate, parseInstant } from '../../normalise/time.ts'
import type { DataType } from '../../schema/records.ts'
import type { HookRequest, Notice, Notification, Subscription } from '../notification.ts'
import type { DayRange } from '../resource.ts'

/** `Authorization` of everything that Google posts, as it was entered with the subscriber. */
export const authorizationOf = (secret: string): string => `Bearer ${secret}`

/** What is to be fetched where a type of Google's changed. What is not named here shows in no record. */
const typesOf: ReadonlyMap<string, readonly DataType[]> = new Map<string, readonly DataType[]>([
  ['sleep', ['sleep', 'daily']],
  ['exercise', ['activity']],
  ['weight', ['body']],
  ['height', ['body']],
  ['body-fat', ['body']],
  ['blood-glucose', ['body']],
  ['core-body-temperature', ['body']],
  ['nutrition-log', ['nutrition']],
  ['hydration-log', ['nutrition']],
  ['heart-rate-variability', ['sleep']],
  ['daily-respiratory-rate', ['sleep']],
  ['daily-sleep-temperature-derivations', ['sleep']],
  ['daily-heart-rate-variability', ['sleep', 'daily']],
  ['daily-oxygen-saturation', ['sleep', 'daily']],
  ['daily-resting-heart-rate', ['sleep', 'daily']],
  ['daily-vo2-max', ['body', 'daily']],
  ...['steps', 'distance', 'floors', 'altitude', 'total-calories', 'active-energy-burned', 'activity-level']
    .concat(['heart-rate', 'time-in-heart-rate-zone'])
    .map((type): [string, readonly DataType[]] => [type, ['daily']]),
])

const posted = z.object({
  data: z.object({
    healthUserId: z.string().min(1),
    dataType: z.string(),
    intervals: z
      .array(
        z.object({
          physicalTimeInterval: z
            .object({ startTime: z.iso.datetime({ offset: true }), endTime: z.iso.datetime({ offset: true }) })
            .nullish(),
        }),
      )
      .nullish(),
  }),
})
const body = z.union([z.array(posted), posted.transform((one) => [one])])

/** Whether what a request brings is the secret of the subscription. */
function isAuthorized({ headers }: HookRequest, { secret }: Subscription): boolean {
  return isSameText(authorizationOf(secret), headers['authorization'] ?? '')
}

const isVerification = ({ method, body }: HookRequest): boolean => {
  if (method !== 'POST' || body.length > 100) return false
  try {
    return z.object({ type: z.literal('verification') }).safeParse(JSON.parse(body.toString('utf8'))).success
  } catch {
    return false
  }
}

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
    for (const { data } of body.parse(JSON.parse(bytes.toString('utf8')))) {
      const types = typesOf.get(data.dataType)
      // Types that come later are no reason to refuse them.
      if (types === undefined) continue
      const times = (data.intervals ?? []).flatMap(({ physicalTimeInterval }) => physicalTimeInterval ?? [])
      const notice: Notice = { kind: 'data', account: data.healthUserId, types: [...types], range: daysOf(times) }
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
function daysOf(times: readonly { startTime: string; endTime: string }[]): DayRange | null {
  if (times.length === 0) return null
  const startMs = Math.min(...times.map(({ startTime }) => parseInstant(startTime).epochMs))
  const endMs = Math.max(...times.map(({ endTime }) => parseInstant(endTime).epochMs))
  return { first: localDate(startMs - dayMs, 0), last: localDate(Math.max(startMs, endMs) + dayMs, 0) }
}
