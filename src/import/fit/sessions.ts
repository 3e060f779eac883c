import type { ActivityType } from '../../schema/enums.ts'
import type { DeviceData, HeartRateZoneData } from '../../schema/records.ts'
import { inOrder, noTotals, onFoot, type Pause, type Recording, type TrackPoint } from '../recording/recording.ts'
import { validCoordinates } from '../route.ts'
import { deviceOf, uploadTypeOf } from './devices.ts'
import { lapsOf } from './laps.ts'
import {
  type FitMessage,
  type FitMessages,
  firstNumberIn,
  indexIn,
  nameIn,
  numberIn,
  numbersIn,
  textIn,
  timeIn,
} from './messages.ts'
import { offsetFinder } from './offset.ts'
import { activityTypeOf, isSwimming } from './sports.ts'

export interface FitSessions {
  recordings: Recording[]
  misplacedPoints: number
  unknownSports: string[]
}

/**
 * The recorded activities of one FIT file, one per session. A file that breaks off before its session message has
 * its activity rebuilt from the records.
 */
export function sessionsOf(messages: FitMessages, complete: boolean, fallbackZone: string): FitSessions {
  const { points, misplaced } = inOrder(messages.of('record').flatMap(pointOf))
  const parts = partsOf(messages, points, complete)
  const shared = { device: deviceOf(messages), pauses: pausesOf(messages), laps: messages.of('lap') }
  const unknownSports = new Set<string>()
  const recordings = parts.map((part, index) => {
    const recording = recordingOf(messages, part, parts.length > 1 ? index : null, shared, fallbackZone)
    if (part.unknownSport !== null) unknownSports.add(part.unknownSport)
    return recording
  })
  return { recordings, misplacedPoints: misplaced, unknownSports: [...unknownSports] }
}

/** A session's share of the file. */
interface Part {
  session: FitMessage | undefined
  startMs: number
  endMs: number
  /** Start of the session after this one; events and laps before it belong to this. */
  nextMs: number
  points: TrackPoint[]
  distanceBefore: number
  type: ActivityType
  unknownSport: string | null
  sport: string | null
}

function partsOf(messages: FitMessages, points: TrackPoint[], complete: boolean): Part[] {
  const spans: { session: FitMessage | undefined; startMs: number; endMs: number }[] = messages
    .of('session')
    .flatMap((session) => {
      const endedMs = timeIn(session)
      const elapsed = firstNumberIn(session, 'total_elapsed_time', 'total_timer_time')
      const startMs = timeIn(session, 'start_time') ?? (endedMs === null ? null : endedMs - (elapsed ?? 0) * 1000)
      if (startMs === null) return []
      return [{ session, startMs, endMs: elapsed === null ? (endedMs ?? startMs) : startMs + elapsed * 1000 }]
    })
    .toSorted((a, b) => a.startMs - b.startMs)
  // Session messages come last: in a file that breaks off, points after the last known session are one more.
  const lastMs = spans.at(-1)?.endMs ?? Number.NEGATIVE_INFINITY
  const orphans = spans.length > 0 && complete ? [] : points.filter((point) => point.timeMs > lastMs + 60_000)
  const [first, last] = [orphans[0], orphans.at(-1)]
  if (first !== undefined && last !== undefined && (spans.length === 0 || orphans.length >= 10)) {
    spans.push({ session: undefined, startMs: first.timeMs, endMs: last.timeMs })
  }
  let from = 0
  return spans.map((span, index) => {
    const nextMs = spans[index + 1]?.startMs ?? Number.POSITIVE_INFINITY
    const to = nextMs === Number.POSITIVE_INFINITY ? points.length : points.findIndex((p) => p.timeMs >= nextMs)
    const own = points.slice(from, to < 0 ? points.length : to)
    const distanceBefore = index === 0 ? 0 : baseline(points.slice(0, from), own)
    from += own.length
    const sport = sportOf(messages, span.session, own.length > 0)
    const { type, known } = activityTypeOf(sport.sport, sport.sub)
    const unknownSport = known || sport.sport === null ? null : rawSport(sport.sport)
    return { ...span, nextMs, points: own, distanceBefore, type, unknownSport, sport: sport.sport }
  })
}

/** Some devices count the distance on through all sessions of a multisport, some begin again at zero. */
function baseline(before: TrackPoint[], own: TrackPoint[]): number {
  const reached = before.findLast((point) => point.distance !== null)?.distance ?? 0
  const first = own.find((point) => point.distance !== null)?.distance ?? 0
  return first >= reached ? reached : 0
}

