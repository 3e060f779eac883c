import { createHash } from 'node:crypto'
import { nightBefore } from '../../generate/life/day-plan.ts'
import { addDays, localDay, minuteMs } from '../../generate/local-day.ts'
import { clamp, meanOf, round, sumOf } from '../../generate/numbers.ts'
import { randomStream } from '../../generate/random.ts'
import { offsetOfZone, offsetText } from '../../normalise/time.ts'
import { ActivityType } from '../../schema/enums.ts'
import { numberOf, uuidOf } from '../life/keys.ts'
import type { Life, LivedDay, LivedNight, LivedSession } from '../life/life.ts'
import { impulseOf, impulseOfSession, strainOf, zonesOf } from './whoop-strain.ts'

/** Whose records they are. */
export interface Wearer {
  /** As they are called at the sandbox. */
  name: string
  /** WHOOP's number of them. */
  userId: number
  life: Life
}

/** A record, and the time that it is of. */
export interface Timed {
  startMs: number
  endMs: number
  record: object
}

const kilojoulesPerKcal = 4.184
const shortestNapMs = 30 * minuteMs
const longestHoleMinutes = 10
/** Sessions from here on were not planned: the day's minutes know nothing of them. */
const firstUnplanned = 50

const iso = (epochMs: number): string => new Date(epochMs).toISOString()

/** The id of a night, nap or session. */
export const whoopId = (name: string, key: string): string => uuidOf('WHOOP', name, key)

/** The number of a person: one that fits what JSON can count. */
export const whoopUserId = (name: string): number =>
  10_000_000 + createHash('sha256').update(`WHOOP ${name}`).digest().readUIntBE(0, 5)

export const cycleId = (name: string, date: string): number =>
  numberOf(name, { kind: 'day', dayNumber: localDay(date, 'UTC').number, index: 0 })

/** How long WHOOP takes to score something after its end. */
export const scoringMs = (key: string): number => randomStream('WHOOP scores', key).integer(8, 40) * minuteMs

/** Whether a night says enough for a score: no short nap, and the strap hardly ever lost the skin. */
export const isScorable = ({ isNap, startMs, endMs, minutesOf }: LivedNight): boolean =>
  !(isNap && endMs - startMs < shortestNapMs) && minutesOf.unmeasured < longestHoleMinutes

/** Some people never said how heavy they are. */
export const neverMeasured = (name: string): boolean => uuidOf('WHOOP', name, 'measurement').startsWith('0')

/** The offset of the person's clock, as WHOOP writes it. */
function clockText(zone: string, epochMs: number): string {
  const offset = offsetOfZone(zone, epochMs)
  return offset === 0 ? 'Z' : offsetText(offset)
}

/** A score, while it is not made and after. */
function scored(isMade: boolean, score: (() => object) | null): object {
  if (!isMade) return { score_state: 'PENDING_SCORE' }
  return score === null ? { score_state: 'UNSCORABLE' } : { score_state: 'SCORED', score: score() }
}

interface Happened {
  key: string
  endMs: number
  changedAtMs: number
}

/** When something was scored; null while that is still to come. */
function scoredAt({ life }: Wearer, { key, endMs, changedAtMs }: Happened): number | null {
  const atMs = Math.max(endMs + scoringMs(key), changedAtMs)
  return atMs <= life.nowMs ? atMs : null
}

const told = ({ userId }: Wearer, createdMs: number, updatedMs: number) => ({
  user_id: userId,
  created_at: iso(createdMs),
  updated_at: iso(updatedMs),
})

/**
 * The cycle whose person woke up on a date: from the night's begin to the next one's. It is there once that night is over,
 * and ends when the next one is known; none before.
 */
