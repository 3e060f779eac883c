import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { isZone, nextDate } from '../../normalise/time.ts'
import { askJson } from '../call.ts'
import { allPages } from '../pages.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError, unlessForbidden, whereAllowed } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'
import { listed, word } from '../shapes.ts'

/** What the person who allowed it is asked of. */
export const me = 'https://health.googleapis.com/v4/users/me'
/** The most that a page holds. */
const pageSize = { session: 25, point: 10_000 }
const hourMs = 3_600_000

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
const ofDays = (type: string, found: Found, { first, last }: DayRange): string =>
  between(`${snake(type)}.${timesOf[found]}`, first, nextDate(last))

/** Condition for samples between two instants. */
const ofTime = (type: string, startMs: number, endMs: number): string =>
  between(`${snake(type)}.sample_time.physical_time`, iso(startMs), iso(endMs))

const between = (field: string, from: string, to: string): string => `${field} >= "${from}" AND ${field} < "${to}"`
const snake = (type: string): string => type.replaceAll('-', '_')
const iso = (epochMs: number): string => new Date(epochMs).toISOString()
/** Address of the points of a type. */
export const pathOf = (type: string, verb = ''): string => `${me}/dataTypes/${type}/dataPoints${verb}`

/** Points of some local days, each of one source and with where it comes from. Throws `ProviderError`. */
export function listIn(access: Access, type: 'exercise' | 'sleep' | 'nutrition-log' | 'hydration-log', days: DayRange) {
  const isSession = type === 'exercise' || type === 'sleep'
  const filter = ofDays(type, isSession ? type : 'interval', days)
  return allOf(access, pathOf(type), { filter, pageSize: `${isSession ? pageSize.session : pageSize.point}` })
}

/** Points of all sources made one, as Google's own app shows them. */
const reconciled = (access: Access, type: string, filter: string): Promise<unknown[]> =>
  allOf(access, pathOf(type, ':reconcile'), { filter, pageSize: `${pageSize.point}` })

/** Such points of some types and local days, as far as they are allowed. Throws `ProviderError`; `forbidden` when none is. */
export const reconciledDays = (access: Access, types: readonly string[], found: 'sample' | 'daily', days: DayRange) =>
  allAllowed(types.map((type) => reconciled(access, type, ofDays(type, found, days))))

/** The same of samples between two instants. */
export const reconciledBetween = (access: Access, types: readonly string[], startMs: number, endMs: number) =>
  allAllowed(types.map((type) => reconciled(access, type, ofTime(type, startMs, endMs))))

/** Totals of local days, as far as they are allowed. Throws `ProviderError`; `forbidden` when none is. */
export function dailyTotals(access: Access, types: readonly string[], { first, last }: DayRange): Promise<unknown[]> {
  const range = { start: { date: dateOf(first) }, end: { date: dateOf(nextDate(last)) } }
  // No page is told of: a window has far fewer days than fit.
  return allAllowed(
    types.map((type) => allOf(access, pathOf(type, ':dailyRollUp'), null, { range, windowSizeDays: 1 })),
  )
}

/** Heart rates by the minute between two instants, 14 days at most. Throws `ProviderError`. */
export function minutesOfHeart(access: Access, startMs: number, endMs: number): Promise<unknown[]> {
  const range = { startTime: iso(startMs), endTime: iso(endMs) }
  return allOf(access, pathOf('heart-rate', ':rollUp'), null, { range, windowSize: '60s', pageSize: pageSize.point })
}

/** The same from the earliest beginning (UTC+14) of some local days, wherever on earth they are, to their latest end (UTC-12). */
export const minutesOfDays = (access: Access, { first, last }: DayRange): Promise<unknown[]> =>
  minutesOfHeart(access, Date.parse(first) - 14 * hourMs, Date.parse(last) + dayMs + 12 * hourMs)

const dateOf = (text: string) => {
  const [year, month, day] = text.split('-').map(Number)
  return { year, month, day }
}

const answer = z.object({ dataPoints: listed(z.unknown()), rollupDataPoints: listed(z.unknown()), nextPageToken: word })

/** All that fit, whatever their pages: asked for by a query, else by a body. */
const allOf = (access: Access, address: string, query: Record<string, string> | null, body: object = {}) =>
  allPages(new URL(address).pathname, async (token) => {
    const next: Record<string, string> = token === null ? {} : { pageToken: token }
    const { dataPoints, rollupDataPoints, nextPageToken } =
      query === null
        ? await askJson(access, answer, address, { method: 'POST', body: { ...body, ...next } })
        : await askJson(access, answer, `${address}?${new URLSearchParams({ ...query, ...next })}`)
    return { items: [...dataPoints, ...rollupDataPoints], next: nextPageToken }
  })

/** A stretch of time, in milliseconds since 1970. */
export type Span = [startMs: number, endMs: number]

/** What adds to each of some stretches of time, one after the other: there may be dozens, and the limit is a person's own. */
export async function ofEach(spans: readonly Span[], ask: (...span: Span) => Promise<unknown[]>): Promise<unknown[]> {
  const all: unknown[] = []
  for (const span of spans) all.push(...(await whereAllowed(ask(...span))))
  return all
}

/** Several lists, those empty that are not allowed. Throws `ProviderError`; `forbidden` only when none is. */
export async function eachAllowed(lists: readonly Promise<unknown[]>[]): Promise<unknown[][]> {
  const found = await Promise.all(lists.map(unlessForbidden))
  if (found.every((points) => points === null)) throw new ProviderError('forbidden', 'nothing of this is allowed')
  return found.map((points) => points ?? [])
}

/** The same as one list. */
const allAllowed = async (lists: readonly Promise<unknown[]>[]): Promise<unknown[]> => (await eachAllowed(lists)).flat()

/** Who somebody is at Google. */
export const identity = z.object({ healthUserId: z.string().min(1) })
const settings = z.object({ timeZone: word })

/** Who signed in, with the zone of their settings where they show those. Throws `ProviderError`. */
export async function fetchAccount(access: Access): Promise<Account> {
  const { healthUserId: id } = await askJson(access, identity, `${me}/identity`)
  const zone = (await unlessForbidden(askJson(access, settings, `${me}/settings`)))?.timeZone ?? ''
  return { id, zone: isZone(zone) ? zone : null }
}