function sportOf(messages: FitMessages, session: FitMessage | undefined, hasPoints: boolean) {
  const [sportMessage] = messages.of('sport')
  const [lap] = messages.of('lap')
  const source = [session, sportMessage, lap].find((message) => message?.sport !== undefined)
  if (source !== undefined) return { sport: nameIn(source, 'sport'), sub: nameIn(source, 'sub_sport') }
  const record = hasPoints ? messages.of('record').find((message) => message.activity_type !== undefined) : undefined
  return { sport: nameIn(record, 'activity_type'), sub: null }
}

const rawSport = (sport: string): string => (/^\d+$/.test(sport) ? `sport ${sport}` : sport)

interface Shared {
  device: DeviceData | null
  pauses: Pause[]
  laps: FitMessage[]
}

function recordingOf(
  messages: FitMessages,
  part: Part,
  sessionIndex: number | null,
  shared: Shared,
  fallbackZone: string,
): Recording {
  const { session, startMs, endMs, nextMs, type } = part
  const pauses = shared.pauses.filter((pause) => pause.fromMs >= startMs && pause.fromMs < Math.min(endMs, nextMs))
  const elapsed = (endMs - startMs) / 1000
  const paused = pauses.reduce((sum, pause) => sum + (Math.min(pause.toMs, endMs) - pause.fromMs) / 1000, 0)
  const active = numberIn(session, 'total_timer_time') ?? Math.max(0, elapsed - paused)
  return {
    startMs,
    endMs,
    offset: offsetFinder(messages, fallbackZone)(startMs),
    type,
    name: textIn(session, 'sport_profile_name') ?? part.unknownSport ?? nameOf(messages, sessionIndex),
    uploadType: uploadTypeOf(messages),
    sessionIndex,
    activeSeconds: active,
    restSeconds: Math.max(0, elapsed - active),
    pauses,
    points: adapted(part),
    laps: lapsOf(
      shared.laps.filter((lap) => {
        const begun = timeIn(lap, 'start_time') ?? timeIn(lap)
        return begun !== null && begun >= startMs - 1000 && begun < nextMs
      }),
      messages.of('length'),
      type,
    ),
    totals: totalsOf(messages, part, sessionIndex),
    zones: zonesOf(messages, session),
    device: shared.device,
  }
}

const nameOf = (messages: FitMessages, sessionIndex: number | null): string | null =>
  sessionIndex === null ? textIn(messages.of('sport')[0], 'name') : null

function pointOf(record: FitMessage): TrackPoint[] {
  const timeMs = timeIn(record)
  if (timeMs === null) return []
  const at = validCoordinates(numberIn(record, 'position_lat'), numberIn(record, 'position_long'))
  const cadence = firstNumberIn(record, 'cadence256', 'cadence')
  return [
    {
      timeMs,
      lat: at?.[0] ?? null,
      lng: at?.[1] ?? null,
      elevation: firstNumberIn(record, 'enhanced_altitude', 'altitude'),
      distance: numberIn(record, 'distance'),
      speed: firstNumberIn(record, 'enhanced_speed', 'speed'),
      heartRate: numberIn(record, 'heart_rate'),
      cadence: cadence === null ? null : cadence + (numberIn(record, 'fractional_cadence') ?? 0),
      power: numberIn(record, 'power'),
      stretch: 0,
    },
  ]
}

/** FIT counts one leg on foot, and distance from the start of the file. */
function adapted({ points, type, distanceBefore }: Part): TrackPoint[] {
  const legs = onFoot(type) ? 2 : 1
  if (legs === 1 && distanceBefore === 0) return points
  return points.map((point) => ({
    ...point,
    cadence: point.cadence === null ? null : point.cadence * legs,
    distance: point.distance === null ? null : point.distance - distanceBefore,
  }))
}

