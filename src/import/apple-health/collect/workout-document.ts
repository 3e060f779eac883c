import { z } from 'zod'
import { convert, type Unit } from '../../../normalise/unit-text.ts'
import { readQuantity, strictNumber } from '../../../normalise/units.ts'
import type { Attributes } from '../read/parse.ts'
import { decodeText } from '../read/text.ts'
import type { Documents } from './documents.ts'
import type { Problems } from './problems.ts'
import { applyZone } from './records.ts'
import type { Sources } from './sources.ts'
import { readStamp, type Stamp } from './stamps.ts'

const statistic = z.object({
  unit: z.string(),
  sum: z.number().nullable(),
  average: z.number().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
})

/** A workout as it waits on disk: what the export says, times as seconds and offsets. */
export const workoutDocument = z.object({
  kind: z.literal('workout'),
  start: z.number(),
  end: z.number(),
  offsetMinutes: z.number(),
  endOffsetMinutes: z.number(),
  /** HealthKit's name without prefix, such as `Running`. */
  type: z.string(),
  source: z.number(),
  /** Without pauses; null when the export does not say. */
  durationSeconds: z.number().nullable(),
  /** By quantity type without prefix. */
  statistics: z.record(z.string(), statistic),
  metadata: z.record(z.string(), z.string()),
  events: z.array(z.object({ type: z.string(), start: z.number(), durationSeconds: z.number() })),
  routes: z.array(z.string()),
})
export type WorkoutDocument = z.infer<typeof workoutDocument>

/** A workout has at most this many events, routes or keys; more would only fill the memory. */
const maxParts = 5000

const stamp = (): Stamp => ({ seconds: 0, offsetMinutes: 0, day: 0 })

const numberOf = (text: string | undefined): number | null => (text === undefined ? null : strictNumber(text))

const minutesOf = (value: string | undefined, unit: string | undefined): number | null => {
  const number = numberOf(value)
  return number === null ? null : convert(number, unit ?? 'min', 's')
}

/** Gathers a `<Workout>` and what stands in it into a document. */
export function createWorkoutReader(documents: Documents, sources: Sources, problems: Problems, fallbackZone: string) {
  let current: WorkoutDocument | null = null
  const start = stamp()
  const end = stamp()
  const at = stamp()

  return {
    get isOpen(): boolean {
      return current !== null
    },
    begin(attributes: Attributes): void {
      current = null
      const { startDate = '', endDate = '', workoutActivityType = '' } = attributes
      const isRead = readStamp(startDate, start, fallbackZone) && readStamp(endDate, end, fallbackZone)
      if (!isRead || end.seconds < start.seconds) {
        problems.badDates++
        return
      }
      current = {
        kind: 'workout',
        start: start.seconds,
        end: end.seconds,
        offsetMinutes: start.offsetMinutes,
        endOffsetMinutes: end.offsetMinutes,
        type: decodeText(workoutActivityType).replace(/^HKWorkoutActivityType/, ''),
        source: sources.idOf(attributes.sourceName ?? '', attributes.device),
        durationSeconds: minutesOf(attributes.duration, attributes.durationUnit),
        statistics: {},
        metadata: {},
        events: [],
        routes: [],
      }
      // Until iOS 15 the totals stood here; HealthKit's total is the active energy.
      oldTotal(current, 'ActiveEnergyBurned', attributes.totalEnergyBurned, attributes.totalEnergyBurnedUnit)
      oldTotal(current, 'Distance', attributes.totalDistance, attributes.totalDistanceUnit)
      oldTotal(current, 'SwimmingStrokeCount', attributes.totalSwimmingStrokeCount, 'count')
      oldTotal(current, 'FlightsClimbed', attributes.totalFlightsClimbed, 'count')
    },
    metadata(key: string, value: string): void {
      if (current !== null && Object.keys(current.metadata).length < maxParts) {
        current.metadata[key] = decodeText(value)
      }
    },
    event(attributes: Attributes): void {
      if (current === null || current.events.length >= maxParts) return
      if (!readStamp(attributes.date ?? '', at, fallbackZone)) return
      current.events.push({
        type: decodeText(attributes.type ?? '').replace(/^HKWorkoutEventType/, ''),
        start: at.seconds,
        durationSeconds: minutesOf(attributes.duration, attributes.durationUnit) ?? 0,
      })
    },
    statistics(attributes: Attributes): void {
      if (current === null || Object.keys(current.statistics).length >= maxParts) return
      const name = decodeText(attributes.type ?? '').replace(/^HKQuantityTypeIdentifier/, '')
      current.statistics[name] = {
        unit: decodeText(attributes.unit ?? ''),
        sum: numberOf(attributes.sum),
        average: numberOf(attributes.average),
        minimum: numberOf(attributes.minimum),
        maximum: numberOf(attributes.maximum),
      }
    },
    route(path: string): void {
      if (current !== null && current.routes.length < maxParts) current.routes.push(decodeText(path))
    },
    commit(): void {
      if (current === null) return
      const zone = current.metadata.HKTimeZone
      if (zone !== undefined) {
        if (applyZone(start, zone)) current.offsetMinutes = start.offsetMinutes
        if (applyZone(end, zone)) current.endOffsetMinutes = end.offsetMinutes
      }
      if (!documents.add(start.day, current)) problems.documentsBeyondLimit++
      current = null
    },
  }
}

function oldTotal(workout: WorkoutDocument, name: string, value: string | undefined, unit: string | undefined): void {
  const sum = numberOf(value)
  if (sum === null || unit === undefined) return
  workout.statistics[name] = { unit: decodeText(unit), sum, average: null, minimum: null, maximum: null }
}

/** A part of a statistic in the wanted unit; null when it is missing. */
export function statisticOf(
  workout: WorkoutDocument,
  name: string,
  part: 'sum' | 'average' | 'minimum' | 'maximum',
  unit: Unit,
): number | null {
  const found = workout.statistics[name]
  const value = found?.[part]
  return found === undefined || value === null || value === undefined ? null : convert(value, found.unit, unit)
}

/** A metadata value that carries its unit, such as `12300 cm`. */
export function quantityOf(workout: WorkoutDocument, key: string, unit: Unit): number | null {
  const read = readQuantity(workout.metadata[key] ?? '')
  return read === null ? null : convert(read.value, read.unit, unit)
}
