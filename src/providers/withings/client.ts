import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { shiftDate } from '../../normalise/time.ts'
import { callProvider, readJson } from '../call.ts'
import { allPages } from '../pages.ts'
import type { Access } from '../provider.ts'
import { ProviderError, type ProviderFailure } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'
import { isWithin, onceEach } from '../shapes.ts'
import { clockIn, type End, type Span, session, timeOf } from './shapes.ts'

export const api = 'https://wbsapi.withings.net'

/**
 * For how long back samples and stages are asked for. Each day of each type is a call, and 120 calls a minute are all that
 * the app has for everybody: with fourteen days the first look at a person takes about sixty; a whole year of details would take a thousand.
 */
const detailDays = 14

/** What every service answers. */
export const enveloped = z.object({ status: z.int(), body: z.unknown(), error: z.string().nullish() })
const waiting = z.object({ wait_seconds: z.number().nonnegative() })
const paged = z.looseObject({
  more: z.union([z.boolean(), z.number()]).nullish(),
  offset: z.union([z.int(), z.string()]).nullish(),
})

/** What is sent to a service; `action` names what it is to do. */
export type Form = Readonly<Record<string, string>> & { action: string }

/** Withings answers everything with HTTP 200: what came of it is the status in the body (page "Response status"). */
export function failureOf(status: number): ProviderFailure | null {
  if (status === 0) return null
  if ([100, 101, 102, 200, 401].includes(status)) return 'unauthorized'
  // 403 is in no list of Withings, and what a token without the scope gets.
  if ([214, 277, 403, 2553, 2555].includes(status)) return 'forbidden'
  if (status === 601) return 'rate_limited'
  const isParameter =
    (status >= 201 && status <= 400) || (status >= 501 && status <= 511) || [523, 532].includes(status)
  return isParameter || (status >= 3017 && status <= 3019) ? 'refused' : 'unavailable'
}

/** The body of an answer whose status is a success. Throws `ProviderError`, with the wait that a 601 names. */
export async function bodyOf(answer: Response, path: string): Promise<unknown> {
  const { status, body } = await readJson(answer, enveloped, path)
  const failure = failureOf(status)
  if (failure === null) return body
  throw new ProviderError(failure, `${path} was answered with status ${status}`, {
    retryAfterSeconds: waiting.safeParse(body).data?.wait_seconds ?? null,
  })
}

/** Calls a service with the person's token; its body as it came. Throws `ProviderError`. */
export const ask = async (access: Access, path: string, form: Form): Promise<unknown> =>
  (await call(access, path, form)).body

async function call(access: Access, path: string, form: Form) {
  const answer = await callProvider(access, `${api}${path}`, { method: 'POST', form })
  const answeredMs = Date.parse(answer.headers.get('date') ?? '')
  return { body: await bodyOf(answer, `${path} ${form.action}`), answeredMs }
}

/**
 * Reads a list, page after page. `more` is 0 or 1 at one service and false or true at others, and may be missing. Beside the
 * items stand the zone of the account, where the service says it, and whether what ended at an instant is young enough for
 * its details to be asked for, by Withings' clock.
 */
export async function askAll(access: Access, path: string, form: Form, list: string) {
  const pages = await allPages(`${path} ${form.action}`, async (offset: number | string | null) => {
    const { body, answeredMs } = await call(access, path, offset === null ? form : { ...form, offset: `${offset}` })
    const page = paged.safeParse(body).data
    const items: unknown = page?.[list]
    if (page === undefined || !Array.isArray(items))
      throw new ProviderError('unavailable', `${path} ${form.action} was answered in another shape`)
    return { items: [{ items, answeredMs, timezone: page['timezone'] }], next: page.more ? (page.offset ?? 0) : null }
  })
  const { answeredMs = Number.NaN, timezone } = pages.at(-1) ?? {}
  // A comparison with what is not known is false: then everything is recent.
  const isRecent = (epochMs: number) => !(epochMs < answeredMs - detailDays * dayMs)
  return { items: pages.flatMap(({ items }): unknown[] => items), timezone, isRecent }
}

/** Something of a list that is of the days wanted, and when it was. */
export type Listed = { key: string; time: Span }

/**
 * What a list has around some days; and by its key what was recorded in the time of each that is wanted and young. By which
 * of its ends something over midnight is found, Withings does not say.
 */
export async function askBelow(
  access: Access,
  { path, name, ...form }: { path: string; name: string } & Form,
  { first, last }: DayRange,
  wantedOf: (item: unknown) => Listed | null,
  recordedIn: (access: Access, time: Span) => Promise<unknown[]>,
) {
  const days = { startdateymd: shiftDate(first, -1), enddateymd: shiftDate(last, 1) }
  const { items, isRecent } = await askAll(access, path, { ...form, ...days }, name)
  const below: Record<string, unknown[]> = {}
  const wanted = items.flatMap((item) => wantedOf(item) ?? [])
  for (const { key, time } of onceEach(wanted, ({ key }) => key))
    if (isRecent(time.to)) below[key] = await recordedIn(access, time)
  return { items, below }
}

/** An item of a list that is a session of some days, by one of its ends. */
export function sessionOf(item: unknown, days: DayRange, by: End): Listed | null {
  const one = session.safeParse(item).data
  if (one === undefined || !isWithin(days, clockIn(one.timezone, null).dateOf(one[by]))) return null
  return { key: one.id, time: timeOf(one) }
}

/** Some time as the services take it. */
export const secondsOf = ({ from, to }: Span) => ({ startdate: `${from / 1000}`, enddate: `${to / 1000}` })

/** Calls a service that cuts off without a word what lies beyond a day, for as much time as is wanted; its `series`. */
export const seriesOf =
  (path: string, form: Form) =>
  async (access: Access, { from, to }: Span): Promise<unknown[]> => {
    const series: unknown[] = []
    for (let start = from; start < to; start += dayMs) {
      const body = await ask(access, path, { ...form, ...secondsOf({ from: start, to: Math.min(start + dayMs, to) }) })
      series.push(z.object({ series: z.unknown() }).safeParse(body).data?.series ?? [])
    }
    return series
  }