function totalsOf(messages: FitMessages, part: Part, sessionIndex: number | null): Recording['totals'] {
  const { session, type } = part
  const legs = onFoot(type) ? 2 : 1
  const cadence = (field: 'avg' | 'max'): number | null => {
    const whole = numberIn(session, `${field}_cadence`)
    return whole === null ? null : (whole + (numberIn(session, `${field}_fractional_cadence`) ?? 0)) * legs
  }
  const cycles = numberIn(session, 'total_cycles')
  const zones = zonesMessage(messages, session)
  const lengthStrokes = messages.of('length').flatMap((length) => numberIn(length, 'total_strokes') ?? [])
  const swims = isSwimming(type)
  const metrics = messages
    .of('activity_metrics')
    .findLast((message) => sessionIndex === null || message.sport === part.sport)
  return {
    ...noTotals,
    distance: numberIn(session, 'total_distance'),
    steps: legs === 2 && cycles !== null ? Math.round(cycles * 2) : null,
    calories: numberIn(session, 'total_calories'),
    restingCalories: numberIn(session, 'metabolic_calories'),
    avgHeartRate: numberIn(session, 'avg_heart_rate'),
    maxHeartRate: numberIn(session, 'max_heart_rate'),
    minHeartRate: numberIn(session, 'min_heart_rate'),
    userMaxHeartRate: numberIn(zones, 'max_heart_rate') ?? numberIn(messages.of('zones_target')[0], 'max_heart_rate'),
    avgCadence: cadence('avg'),
    maxCadence: cadence('max'),
    avgSpeed: firstNumberIn(session, 'enhanced_avg_speed', 'avg_speed'),
    maxSpeed: firstNumberIn(session, 'enhanced_max_speed', 'max_speed'),
    avgPower: numberIn(session, 'avg_power'),
    maxPower: numberIn(session, 'max_power'),
    normalizedPower: numberIn(session, 'normalized_power'),
    trainingStressScore: numberIn(session, 'training_stress_score'),
    intensityFactor: numberIn(session, 'intensity_factor'),
    workJoules: numberIn(session, 'total_work'),
    ascent: numberIn(session, 'total_ascent'),
    descent: numberIn(session, 'total_descent'),
    minElevation: firstNumberIn(session, 'enhanced_min_altitude', 'min_altitude'),
    maxElevation: firstNumberIn(session, 'enhanced_max_altitude', 'max_altitude'),
    avgElevation: firstNumberIn(session, 'enhanced_avg_altitude', 'avg_altitude'),
    poolLength: numberIn(session, 'pool_length'),
    poolLengths: swims ? firstNumberIn(session, 'num_active_lengths') : null,
    strokes: swims ? (cycles ?? (lengthStrokes.length > 0 ? lengthStrokes.reduce((a, b) => a + b, 0) : null)) : null,
    vo2max: numberIn(metrics, 'vo2_max'),
  }
}

/** Newer devices write times in zones as a message of their own that refers to the session. */
function zonesMessage(messages: FitMessages, session: FitMessage | undefined): FitMessage | undefined {
  const index = indexIn(session) ?? 0
  return messages
    .of('time_in_zone')
    .find((zones) => zones.reference_mesg === 'session' && (indexIn(zones, 'reference_index') ?? 0) === index)
}

/** Zone 0 is what lies below the first zone; the bounds are percentages of the person's maximum. */
function zonesOf(messages: FitMessages, session: FitMessage | undefined): HeartRateZoneData[] {
  const message = zonesMessage(messages, session)
  const own = numbersIn(session, 'time_in_hr_zone')
  const seconds = own.some((value) => value !== null) ? own : numbersIn(message, 'time_in_hr_zone')
  const bounds = numbersIn(message, 'hr_zone_high_boundary')
  const most = numberIn(message, 'max_heart_rate')
  const percent = (bpm: number | null | undefined): number | null =>
    bpm === null || bpm === undefined || most === null || most === 0 ? null : (bpm / most) * 100
  return seconds.flatMap((duration, zone) =>
    duration === null
      ? []
      : [
          {
            zone,
            duration_seconds: duration,
            start_percentage: zone === 0 ? null : percent(bounds[zone - 1]),
            end_percentage: percent(bounds[zone]),
          },
        ],
  )
}

/** From a stop of the timer to its next start. */
function pausesOf(messages: FitMessages): Pause[] {
  const pauses: Pause[] = []
  let stoppedMs: number | null = null
  for (const event of messages.of('event')) {
    const timeMs = timeIn(event)
    if (event.event !== 'timer' || timeMs === null) continue
    const kind = textIn(event, 'event_type')
    if (kind?.startsWith('stop')) stoppedMs ??= timeMs
    else if (kind === 'start' && stoppedMs !== null) {
      if (timeMs > stoppedMs) pauses.push({ fromMs: stoppedMs, toMs: timeMs })
      stoppedMs = null
    }
  }
  return pauses
}
