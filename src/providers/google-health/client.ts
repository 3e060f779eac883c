import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { nextDate } from '../../normalise/time.ts'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'

/** What the person who allowed it is asked of. */
export const me = 'https://health.googleapis.com/v4/users/me'
/** The most that a page holds. */
const pageSize = { session: 25, point: 10_000 }
/** More pages than any window has: a list that goes on after them goes in circles. */
const mostPages = 200
const hourMs = 3_600_000

const answer = z.object({
  dataPoints: z.array(z.unknown()).optional(),
  rollupDataPoints: z.array(z.unknown()).optional(),
  nextPageToken: z.string().nullish(),
})

/** By which of its times a type is found: only these do, and each type has one (README). */
const timesOf = {
  exercise: 'interval.civil_start_time',
  sleep: 'interval.civil_end_time',
  interval: 'interval.civil_start_time',
  sample: 'sample_time.civil_time',
  daily: 'date',
} as const
export type Found = keyof typeof timesOf

/** Condition for the points of some local days. */
export const ofDays = (type: string, found: Found, { first, last }: DayRange): string =>
  between(`${snake(type)}.${timesOf[found]}`, first, nextDate(last))

/** Condition for samples between two instants. */
export const ofTime = (type: string, startMs: number, endMs: number): string =>
  between(`${snake(type)}.sample_time.physical_time`, iso(startMs), iso(endMs))

const between = (field: string, from: string, to: string): string => `${field} >= "${from}" AND ${field} < "${to}"`
const snake = (type: string): string => type.replaceAll('-', '_')
const iso = (epochMs: number): string => new Date(epochMs).toISOString()

/** Points of one source each, with where they come from; all that fit, whatever their pages. Throws `ProviderError`. */
export const listed = (
  access: Access,
  type: 'exercise' | 'sleep' | 'nutrition-log' | 'hydration-log',
  filter: string,
) =>
  allOf(access, `/dataTypes/${type}/dataPoints`, {
    filter,
    pageSize: `${type === 'exercise' || type === 'sleep' ? pageSize.session : pageSize.point}`,
  })

/** Points of all sources made one, as Google's own app shows them. Throws `ProviderError`. */
export const reconciled = (access: Access, type: string, filter: string) =>
  allOf(access, `/dataTypes/${type}/dataPoints:reconcile`, { filter, pageSize: `${pageSize.point}` })

/** Totals of local days. Throws `ProviderError`. */
export function dailyTotals(access: Access, type: string, { first, last }: DayRange): Promise<unknown[]> {
  const path = `/dataTypes/${type}/dataPoints:dailyRollUp`
  const range = { start: { date: dateOf(first) }, end: { date: dateOf(nextDate(last)) } }
  // No page is told of: a window has far fewer days than fit.
  return allOf(access, path, null, { range, windowSizeDays: 1 })
}

/** Heart rates by the minute between two instants, 14 days at most. Throws `ProviderError`. */
export function minutesOfHeart(access: Access, startMs: number, endMs: number): Promise<unknown[]> {
  const range = { startTime: iso(startMs), endTime: iso(endMs) }
  const body = { range, windowSize: '60s', pageSize: pageSize.point }
  return allOf(access, '/dataTypes/heart-rate/dataPoints:rollUp', null, body)
}

/** From the earliest beginning (UTC+14) of some local days, wherever on earth they are, to their latest end (UTC-12). */
export const spanOf = ({ first, last }: DayRange): [number, number] => [
  Date.parse(first) - 14 * hourMs,
  Date.parse(last) + dayMs + 12 * hourMs,
]

const dateOf = (text: string) => {
  const [year, month, day] = text.split('-').map(Number)
  return { year, month, day }
}

async function allOf(
  access: Access,
  path: string,
  query: Record<string, string> | null,
  body?: object,
): Promise<unknown[]> {
  const all: unknown[] = []
  let pageToken: string | null = null
  for (let pages = 0; pages < mostPages; pages++) {
    const next: Record<string, string> = pageToken === null ? {} : { pageToken }
    const page: z.output<typeof answer> =
      query === null
        ? await askJson(access, answer, `${me}${path}`, { method: 'POST', body: { ...body, ...next } })
        : await askJson(access, answer, `${me}${path}?${new URLSearchParams({ ...query, ...next })}`)
    all.push(...(page.dataPoints ?? page.rollupDataPoints ?? []))
    // An empty page with a token is not the last one.
    if (!page.nextPageToken) return all
    pageToken = page.nextPageToken
  }
  throw new ProviderError('unavailable', `${path} did not end after ${mostPages} pages`)
}

/** What is asked for; null where the person does not allow it: each scope is asked for apart. */
export const orNull = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof ProviderError && error.failure === 'forbidden') return null
    throw error
  })

/** What adds to a record, and is left out of it where the person does not allow it. */
export const whereAllowed = async (points: Promise<unknown[]>): Promise<unknown[]> => (await orNull(points)) ?? []

/** What adds to each of some stretches of time, one after the other: there may be dozens, and the limit is a person's own. */
export async function ofEach<S>(stretches: readonly S[], ask: (one: S) => Promise<unknown[]>): Promise<unknown[]> {
  const all: unknown[] = []
  for (const one of stretches) all.push(...(await whereAllowed(ask(one))))
  return all
}

/** All that is allowed of several lists, as one. Throws `ProviderError`; `forbidden` only when none is. */
export async function allAllowed(lists: readonly Promise<unknown[]>[]): Promise<unknown[]> {
  const found = await Promise.all(lists.map(orNull))
  if (found.every((points) => points === null)) throw new ProviderError('forbidden', 'nothing of this is allowed')
  return found.flatMap((points) => points ?? [])
}

const identity = z.object({ healthUserId: z.string().min(1) })
const settings = z.object({ timeZone: z.string().nullish() })

/** Who signed in, with the zone of their settings where they show those. Throws `ProviderError`. */
export async function fetchAccount(access: Access): Promise<Account> {
  const { healthUserId: id } = await askJson(access, identity, `${me}/identity`)
  const shown = await orNull(askJson(access, settings, `${me}/settings`))
  return { id, zone: shown?.timeZone || null }
}

/** Profile and identity, as they came. Throws `ProviderError`. */
export const fetchProfile = async (access: Access): Promise<{ profile: unknown; identity: unknown }> => ({
  profile: await askJson(access, z.unknown(), `${me}/profile`),
  identity: await askJson(access, z.unknown(), `${me}/identity`),
})
