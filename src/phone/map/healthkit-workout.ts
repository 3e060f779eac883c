import type { WorkoutDocument } from '../../import/apple-health/collect/workout-document.ts'
import { typesByIdentifier } from '../../import/apple-health/types.ts'
import type { RoutePoint } from '../../import/apple-health/workout/route.ts'
import { validCoordinates } from '../../import/route.ts'
import { plausible } from '../../normalise/plausible.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { AFibFlag } from '../../schema/enums.ts'
import type { ECGReading } from '../../schema/records.ts'
import type { HealthKitEcg, HealthKitSample, HealthKitWorkout } from '../wire/healthkit.ts'
import { quantityOf } from '../wire/healthkit-values.ts'
import { momentOf } from '../wire/moments.ts'
import type { JsonObject } from '../wire/shape.ts'

/** What a workout has beside its document. */
export interface OwnWorkout {
  route: readonly RoutePoint[]
  /** An app wrote it that is not the platform's own. */
  isForeign: boolean
}

/** A workout as an export tells it. */
export function documentOf({ said, start, end, zone }: HealthKitWorkout, source: number): WorkoutDocument {
  const clock = { own: zone, phone: null }
  return {
    kind: 'workout',
    start: Math.floor(start.atMs / 1000),
    end: Math.floor(end.atMs / 1000),
    offsetMinutes: start.offsetMinutes,
    endOffsetMinutes: end.offsetMinutes,
    type: said.activity,
    source,
    durationSeconds: said.duration_s ?? null,
    statistics: statisticsOf(said.stats ?? {}),
    metadata: {
      ...textsOf(said.meta),
      ...(said.indoor === true && { HKIndoorWorkout: '1' }),
      ...(said.manual === true && { HKWasUserEntered: '1' }),
    },
    events: (said.events ?? []).flatMap((event) => {
      const from = momentOf(event.start, clock)
      const to = event.end == null ? from : momentOf(event.end, clock)
      if (from === null || to === null) return []
      return [{ type: event.type, start: Math.floor(from.atMs / 1000), durationSeconds: (to.atMs - from.atMs) / 1000 }]
    }),
    routes: (said.route ?? []).length > 0 ? ['route'] : [],
  }
}

type Statistics = NonNullable<HealthKitWorkout['said']['stats']>

/** The sums and means of a workout by type; what no body or device has is left out. */
function statisticsOf(stats: Statistics): WorkoutDocument['statistics'] {
  const made: WorkoutDocument['statistics'] = {}
  for (const [identifier, { unit, sum, avg, min, max }] of Object.entries(stats)) {
    const type = typesByIdentifier.get(identifier)
    if (type === undefined) continue
    const known = (value: number | null | undefined): number | null =>
      value == null || typeof quantityOf(type, value, unit) === 'string' ? null : value
    made[type.name] = { unit, sum: known(sum), average: known(avg), minimum: known(min), maximum: known(max) }
  }
  return made
}

/** Metadata as an export writes it: texts, and 1 or 0 for yes and no. */
function textsOf(meta: JsonObject | null | undefined): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [key, value] of Object.entries(meta ?? {})) {
    if (typeof value === 'string') texts[key] = value
    else if (typeof value === 'number') texts[key] = `${value}`
    else if (typeof value === 'boolean') texts[key] = value ? '1' : '0'
  }
  return texts
}

/** A recording may begin before its workout and end after it, but not by more than this. */
const graceMs = 3_600_000

/** Whether a moment may belong to a workout. */
const isOf = ({ start, end }: HealthKitWorkout, atMs: number): boolean =>
  atMs >= start.atMs - graceMs && atMs <= end.atMs + graceMs

/** The way of a workout in order of time, without points that are no places or of another time. */
export const routeOf = (workout: HealthKitWorkout): RoutePoint[] =>
  (workout.said.route ?? [])
    .flatMap(([atMs, lat, lng, altitude, , speed]): RoutePoint[] => {
      const at = validCoordinates(lat ?? null, lng ?? null)
      if (atMs == null || at === null || !isOf(workout, atMs)) return []
      // Core Location says minus one where it knows no speed.
      const known = plausible('speed_meters_per_second', speed)
      return [{ atMs, at, altitude: plausible('altitude_meters', altitude), speed: known }]
    })
    .sort((a, b) => a.atMs - b.atMs)

/**
 * What was measured during a workout, as series of its own. Amounts are left out: they come as samples too, and would count
 * twice.
 */
export function streamsOf(workout: HealthKitWorkout): HealthKitSample[] {
  const { said, start, zone } = workout
  return Object.entries(said.samples ?? {}).flatMap(([identifier, { unit, points }]): HealthKitSample[] => {
    const healthType = typesByIdentifier.get(identifier)
    if (healthType === undefined || healthType.unit === null || healthType.cumulative) return []
    const read = points.flatMap(([atMs, raw]) => {
      const value = quantityOf(healthType, raw, unit)
      return typeof value === 'number' && isOf(workout, atMs) ? [{ atMs, value }] : []
    })
    const common = { id: said.id, type: identifier, healthType, flags: 0, origin: said, changedAtMs: null }
    return [{ ...common, kind: 'series', start, end: start, zone, points: read }]
  })
}

/** The classifications that say something of fibrillation; the others have no word on it. */
const afibs: ReadonlyMap<string, AFibFlag> = new Map<string, AFibFlag>([
  ['SinusRhythm', AFibFlag.NEGATIVE],
  ['AtrialFibrillation', AFibFlag.POSITIVE],
])

/** An electrocardiogram with its samples in microvolts. */
export function ecgOf({ said, start: { atMs, offsetMinutes } }: HealthKitEcg): ECGReading {
  const startMs = Math.floor(atMs / 1000) * 1000
  return {
    start_timestamp: formatTimestamp(startMs, offsetMinutes),
    avg_hr_bpm: plausible('heart_rate_bpm', said.avg_hr),
    afib_classification: afibs.get(said.classification ?? '') ?? AFibFlag.INCONCLUSIVE,
    raw_signal: said.voltages_uV.map((potential_uV, i) => ({
      timestamp: formatTimestamp(startMs + (i * 1000) / said.freq_hz, offsetMinutes),
      potential_uV,
    })),
  }
}
