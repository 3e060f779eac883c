import { type LocalDay, minuteMs, minutesOnClock } from '../local-day.ts'
import { clamp } from '../numbers.ts'
import { type Random, randomStream, smoothNoise } from '../random.ts'
import { type Condition, conditionOn } from './condition.ts'
import { type DayPlan, dayPlan, nightBefore, type Span } from './day-plan.ts'
import { type Night, sleepThrough } from './night.ts'
import type { Person } from './person.ts'
import { playSession, type Session } from './session.ts'
import type { Sport } from './sports.ts'

export type Level = 'rest' | 'inactive' | 'low' | 'medium' | 'high'

/** One minute of a day. */
export interface Minute {
  startMs: number
  asleep: boolean
  inSession: boolean
  steps: number
  meters: number
  floors: number
  bpm: number
  met: number
  /** Above rest. */
  activeKcal: number
  level: Level
}

/** A day as lived, minute by minute, with the nights and sessions it is made of. */
export interface DayCourse {
  day: LocalDay
  body: Condition
  plan: DayPlan
  night: Night
  nap: Night | null
  sessions: Session[]
  minutes: Minute[]
  /** Up to when it is told; the end of the day for a whole one. */
  toldMs: number
}

const within = (span: Span, epochMs: number): boolean => epochMs >= span.startMs && epochMs < span.endMs

function levelOf(asleep: boolean, met: number): Level {
  if (asleep) return 'rest'
  if (met < 1.5) return 'inactive'
  if (met < 3) return 'low'
  return met < 6 ? 'medium' : 'high'
}

/** Steps of each minute outside sessions: walks of a few minutes and odd steps between, summing to `goal`. */
function everydaySteps(random: Random, minutes: readonly { free: boolean }[], goal: number): number[] {
  const steps = minutes.map(() => 0)
  const free = minutes.flatMap((minute, index) => (minute.free ? [index] : []))
  let left = free.length === 0 ? 0 : goal
  while (left > 0) {
    const start = random.pick(free)
    const length = random.chance(0.3) ? random.integer(1, 2) : random.integer(3, 14)
    const pace = length <= 2 ? random.integer(8, 50) : random.integer(72, 116)
    let placed = 0
    for (let i = start; i < start + length && left > 0; i++) {
      if (!minutes[i]?.free || steps[i] !== 0) continue
      const taken = Math.min(left, Math.max(1, pace + random.integer(-9, 9)))
      steps[i] = taken
      left -= taken
      placed++
    }
    // A day too short for so many steps ends with fewer.
    if (placed === 0 && !free.some((index) => steps[index] === 0)) break
  }
  return steps
}

/** Lives a day through. */
export function liveDay(person: Person, day: LocalDay, sports: readonly Sport[]): DayCourse {
  const body = conditionOn(person, day)
  const plan = dayPlan(person, day, sports)
  const night = sleepThrough(person, body, plan.night, false)
  const nap = plan.nap ? sleepThrough(person, body, plan.nap, true) : null
  const next = { startMs: plan.bedtimeMs, endMs: day.endMs + 12 * 60 * minuteMs }
  const sessions = plan.sessions.map((session) => playSession(person, body, session))
  const random = randomStream(person.seed, 'day', day.date)

  const times = Array.from({ length: (day.endMs - day.startMs) / minuteMs }, (_, i) => day.startMs + i * minuteMs)
  const states = times.map((startMs) => {
    const session = sessions.find((span) => within(span, startMs + minuteMs - 1) || within(span, startMs))
    const sleep = within(night, startMs) ? night : nap && within(nap, startMs) ? nap : null
    const asleep = sleep !== null || within(next, startMs)
    return { startMs, session, sleep, asleep, free: !asleep && session === undefined }
  })
  const goal = Math.round(person.stepsPerDay * clamp(random.normal(1, 0.22), 0.4, 1.7))
  const steps = everydaySteps(random, states, goal)
  const climbs = states.map((_, i) => ((steps[i] ?? 0) > 60 && random.chance(0.07) ? random.integer(1, 2) : 0))
  const heart = awakeHeart(person, body, day)

  let arousal = 0
  const minutes = states.map(({ startMs, session, sleep, asleep }, i): Minute => {
    const walked = steps[i] ?? 0
    const part = session ? partOf(session, startMs) : null
    const met = part?.met ?? (asleep ? 0.95 : walked > 0 ? walkingMet(walked) : 1.22 + 0.14 * heart.fidget(startMs))
    // After a walk or a session the heart takes some minutes to come down.
    arousal = Math.max(arousal * 0.8, asleep ? 0 : (met - 1.25) * 8.5)
    const calm = sleep ? sleep.hrAt(startMs) : asleep ? heart.asleepAt(startMs) : heart.awakeAt(startMs) + arousal
    return {
      startMs,
      asleep,
      inSession: session !== undefined,
      steps: walked + (part?.steps ?? 0),
      meters: walked * person.strideMeters + (part?.footMeters ?? 0),
      floors: climbs[i] ?? 0,
      bpm: Math.round(clamp(part?.bpm ?? calm, 38, person.maxHr)),
      met,
      activeKcal: part?.activeKcal ?? (Math.max(0, met - 1.05) * body.weightKg) / 60,
      level: levelOf(asleep, met),
    }
  })
  return { day, body, plan, night, nap, sessions, minutes, toldMs: day.endMs }
}

