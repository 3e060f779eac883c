import { type Condition, conditionOn } from '../../generate/life/condition.ts'
import { courseUntil, type DayCourse, liveDay, nightsOf } from '../../generate/life/day-course.ts'
import { dayPlan } from '../../generate/life/day-plan.ts'
import type { Night } from '../../generate/life/night.ts'
import type { Person } from '../../generate/life/person.ts'
import { playSession, type Session } from '../../generate/life/session.ts'
import { addDays, dayNumber, type LocalDay, localDay, minuteMs } from '../../generate/local-day.ts'
import { round } from '../../generate/numbers.ts'
import { randomStream } from '../../generate/random.ts'
import { sceneOf } from '../../generate/scene.ts'
import { localDate, offsetOfZone } from '../../normalise/time.ts'
import { sportNamed } from '../sports.ts'
import type { Deed } from './deeds.ts'
import { type Kind, keyOf, numberOf } from './keys.ts'

/** What everything with an identity has. */
interface Lived {
  /** `keyOf` what it is. */
  key: string
  /** `numberOf` it: for providers that count, and for the others' ids to be made from. */
  number: number
  /** The local day it belongs to; of a night the one it ends on. */
  date: string
  /** How often it was corrected. */
  revision: number
  /** When it became what it is: its end, when it was recorded afterwards, or the last correction. */
  changedAtMs: number
}

/** A night or nap that is over. */
export interface LivedNight extends Night, Lived {
  isNap: boolean
}

/** A session that is over. */
export interface LivedSession extends Session, Lived {}

/** What the scales said. */
export interface Weighing extends Lived, Pick<Condition, 'weightKg' | 'bodyfatPercentage'> {
  atMs: number
}

/** What is known of a local day by now. */
export interface LivedDay {
  day: LocalDay
  body: Condition
  /** Minute by minute up to the last full quarter of an hour, as it was lived whatever was corrected afterwards. */
  course: DayCourse
  /** The night that ended on it, and its nap, oldest first; without those that were deleted. */
  nights: LivedNight[]
  /** Those that began on it, oldest first. */
  sessions: LivedSession[]
  weighing: Weighing | null
}

/** An invented person's life, as far as it has gone. */
export interface Life {
  person: Person
  /** IANA zone of all their records. */
  zone: string
  nowMs: number
  /** `YYYY-MM-DD` where they live. */
  today: string
  /** A local day; null for one that has not begun. Its parts are worked out when they are looked at. */
  day(date: string): LivedDay | null
  /** The days of a stretch that have begun, oldest first; both included. */
  days(first: string, last: string): LivedDay[]
}

/** By how much a correction lengthens the distance of a session, and a night. */
const correctedShare = 0.02
const correctedMinutes = 10

/** How many of each part of a day are kept: a course has all its minutes, and lists of nights go back for weeks. */
const mostKept = { body: 4000, nights: 1200, sessions: 300, course: 300 }
type Part = keyof typeof mostKept

/** The pure parts of lives, which are the same whoever asks: the last ones stay. */
const kept: Readonly<Record<Part, Map<string, unknown>>> = {
  body: new Map(),
  nights: new Map(),
  sessions: new Map(),
  course: new Map(),
}
function remembered<T>(part: Part, key: string, make: () => T): T {
  const parts = kept[part]
  const known = parts.get(key)
  // Only what `make` of the same part and key gave is kept under it.
  if (known !== undefined) return known as T
  const made = make()
  parts.set(key, made)
  if (parts.size > mostKept[part]) parts.delete(parts.keys().next().value ?? '')
  return made
}

/** Whose life a name stands for: the same person at every provider, and at the sandbox's own. */
export const sceneOfPerson = (name: string) => sceneOf('GARMIN', `sandbox ${name.toLowerCase()}`, {})

