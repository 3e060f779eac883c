import { setImmediate } from 'node:timers/promises'
import { TellusError } from '../../../lib/errors.ts'
import { dayText } from '../../../normalise/civil.ts'
import { type DayMetadata, dayMetadata, dayMetadataOfZone } from '../../../normalise/time.ts'
import type { ECGReading } from '../../../schema/records.ts'
import type { ImportContext, ImportedRecord } from '../../importer.ts'
import type { Documents } from '../collect/documents.ts'
import type { Problems } from '../collect/problems.ts'
import type { Rows } from '../collect/rows.ts'
import type { Source } from '../collect/sources.ts'
import type { WorkoutDocument } from '../collect/workout-document.ts'
import type { ExportSource } from '../read/source.ts'
import { buildActivity } from '../workout/activity.ts'
import { isCopy } from '../workout/duplicates.ts'
import { type RouteFile, type RoutePoint, readRoute } from '../workout/route.ts'
import { workoutType } from '../workout/workout-types.ts'
import { type Day, loadDay } from './days.ts'
import type { EcgFile } from './ecg.ts'
import { createDayMemory, recordsOfDay } from './records.ts'

/** What the parts of a day are made from. */
export interface BuildInput {
  rows: Rows
  documents: Documents
  sources: readonly Source[]
  problems: Problems
  source: ExportSource
  /** The electrocardiograms by local day. */
  ecgs: ReadonlyMap<number, readonly EcgFile[]>
  context: Pick<ImportContext, 'fallbackZone' | 'signal'>
  /** Called after each day with the part of all days that is done, 0 to 1. */
  onDay(done: number): void
}

/**
 * Days before and after that a record of one day may need: a sleep belongs to the day it ends on and may have begun two
 * local dates earlier when the person flew; a workout or sample may run past midnight.
 */
const daysBefore = 2
const daysAfter = 1

/** The event loop gets its turn at least this often, ms. */
const longestStretchMs = 15

/** A batch never has more records than this. */
const batchSize = 10

/**
 * All records that are made from samples, day by day in order, in small batches. Memory holds four days at a time, and the
 * records of one.
 */
export async function* buildRecords(input: BuildInput): AsyncGenerator<ImportedRecord[], void, undefined> {
  const days = allDays(input)
  const dayAt = openDays(input, new Set(days))
  const memory = createDayMemory()
  let turnEndsAt = performance.now() + longestStretchMs
  for (const [i, number] of days.entries()) {
    if (performance.now() > turnEndsAt) {
      await setImmediate()
      turnEndsAt = performance.now() + longestStretchMs
    }
    input.context.signal.throwIfAborted()
    const window: Day[] = []
    for (let each = number - daysBefore; each <= number + daysAfter; each++) {
      const found = dayAt(each)
      if (found !== undefined) window.push(found)
    }
    const day = window.find((each) => each.day === number)
    if (day === undefined) continue
    const around = { before: dayAt(number - 1), day, after: dayAt(number + 1) }
    const records = recordsOfDay(around, window, input.sources, memory, await ecgsOf(input, number))
    for (let from = 0; from < records.length; from += batchSize) yield records.slice(from, from + batchSize)
    for (const workout of originalsOf(input, day, window)) {
      const route = await routeOf(input, workout.routes)
      yield [{ type: 'activity', record: buildActivity(workout, window, input.sources, route) }]
    }
    input.onDay((i + 1) / days.length)
  }
}

/** Gives days by number, reading each once; those that the present day cannot need any more are dropped. */
function openDays({ rows, documents, sources, problems, context, ecgs }: BuildInput, known: ReadonlySet<number>) {
  // Not a map: V8 links the tables that a map outgrows, and through them every day would live until a full collection.
  let loaded: Day[] = []
  const metadataOf = (day: number): DayMetadata => {
    const ecg = ecgs.get(day)?.[0]
    return ecg ? dayMetadata(dayText(day), ecg.offsetMinutes) : dayMetadataOfZone(dayText(day), context.fallbackZone)
  }
  return (number: number): Day | undefined => {
    if (!known.has(number)) return undefined
    const found = loaded.find(({ day }) => day === number)
    if (found !== undefined) return found
    const read = loadDay(number, rows, documents, sources, metadataOf)
    problems.rowsBeyondLimit += read.left
    loaded = [...loaded.filter(({ day }) => day >= number - daysBefore - daysAfter), read.loaded]
    return read.loaded
  }
}

/** The workouts of a day without the copies that apps made of them. */
function originalsOf({ sources, problems }: BuildInput, day: Day, window: readonly Day[]): WorkoutDocument[] {
  const rivals = window.flatMap(({ workouts }) => workouts)
  const originals = day.workouts.filter((workout) => !isCopy(workout, rivals, sources))
  for (const { type, metadata } of originals) {
    if (!workoutType(type, metadata).isKnown && problems.unknownWorkouts.size < 100) problems.unknownWorkouts.add(type)
  }
  return originals
}

function allDays({ rows, documents, ecgs }: BuildInput): number[] {
  return [...new Set([...rows.finish(), ...documents.days(), ...ecgs.keys()])].sort((a, b) => a - b)
}

async function ecgsOf({ ecgs }: BuildInput, day: number): Promise<ECGReading[]> {
  const read: ECGReading[] = []
  for (const file of ecgs.get(day) ?? []) {
    const ecg = await file.read()
    if (ecg !== null) read.push(ecg)
  }
  return read.sort((a, b) => ((a.start_timestamp ?? '') < (b.start_timestamp ?? '') ? -1 : 1))
}

async function routeOf({ source, problems }: BuildInput, paths: readonly string[]): Promise<RoutePoint[]> {
  const files: RouteFile[] = []
  for (const path of paths) {
    try {
      const bytes = await source.route(path)
      if (bytes !== null) files.push({ name: path, bytes })
    } catch (error) {
      // One route that cannot be unpacked is no reason to lose the rest of a life.
      if (!(error instanceof TellusError)) throw error
      problems.unreadableRoutes++
    }
  }
  const { points, unreadable } = await readRoute(files)
  problems.unreadableRoutes += unreadable
  return points
}
