import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { localDate, parseInstant } from '../../normalise/time.ts'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'
import { waitOf } from './limits.ts'
import { type Summary, summaryShape } from './shapes.ts'

/** `api-v3.strava.com` takes its place from January 2027 (README). */
export const api = 'https://www.strava.com/api/v3'

/** The most that a page of a list holds. */
const pageSize = 200
/** More pages than any window has: a list that goes on after them goes in circles. */
const mostPages = 50
const hourMs = 3_600_000

const fault = z.object({ errors: z.array(z.object({ field: z.string(), code: z.string() })) })

/** An access whose answers say in HTTP's words what Strava says otherwise, and that remembers what time it is there. */
export interface Reading extends Access {
  /** By Strava's clock; NaN while it has not told. */
  answeredAtMs(): number
}

/**
 * Strava answers a permission that is missing with 401, as it does a token that is no good, and tells the two apart in the
 * body: the first becomes 403. A limit that is reached comes without a word of when to come back: it is added.
 */
export function reading(access: Access): Reading {
  let answeredAtMs = Number.NaN
  return {
    ...access,
    answeredAtMs: () => answeredAtMs,
    fetch: async (url, outgoing) => {
      const answer = await access.fetch(url, outgoing)
      answeredAtMs = Date.parse(answer.headers.get('date') ?? '')
      if (answer.status === 401 && (await lacksPermission(answer))) return new Response(null, { status: 403 })
      if (answer.status !== 429 || answer.headers.has('retry-after') || Number.isNaN(answeredAtMs)) return answer
      return new Response(null, { status: 429, headers: { 'retry-after': `${waitOf(answer.headers, answeredAtMs)}` } })
    },
  }
}

async function lacksPermission(answer: Response): Promise<boolean> {
  const told: unknown = await answer
    .clone()
    .json()
    .catch(() => null)
  const errors = fault.safeParse(told).data?.errors ?? []
  return errors.some(({ field, code }) => code === 'missing' && field.endsWith('_permission'))
}

const signedIn = z.object({ athlete: z.object({ id: z.int() }) })

/** Who signed in: the token's answer says so, which saves a call. Strava knows no zone of the person. Throws `ProviderError`. */
export async function accountOf(access: Access, granted: Readonly<Record<string, unknown>>): Promise<Account> {
  const told = signedIn.safeParse(granted).data?.athlete
  const { id } = told ?? (await askJson(reading(access), signedIn.shape.athlete, `${api}/athlete`))
  return { id: `${id}`, zone: null }
}

/** The person, as Strava wrote it, and when that was (ISO 8601, by the answer's own date). Throws `ProviderError`. */
export async function fetchAthlete(access: Access): Promise<{ athlete: unknown; as_of: string | null }> {
  const asking = reading(access)
  const athlete = await askJson(asking, z.unknown(), `${api}/athlete`)
  const atMs = asking.answeredAtMs()
  return { athlete, as_of: Number.isNaN(atMs) ? null : new Date(atMs).toISOString() }
}

/** What is not there (any more) is null: Strava answers 404 for it, and 402 for what the person does not pay for. */
export const whereThere = async <T>(answer: Promise<T>): Promise<T | null> => {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ProviderError && error.failure === 'refused') return null
    throw error
  }
}

/**
 * The activities that began on some local days, each once. What is asked for are the instants of those days wherever on
 * earth they are (UTC+14 to UTC-12). A page may be short before the last one: only an empty one ends the list. Throws
 * `ProviderError`.
 */
export async function listActivities(access: Access, { first, last }: DayRange): Promise<Summary[]> {
  const query = new URLSearchParams({
    after: `${(Date.parse(first) - 14 * hourMs) / 1000 - 1}`,
    before: `${(Date.parse(last) + dayMs + 12 * hourMs) / 1000}`,
    per_page: `${pageSize}`,
  })
  const all = new Map<number, Summary>()
  for (let page = 1; page <= mostPages; page++) {
    query.set('page', `${page}`)
    const found = await askJson(access, z.array(summaryShape), `${api}/athlete/activities?${query}`)
    if (found.length === 0)
      return [...all.values()].filter((one) => localDayOf(one) >= first && localDayOf(one) <= last)
    for (const one of found) all.set(one.id, one)
  }
  throw new ProviderError('unavailable', `/athlete/activities did not end after ${mostPages} pages`)
}

/** Where the clock of an activity stands: its offset, else its zone, else the zone of the person (R1). */
export const clockOf = ({ start_date, utc_offset, timezone }: Clock, zone: string | null) => {
  const { epochMs } = parseInstant(start_date)
  const candidates = {
    recordOffsetMinutes: typeof utc_offset === 'number' ? utc_offset / 60 : null,
    recordZone: /\s(\S+\/\S+)$/.exec(timezone ?? '')?.[1] ?? null,
    userZone: zone,
  }
  return { epochMs, ...chooseOffset(epochMs, candidates) }
}

type Clock = Pick<Summary, 'start_date' | 'utc_offset' | 'timezone'>

function localDayOf(summary: Summary): string {
  const { epochMs, offsetMinutes } = clockOf(summary, null)
  return localDate(epochMs, offsetMinutes)
}