const quarterMs = 15 * minuteMs

/**
 * What a device that syncs at a moment tells of a day: whole quarters of an hour, in which devices keep time, and the
 * sessions that are over. A later moment tells all that an earlier one does.
 */
export function courseUntil(course: DayCourse, untilMs: number): DayCourse {
  const { day, minutes, sessions } = course
  const quarters = Math.floor((untilMs - day.startMs) / quarterMs)
  const toldMs = clamp(day.startMs + quarters * quarterMs, day.startMs, day.endMs)
  return {
    ...course,
    minutes: minutes.filter(({ startMs }) => startMs < toldMs),
    sessions: sessions.filter(({ endMs }) => endMs <= toldMs),
    toldMs,
  }
}

/** About 3 MET at 100 steps a minute. Source: Tudor-Locke and others (2018). */
const walkingMet = (stepsPerMinute: number): number => 1.6 + 0.0165 * stepsPerMinute

/** Heart rate of a person who sits or stands about: highest in the afternoon, with slow waves of the day. */
function awakeHeart(person: Person, body: Condition, day: LocalDay) {
  const waver = smoothNoise(person.seed, 'day-heart')
  const fidget = smoothNoise(person.seed, 'fidget')
  return {
    awakeAt: (ms: number): number => {
      const hour = minutesOnClock(day.zone, ms) / 60
      const circadian = 4 * Math.cos((2 * Math.PI * (hour - 15.5)) / 24)
      return body.restingHr + 13 + 3 * body.load + circadian + 3.2 * waver(ms / 300_000) + 2 * waver(ms / 2_400_000)
    },
    asleepAt: (ms: number): number => body.restingHr + 6 + 1.8 * waver(ms / 240_000),
    fidget: (ms: number): number => fidget(ms / 420_000),
  }
}

/** What of a session falls into the minute that begins at `startMs`. */
function partOf(session: Session, startMs: number) {
  const pointBy = (epochMs: number) => {
    const index = Math.floor((epochMs - session.startMs) / 1000 / session.stepSeconds)
    return session.points[clamp(index, 0, session.points.length - 1)]
  }
  const before = pointBy(startMs)
  const after = pointBy(startMs + minuteMs)
  if (before === undefined || after === undefined) return null
  const onFoot = session.sport.motion === 'run' || session.sport.motion === 'walk'
  return {
    bpm: after.bpm,
    met: after.met,
    steps: after.steps - before.steps,
    footMeters: onFoot ? after.meters - before.meters : 0,
    activeKcal: after.activeKcal - before.activeKcal,
  }
}

/** The night that ends on a day and the nap of it, without living the rest of the day. */
export function nightsOf(
  person: Person,
  day: LocalDay,
  sports: readonly Sport[],
): { body: Condition; nights: Night[] } {
  const body = conditionOn(person, day)
  const { nap } = dayPlan(person, day, sports)
  const night = sleepThrough(person, body, nightBefore(person, day), false)
  return { body, nights: nap ? [night, sleepThrough(person, body, nap, true)] : [night] }
}
