import type { Database } from '../../src/db/sql.ts'
import { addDays } from '../../src/generate/local-day.ts'
import { localDate, offsetOfZone } from '../../src/normalise/time.ts'
import { asleepSpan } from '../../src/sandbox/doubles/polar/nights.ts'
import { type LivedNight, lifeOf } from '../../src/sandbox/life/life.ts'
import type { MonthPhone } from './phones.ts'

/** What of a life a provider has at all. */
interface Shown {
  nights: boolean
  naps: boolean
  /** When a night is over, where that is not when they got up. */
  nightEnd?(night: LivedNight): number
  sessions: boolean
  days: boolean
}

const everything: Shown = { nights: true, naps: true, sessions: true, days: true }
const nothing: Shown = { nights: false, naps: false, sessions: false, days: false }
const rides: Shown = { ...nothing, sessions: true }

/** What a provider shows of a life; those that are not here show everything. */
export const shownBy: Readonly<Record<string, Shown>> = {
  // What a glucose sensor measures is compared where its double is tested.
  DEXCOM: nothing,
  DEXCOM_EU: nothing,
  DEXCOM_JP: nothing,
  POLAR: { ...everything, naps: false, nightEnd: (night) => asleepSpan(night).endMs },
  STRAVA: rides,
  ULTRAHUMAN: { ...everything, naps: false, sessions: false },
  WAHOO: rides,
}

/** A person in the run. */
export interface Subject {
  userId: string
  provider: string
  person: string
  connectedAtMs: number
  /** Of those who upload. */
  phone?: MonthPhone
}

/** What is wrong with what is stored of somebody: each kind with how often. */
export interface Compared {
  checked: number
  missing: string[]
  doubled: string[]
  foreign: string[]
}

/**
 * Compares what is stored of a person with how they lived, for the local days from the day after the sign-in to the last one
 * that is over for a day and more: nights and naps by their ends, sessions by their beginnings, day records by their date.
 */
export async function compare(db: Database, subject: Subject, nowMs: number): Promise<Compared> {
  const shown = shownBy[subject.provider] ?? everything
  const life = lifeOf(subject.person, [], nowMs)
  const first = addDays(localDate(subject.connectedAtMs, offsetOfZone(life.zone, subject.connectedAtMs)), 1)
  const last = new Date(nowMs - 2 * 86_400_000).toISOString().slice(0, 10)
  const rows = await db<{ type: string; first_day: string; start_at: Date; end_at: Date }>`
    select type, first_day::text, start_at, end_at
    from records
    where user_id = ${subject.userId} and type in ('sleep', 'activity', 'daily')`
  const compared: Compared = { checked: 0, missing: [], doubled: [], foreign: [] }
  const look = (
    what: string,
    wanted: readonly string[],
    found: readonly string[],
    isInside: (key: string) => boolean,
  ) => {
    for (const key of wanted) {
      compared.checked++
      const times = found.filter((one) => one === key).length
      if (times === 0) compared.missing.push(`${subject.provider} ${what} ${key}`)
      if (times > 1) compared.doubled.push(`${subject.provider} ${what} ${key}`)
    }
    for (const key of found)
      if (isInside(key) && !wanted.includes(key)) compared.foreign.push(`${subject.provider} ${what} ${key}`)
  }
  const days = life.days(first, last)
  const begin = days[0]?.day.startMs ?? 0
  const end = days.at(-1)?.day.endMs ?? 0
  const isInside = (key: string) => Date.parse(key) >= begin + 86_400_000 && Date.parse(key) < end - 86_400_000
  const of = (type: string) => rows.filter((row) => row.type === type)
  const instant = (epochMs: number) => new Date(Math.round(epochMs / 1000) * 1000).toISOString()
  if (shown.nights)
    look(
      'sleep',
      days.flatMap(({ nights }) =>
        nights
          .filter(({ isNap }) => shown.naps || !isNap)
          .map((night) => instant(shown.nightEnd?.(night) ?? night.endMs)),
      ),
      of('sleep').map(({ end_at }) => instant(end_at.getTime())),
      isInside,
    )
  if (shown.sessions)
    look(
      'activity',
      days.flatMap(({ sessions }) => sessions.map(({ startMs }) => instant(startMs))),
      of('activity').map(({ start_at }) => instant(start_at.getTime())),
      isInside,
    )
  if (shown.days)
    look(
      'daily',
      days.map(({ day }) => day.date),
      of('daily').map(({ first_day }) => first_day),
      isInside,
    )
  return compared
}