export function cycleOf(wearer: Wearer, date: string): Timed | null {
  const { name, life } = wearer
  const { person, zone, nowMs } = life
  const night = nightBefore(person, localDay(date, zone))
  const next = nightBefore(person, localDay(addDays(date, 1), zone))
  if (night.endMs > nowMs) return null
  const isOver = next.endMs <= nowMs
  const days = life.days(addDays(date, -1), addDays(date, 1))
  const minutes = days.flatMap(({ course, body }) =>
    course.minutes
      .filter(({ startMs }) => startMs >= night.startMs && startMs < next.startMs)
      .map((minute) => ({ ...minute, kcal: minute.activeKcal + body.bmr / 1440, restingHr: body.restingHr })),
  )
  const unplanned = days
    .flatMap(({ sessions, body }) => sessions.map((session) => ({ session, restingHr: body.restingHr })))
    .filter(({ session }) => session.index >= firstUnplanned)
    .filter(({ session }) => session.startMs >= night.startMs && session.startMs < next.startMs)
  const score = () => ({
    strain: strainOf(
      sumOf(minutes, ({ restingHr, bpm }) => impulseOf({ person, restingHr }, bpm, 1)) +
        sumOf(unplanned, ({ session, restingHr }) => impulseOfSession({ person, restingHr }, session)),
    ),
    kilojoule: kilojoules(
      sumOf(minutes, ({ kcal }) => kcal) + sumOf(unplanned, ({ session }) => session.points.at(-1)?.activeKcal ?? 0),
    ),
    average_heart_rate: Math.round(meanOf(minutes, ({ bpm }) => bpm)),
    max_heart_rate: Math.max(
      ...[...minutes, ...unplanned.flatMap(({ session }) => session.points)].map(({ bpm }) => bpm),
    ),
  })
  const toldMs = isOver ? next.endMs : (minutes.at(-1)?.startMs ?? night.endMs) + minuteMs
  const isScored = nowMs >= night.endMs + scoringMs(`night ${date} 0`)
  return {
    startMs: night.startMs,
    endMs: isOver ? next.startMs : nowMs,
    record: {
      id: cycleId(name, date),
      ...told(wearer, night.endMs, Math.max(night.endMs, toldMs)),
      start: iso(night.startMs),
      ...(isOver ? { end: iso(next.startMs) } : {}),
      timezone_offset: clockText(zone, night.startMs),
      ...scored(isScored, minutes.length === 0 ? null : score),
    },
  }
}

const kilojoules = (kcal: number): number => round(kcal * kilojoulesPerKcal, 4)

/** A night or nap. */
export function sleepOf(wearer: Wearer, lived: LivedDay, night: LivedNight): Timed {
  const { name, life } = wearer
  const { startMs, endMs, key, date, isNap } = night
  const atMs = scoredAt(wearer, night)
  return {
    startMs,
    endMs,
    record: {
      id: whoopId(name, key),
      cycle_id: cycleId(name, date),
      ...told(wearer, endMs, atMs ?? endMs),
      start: iso(startMs),
      end: iso(endMs),
      timezone_offset: clockText(life.zone, startMs),
      nap: isNap,
      ...scored(atMs !== null, isScorable(night) ? () => sleepScore(life, lived, night) : null),
    },
  }
}

function sleepScore({ person }: Life, { body, nights }: LivedDay, night: LivedNight) {
  const { startMs, endMs, minutesOf, stages } = night
  const asleep = minutesOf.light + minutesOf.deep + minutesOf.rem
  const nap = night.isNap ? undefined : nights.find(({ isNap }) => isNap)
  const debt = Math.round(60 * body.load)
  const strain = Math.round(25 * body.load)
  const napped = nap === undefined ? 0 : Math.round((nap.endMs - nap.startMs) / minuteMs / 2)
  const needed = person.sleepNeedMinutes + debt + strain - napped
  const everyHour = Array.from({ length: Math.max(1, Math.floor((endMs - startMs) / 3_600_000)) }, (_, i) => i)
  return {
    stage_summary: {
      total_in_bed_time_milli: endMs - startMs,
      total_awake_time_milli: minutesOf.awake * minuteMs,
      total_no_data_time_milli: minutesOf.unmeasured * minuteMs,
      total_light_sleep_time_milli: minutesOf.light * minuteMs,
      total_slow_wave_sleep_time_milli: minutesOf.deep * minuteMs,
      total_rem_sleep_time_milli: minutesOf.rem * minuteMs,
      sleep_cycle_count: stages.filter(({ stage }) => stage === 'rem').length,
      disturbance_count: stages.slice(1, -1).filter(({ stage }) => stage === 'awake').length,
    },
    sleep_needed: {
      baseline_milli: person.sleepNeedMinutes * minuteMs,
      need_from_sleep_debt_milli: debt * minuteMs,
      need_from_recent_strain_milli: strain * minuteMs,
      need_from_recent_nap_milli: napped === 0 ? 0 : -napped * minuteMs,
    },
    respiratory_rate: round(
      meanOf(everyHour, (hour) => night.breathsAt(startMs + hour * 3_600_000)),
      4,
    ),
    sleep_performance_percentage: Math.round(clamp((100 * asleep) / needed, 0, 100)),
    sleep_consistency_percentage: Math.round(clamp(88 - 25 * body.load, 0, 100)),
    sleep_efficiency_percentage: round((100 * asleep * minuteMs) / (endMs - startMs), 4),
  }
}

