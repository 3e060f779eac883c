import { addDays } from '../../generate/local-day.ts'
import { dayText } from '../../normalise/civil.ts'
import { localDate, offsetOfZone } from '../../normalise/time.ts'
import { type Kind, keyOf, placeOfNumber } from '../life/keys.ts'
import type { LivedDay } from '../life/life.ts'
import { cycleOf, recoveryOf, sleepOf, type Timed, type Wearer, whoopId, workoutOf } from './whoop-records.ts'

const usualLimit = 10
const mostLimit = 25
/** People of the sandbox have worn their strap for two years. */
const wornDays = 730

/** What a list has of a day. */
type Listed = (wearer: Wearer, lived: LivedDay) => Timed[]

const isThere = <T>(one: T | null): one is T => one !== null

/** The lists by their paths. */
const lists: Readonly<Record<string, Listed>> = {
  '/v2/cycle': (wearer, { day }) => [cycleOf(wearer, day.date)].filter(isThere),
  '/v2/recovery': (wearer, lived) => lived.nights.map((night) => recoveryOf(wearer, lived, night)).filter(isThere),
  '/v2/activity/sleep': (wearer, lived) => lived.nights.map((night) => sleepOf(wearer, lived, night)),
  '/v2/activity/workout': (wearer, lived) => lived.sessions.map((session) => workoutOf(wearer, lived, session)),
}

/**
 * A page of a list, newest first: what overlaps the window, whose end does not count. Undefined for a path that is no list,
 * null for a query that is not understood.
 */
export function pageOf(
  path: string,
  wearer: Wearer,
  query: URLSearchParams,
): { records: object[]; next_token?: string } | null | undefined {
  const list = lists[path]
  if (list === undefined) return undefined
  const { life } = wearer
  const limit = Number(query.get('limit') ?? usualLimit)
  const endMs = Math.min(timeOf(query.get('end')) ?? life.nowMs, life.nowMs + 1)
  const startMs = timeOf(query.get('start')) ?? Date.parse(addDays(life.today, -wornDays))
  // A token says where the page before it ended: what is new since then moves nothing.
  const token = query.get('nextToken')
  const beforeMs = token === null ? Number.POSITIVE_INFINITY : Number(Buffer.from(token, 'base64url').toString() || '?')
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= mostLimit)) return null
  if (Number.isNaN(endMs + startMs) || Number.isNaN(beforeMs)) return null
  const dateOf = (epochMs: number) => localDate(epochMs, offsetOfZone(life.zone, epochMs))
  const first = addDays(dateOf(startMs), -1)
  const found: Timed[] = []
  for (
    let date = addDays(dateOf(Math.min(endMs, beforeMs)), 1);
    date >= first && found.length <= limit;
    date = addDays(date, -1)
  ) {
    const lived = life.day(date)
    const ofDay = lived === null ? [] : list(wearer, lived)
    const wanted = ofDay.filter((one) => one.startMs < Math.min(endMs, beforeMs) && one.endMs >= startMs)
    found.push(...wanted.sort((a, b) => b.startMs - a.startMs))
  }
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    records: page.map(({ record }) => record),
    ...(found.length > limit && last !== undefined
      ? { next_token: Buffer.from(`${last.startMs}`).toString('base64url') }
      : {}),
  }
}

/** Undefined for none, NaN for what is no time. */
const timeOf = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text))

/** One record by its path; null where there is none. */
export function recordAt(path: string, wearer: Wearer): object | null {
  const [, number, part] = /^\/v2\/cycle\/(\d{1,15})(?:\/(sleep|recovery))?$/.exec(path) ?? []
  if (number !== undefined) return ofCycle(wearer, Number(number), part)
  const [, kind, id = ''] = /^\/v2\/activity\/(sleep|workout)\/([\da-f-]{36})$/.exec(path) ?? []
  if (kind === undefined) return null
  const places: [Kind, number][] =
    kind === 'sleep'
      ? [
          ['night', 0],
          ['nap', 0],
        ]
      : sessionIndexes.map((at) => ['session', at])
  for (let days = 0; days < wornDays; days++) {
    const date = addDays(wearer.life.today, -days)
    const key = places.map(([what, index]) => keyOf(what, date, index)).find((one) => whoopId(wearer.name, one) === id)
    if (key !== undefined) return ofKey(wearer, date, key)
  }
  return null
}

/** Those that are planned, and those that were not. */
const sessionIndexes = [0, 1, ...Array.from({ length: 50 }, (_, at) => 50 + at)]

function ofKey(wearer: Wearer, date: string, key: string): object | null {
  const lived = wearer.life.day(date)
  if (lived === null) return null
  const night = lived.nights.find((one) => one.key === key)
  const session = lived.sessions.find((one) => one.key === key)
  if (night !== undefined) return sleepOf(wearer, lived, night).record
  return session === undefined ? null : workoutOf(wearer, lived, session).record
}

function ofCycle(wearer: Wearer, number: number, part: string | undefined): object | null {
  const place = placeOfNumber(wearer.name, number)
  if (place?.kind !== 'day') return null
  const date = dayText(place.dayNumber)
  const lived = wearer.life.day(date)
  if (part === undefined || lived === null) return cycleOf(wearer, date)?.record ?? null
  const night = lived.nights.find(({ isNap }) => !isNap)
  if (night === undefined) return null
  return (part === 'sleep' ? sleepOf(wearer, lived, night) : recoveryOf(wearer, lived, night))?.record ?? null
}