/** The life of a person up to a moment; pure. `deeds` are those of one provider, oldest first. */
export function lifeOf(name: string, deeds: readonly Deed[], nowMs: number): Life {
  const { person, sports } = sceneOfPerson(name)
  const { zone, seed } = person
  const today = localDate(nowMs, offsetOfZone(zone, nowMs))
  const done = deeds.filter(({ atMs }) => atMs <= nowMs)
  const lived = (kind: Kind, date: string, index: number, endMs: number): Lived | null => {
    const key = keyOf(kind, date, index)
    const own = done.filter((deed) => deed.key === key)
    if (endMs > nowMs || own.some((deed) => deed.kind === 'deleted')) return null
    const corrections = own.filter((deed) => deed.kind === 'corrected')
    return {
      key,
      number: numberOf(name.toLowerCase(), { kind, dayNumber: dayNumber(date), index }),
      date,
      revision: corrections.length,
      changedAtMs: Math.max(endMs, ...own.map(({ atMs }) => atMs)),
    }
  }

  function livedDay(day: LocalDay): LivedDay {
    const { date } = day
    const part = <T>(name: Part, make: () => T): T => remembered(name, `${seed}|${date}`, make)
    return {
      day,
      get body() {
        return part('body', () => conditionOn(person, day))
      },
      get course() {
        return courseUntil(
          part('course', () => liveDay(person, day, sports)),
          nowMs,
        )
      },
      get nights() {
        return part('nights', () => nightsOf(person, day, sports)).nights.flatMap((night, index) => {
          const own = lived(index === 0 ? 'night' : 'nap', date, 0, night.endMs)
          return own === null ? [] : [{ ...longer(night, own.revision), ...own, isNap: index > 0 }]
        })
      },
      get sessions() {
        const planned = part('sessions', () => {
          const { sessions } = dayPlan(person, day, sports)
          return sessions.map((session) => playSession(person, conditionOn(person, day), session))
        })
        return [...planned, ...workoutsOn(date)]
          .flatMap((session) => {
            const own = lived('session', date, session.index, session.endMs)
            return own === null ? [] : [{ ...further(session, own.revision), ...own }]
          })
          .sort((a, b) => a.startMs - b.startMs)
      },
      get weighing() {
        const { nights } = part('nights', () => nightsOf(person, day, sports))
        const atMs = (nights[0]?.endMs ?? day.startMs) + randomStream(seed, 'weighing', date).integer(8, 25) * minuteMs
        const own = lived('weighing', date, 0, atMs)
        if (own === null) return null
        const { weightKg, bodyfatPercentage } = part('body', () => conditionOn(person, day))
        return { ...own, atMs, weightKg: round(weightKg, 2), bodyfatPercentage: round(bodyfatPercentage, 1) }
      },
    }
  }

  function workoutsOn(date: string): Session[] {
    return done.flatMap((deed) => {
      if (deed.kind !== 'workout' || !deed.key.startsWith(`session ${date} `)) return []
      const sport = sportNamed(deed.sport)
      if (sport === null) return []
      const index = Number(deed.key.split(' ')[2])
      const { startMs, endMs } = deed
      const body = conditionOn(person, localDay(date, zone))
      return [playSession(person, body, { sport, structure: 'steady', index, startMs, endMs })]
    })
  }

  const day = (date: string): LivedDay | null => {
    const found = localDay(date, zone)
    return found.startMs > nowMs || found.endMs <= found.startMs ? null : livedDay(found)
  }
  return {
    person,
    zone,
    nowMs,
    today,
    day,
    days(first, last) {
      const days: LivedDay[] = []
      for (let date = first; date <= last && date <= today; date = addDays(date, 1)) {
        const found = day(date)
        if (found !== null) days.push(found)
      }
      return days
    },
  }
}

/** A night of which more was found at its end. */
function longer(night: Night, revision: number): Night {
  if (revision === 0) return night
  const minutes = revision * correctedMinutes
  const endMs = night.endMs + minutes * minuteMs
  return {
    ...night,
    endMs,
    stages: [...night.stages, { stage: 'light', startMs: night.endMs, endMs }],
    minutesOf: { ...night.minutesOf, light: night.minutesOf.light + minutes },
  }
}

/** A session of which the distance was measured anew. */
function further(session: Session, revision: number): Session {
  if (revision === 0) return session
  const factor = 1 + correctedShare * revision
  return { ...session, points: session.points.map((point) => ({ ...point, meters: round(point.meters * factor, 1) })) }
}