/** What WHOOP makes of a night; a nap has none. */
export function recoveryOf(wearer: Wearer, { body }: LivedDay, night: LivedNight): Timed | null {
  if (night.isNap) return null
  const { startMs, endMs, key, date } = night
  const atMs = scoredAt(wearer, night)
  const score = () => ({
    user_calibrating: false,
    recovery_score: Math.round(clamp(96 - 78 * body.load, 1, 99)),
    resting_heart_rate: Math.round(body.restingHr),
    hrv_rmssd_milli: round(body.rmssd, 6),
    spo2_percentage: round(
      meanOf([1, 2, 3, 4], (hour) => night.saturationAt(startMs + hour * 3_600_000)),
      4,
    ),
    skin_temp_celsius: round(33.6 + 1.2 * (body.load - 0.45), 4),
  })
  return {
    startMs,
    endMs,
    record: {
      cycle_id: cycleId(wearer.name, date),
      sleep_id: whoopId(wearer.name, key),
      ...told(wearer, endMs, atMs ?? endMs),
      ...scored(atMs !== null, isScorable(night) ? score : null),
    },
  }
}

/** WHOOP's word for each kind of session that its people do. */
const sportNames: ReadonlyMap<ActivityType, string> = new Map<ActivityType, string>([
  [ActivityType.RUNNING, 'running'],
  [ActivityType.TRAIL_RUNNING, 'running'],
  [ActivityType.TREADMILL_RUNNING, 'running'],
  [ActivityType.WALKING, 'walking'],
  [ActivityType.HIKING, 'hiking-rucking'],
  [ActivityType.BIKING, 'cycling'],
  [ActivityType.ROAD_BIKING, 'cycling'],
  [ActivityType.GRAVEL_CYCLING, 'cycling'],
  [ActivityType.STATIONARY_BIKING, 'spin'],
  [ActivityType.ROWING_MACHINE, 'rowing'],
  [ActivityType.SWIMMING_IN_POOL, 'swimming'],
  [ActivityType.STRENGTH_TRAINING, 'weightlifting'],
  [ActivityType.HIIT, 'hiit'],
  [ActivityType.ELLIPTICAL, 'elliptical'],
  [ActivityType.YOGA, 'yoga'],
  [ActivityType.STRETCHING, 'stretching'],
])

export function workoutOf(wearer: Wearer, { body }: LivedDay, session: LivedSession): Timed {
  const { life, name } = wearer
  const { startMs, endMs, key, sport } = session
  const atMs = scoredAt(wearer, session)
  return {
    startMs,
    endMs,
    record: {
      id: whoopId(name, key),
      ...told(wearer, endMs, atMs ?? endMs),
      start: iso(startMs),
      end: iso(endMs),
      timezone_offset: clockText(life.zone, startMs),
      sport_name: sportNames.get(sport.type) ?? 'activity',
      ...scored(atMs !== null, () => workoutScore(life, body.restingHr, session)),
    },
  }
}

function workoutScore({ person }: Life, restingHr: number, session: LivedSession) {
  const { points, sport } = session
  const moving = points.slice(1)
  const last = points.at(-1)
  const climbs = points.map(({ elevation }, at) => Math.max(0, elevation - (points[at - 1]?.elevation ?? elevation)))
  return {
    strain: strainOf(impulseOfSession({ person, restingHr }, session)),
    average_heart_rate: Math.round(meanOf(moving, ({ bpm }) => bpm)),
    max_heart_rate: Math.max(...moving.map(({ bpm }) => bpm)),
    kilojoule: kilojoules(last?.grossKcal ?? 0),
    percent_recorded: 100,
    ...(sport.motion === 'still' ? {} : { distance_meter: last?.meters ?? 0 }),
    ...(sport.motion !== 'still' && sport.outdoors
      ? {
          altitude_gain_meter: round(
            sumOf(climbs, (meters) => meters),
            1,
          ),
          altitude_change_meter: round((last?.elevation ?? 0) - (points[0]?.elevation ?? 0), 1),
        }
      : {}),
    zone_durations: zonesOf(person.maxHr, session),
  }
}
