import { z } from 'zod'
import { type Asking, callProvider } from '../call.ts'
import type { Access } from '../provider.ts'
import { ProviderError, type ProviderFailure } from '../provider-error.ts'

export const api = 'https://wbsapi.withings.net'

/** The most of intraday data and sleep stages that one call gives: what lies after it is cut off without a word. */
const daySeconds = 86_400
/**
 * For how long back samples and stages are asked for. Each day of each type is a call, and 120 calls a minute are all that
 * the app has for everybody: with fourteen days the first look at a person takes about sixty; a whole year of details would take a thousand.
 */
const detailDays = 14
/** More pages than any window has: a list that goes on after them goes in circles. */
const mostPages = 100

const enveloped = z.object({ status: z.int(), body: z.unknown(), error: z.string().nullish() })
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
  const json: unknown = await answer.json().catch((error: unknown) => {
    throw new ProviderError('unavailable', `${path} was not answered with JSON`, { cause: error })
  })
  const envelope = enveloped.safeParse(json)
  if (!envelope.success) throw new ProviderError('unavailable', `${path} was answered in another shape`)
  const { status, body } = envelope.data
  const failure = failureOf(status)
  if (failure === null) return body
  throw new ProviderError(failure, `${path} was answered with status ${status}`, {
    retryAfterSeconds: waiting.safeParse(body).data?.wait_seconds ?? null,
  })
}

/** Calls a service with the person's token; its body as it came. Throws `ProviderError`. */
export const ask = async (access: Access, path: string, form: Form): Promise<unknown> =>
  (await call(access, path, form)).body

async function call(access: Access, path: string, form: Form): Promise<{ body: unknown; answeredMs: number }> {
  const asking: Asking = { method: 'POST', form }
  const answer = await callProvider(access, `${api}${path}`, asking)
  const answeredMs = Date.parse(answer.headers.get('date') ?? '')
  return { body: await bodyOf(answer, `${path} ${form.action}`), answeredMs }
}

/** All of a list. */
export interface Listed {
  items: unknown[]
  /** Of the account, where the service says it beside the list. */
  timezone: unknown
  /** Whether what ended at a second since 1970 is young enough for its details to be asked for, by Withings' clock. */
  isRecent(second: number): boolean
}

/** Reads a list, page after page. `more` is 0 or 1 at one service and false or true at others, and may be missing. */
export async function askAll(access: Access, path: string, form: Form, list: string): Promise<Listed> {
  const all: unknown[] = []
  let offset: string | null = null
  for (let pages = 0; pages < mostPages; pages++) {
    const { body, answeredMs } = await call(access, path, offset === null ? form : { ...form, offset })
    const page = paged.safeParse(body).data
    const items = page?.[list]
    if (page === undefined || !Array.isArray(items))
      throw new ProviderError('unavailable', `${path} ${form.action} was answered in another shape`)
    all.push(...items)
    // A comparison with what is not known is false: then everything is recent.
    const isRecent = (second: number) => !(second < answeredMs / 1000 - detailDays * daySeconds)
    if (!page.more) return { items: all, timezone: page['timezone'], isRecent }
    offset = `${page.offset ?? ''}`
  }
  throw new ProviderError('unavailable', `${path} ${form.action} did not end after ${mostPages} pages`)
}

/** Calls a service that gives a day at once for as much time as is wanted, seconds since 1970; its answers' `series`. */
export async function askSeries(
  access: Access,
  path: string,
  form: Form,
  { from, to }: { from: number; to: number },
): Promise<unknown[]> {
  const series: unknown[] = []
  for (let start = from; start < to; start += daySeconds) {
    const end = Math.min(start + daySeconds, to)
    const body = await ask(access, path, { ...form, startdate: `${start}`, enddate: `${end}` })
    series.push(z.object({ series: z.unknown() }).safeParse(body).data?.series ?? [])
  }
  return series
}
