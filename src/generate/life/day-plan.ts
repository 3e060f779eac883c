import { addDays, clockTime, type LocalDay, localDay, minuteMs } from '../local-day.ts'
import { clamp } from '../numbers.ts'
import { type Random, randomStream } from '../random.ts'
import type { Person } from './person.ts'
import type { Sport } from './sports.ts'

export interface Span {
  startMs: number
  endMs: number
}

export type Structure = 'steady' | 'intervals' | 'progressive'

export interface PlannedSession extends Span {
  sport: Sport
  structure: Structure
  /** Place in the day, from 0; keeps identities apart. */
  index: number
}

/** What a person does on a day; whole minutes but for the sessions, which start when a button is pressed. */
export interface DayPlan {
  /** In bed, from the evening before to this morning. */
  night: Span
  /** Going to bed on this day, maybe past midnight. */
  bedtimeMs: number
  nap: Span | null
  sessions: PlannedSession[]
}

/** The night that ends on a day. Late on the evenings before Saturday and Sunday. */
export function nightBefore(person: Person, day: LocalDay): Span {
  const random = randomStream(person.seed, 'night', day.date)
  const late = day.weekday >= 5 ? 42 : 0
  const bedtime = person.bedtimeMinutes + late + random.normal(0, 16)
  const inBed = person.sleepNeedMinutes + 26 + (day.weekday >= 5 ? 20 : 0) + random.normal(0, 24)
  const startMs = clockTime(localDay(addDays(day.date, -1), day.zone), bedtime)
  return { startMs, endMs: startMs + Math.round(inBed) * minuteMs }
}

/** The whole day; each day depends on the seed and its date alone, so longer ranges repeat shorter ones. */
export function dayPlan(person: Person, day: LocalDay, sports: readonly Sport[]): DayPlan {
  const night = nightBefore(person, day)
  const bedtimeMs = nightBefore(person, localDay(addDays(day.date, 1), day.zone)).startMs
  const random = randomStream(person.seed, 'plan', day.date)
  const sessions = planSessions(random, person, day, sports, night.endMs, bedtimeMs)
  return { night, bedtimeMs, sessions, nap: planNap(random, day, sessions) }
}

function planSessions(
  random: Random,
  person: Person,
  day: LocalDay,
  sports: readonly Sport[],
  wakeMs: number,
  bedtimeMs: number,
): PlannedSession[] {
  const weekend = day.weekday >= 5
  const training = random.chance(0.45 + 0.4 * person.fitness)
  const hard = sports.filter((sport) => !sport.light)
  const light = sports.filter((sport) => sport.light)
  const main = random.pick(training || light.length === 0 ? hard : light)
  const share = clamp((weekend ? 0.5 : 0.25) + random.normal(0, 0.2), 0, 1) * (training ? 1 : 0.4)
  const early = weekend ? random.chance(0.75) : random.chance(0.4)
  const first = placed(random, day, main, share, early, wakeMs, bedtimeMs, 0)
  const extra = light[0] ?? main
  const wantsSecond = training && random.chance(0.18)
  if (!wantsSecond) return [first]
  const second = placed(random, day, extra, random.between(0, 0.3), !early, wakeMs, bedtimeMs, 1)
  const apart = second.startMs > first.endMs + 60 * minuteMs || first.startMs > second.endMs + 60 * minuteMs
  return apart ? [first, second].sort((a, b) => a.startMs - b.startMs) : [first]
}

function placed(
  random: Random,
  day: LocalDay,
  sport: Sport,
  share: number,
  early: boolean,
  wakeMs: number,
  bedtimeMs: number,
  index: number,
): PlannedSession {
  const [short, long] = sport.minutes
  const minutes = short + (long - short) * share
  // Samples are taken every 5, 10 or 20 seconds, and the last stands at the end.
  const durationMs = Math.round((minutes * 60) / 20) * 20_000
  // Nobody sets out for three hours after work.
  const morning = early || minutes > 100
  const wish = morning ? wakeMs + random.between(45, 100) * minuteMs : clockTime(day, random.normal(18 * 60, 40))
  const latest = bedtimeMs - durationMs - 60 * minuteMs
  const startMs = clamp(wish, wakeMs + 40 * minuteMs, latest)
  const start = Math.round(startMs / 1000) * 1000
  const structure: Structure =
    sport.light || sport.motion === 'still' ? 'steady' : random.pick(['steady', 'steady', 'intervals', 'progressive'])
  return { sport, structure, index, startMs: start, endMs: start + durationMs }
}

/** Now and then an afternoon nap, never near a session. */
function planNap(random: Random, day: LocalDay, sessions: readonly PlannedSession[]): Span | null {
  const wanted = random.chance(0.14)
  const startMs = clockTime(day, random.between(13 * 60 + 15, 14 * 60 + 40))
  const endMs = startMs + random.integer(24, 82) * minuteMs
  const near = (session: Span): boolean =>
    session.startMs < endMs + 40 * minuteMs && session.endMs > startMs - 50 * minuteMs
  return wanted && !sessions.some(near) ? { startMs, endMs } : null
}
