import { dayMs } from '../../normalise/civil.ts'
import { plausible } from '../../normalise/plausible.ts'
import { createDocuments, type Documents } from '../apple-health/collect/documents.ts'
import { createRows, type Rows } from '../apple-health/collect/rows.ts'
import type { DayDocument, NightDocument, WorkoutDocument } from './documents.ts'
import { type Measure, measureOf } from './measures.ts'
import { noProblems } from './problems.ts'

/** What a row says beside its numbers: six bits, for the milliseconds of its second stand in the ten above them. */
export const SampleFlag = { MANUAL: 1, LOW: 2, HIGH: 4, BASAL: 8, BOLUS: 16 } as const

export const flagBits = 6
const flagMask = (1 << flagBits) - 1

/** Something measured at a moment, or gathered until `endMs`. */
export interface Reading {
  measure: Measure
  startMs: number
  endMs?: number | null
  value: number
  /** Number of its source. */
  source: number
  /** Minutes east of UTC. */
  offsetMinutes: number
  flags?: number
}

/** A night or workout whose parts may follow: the day it is kept under, and its number on that day. */
export interface Owner {
  day: number
  number: number
  offsetMinutes: number
}

/** Rows keep whole seconds in 32 bits without a sign, and lengths in milliseconds likewise. */
const limit = 2 ** 32
const lastDay = Math.floor(limit / 86_400)
/** Nothing that lasts longer is one entry. */
const longestMs = 31 * dayMs
/** Rows number their source in 16 bits. */
export const maxSources = 0xffff

/** Local date of a moment, as days since 1970. */
export const localDay = (epochMs: number, offsetMinutes: number): number =>
  Math.floor((epochMs + offsetMinutes * 60_000) / dayMs)

/** Whether a moment can be kept at all: between 1970 and 2106. */
export const isMoment = (epochMs: number): boolean => epochMs >= 0 && epochMs < limit * 1000

/** The wire format of timestamps has no larger offset. */
const maxOffsetMinutes = 14 * 60 + 59
const isOffset = (minutes: number): boolean => Number.isInteger(minutes) && Math.abs(minutes) <= maxOffsetMinutes

type Opened = Omit<NightDocument, 'number'> | Omit<WorkoutDocument, 'number'>

/**
 * Gathers what an archive tells, in whatever order its tables stand, sorted by local day through files in the work
 * folder: memory does not grow with the archive. `build.ts` takes the days from here. What no body or device can have is
 * counted in `problems` and left out.
 */
export function openCollector(workDir: string) {
  const rows = createRows(workDir)
  const documents = createDocuments(workDir)
  return {
    rows,
    documents,
    ...gatherInto(rows, documents),
    [Symbol.dispose](): void {
      rows[Symbol.dispose]()
      documents[Symbol.dispose]()
    },
  }
}

export type Collector = ReturnType<typeof openCollector>

/** What gathers, wherever it is kept: all that the readers of an archive need of a collector. */
export type Gatherer = ReturnType<typeof gatherInto>

/** Checks what an archive or a phone tells and puts it under its local day. */
export function gatherInto(rows: Pick<Rows, 'add'>, documents: Pick<Documents, 'add'>) {
  const problems = noProblems()
  const opened = new Map<number, number>()

  function addRow(measure: Measure, day: number, reading: Omit<Reading, 'measure'>): void {
    const { id, kind, isAmount } = measureOf(measure)
    const { startMs, value, offsetMinutes } = reading
    const flags = reading.flags ?? 0
    const seconds = Math.floor(startMs / 1000)
    const lengthMs = Math.floor((reading.endMs ?? startMs) - startMs)
    if (!(seconds >= 0 && seconds < limit && lengthMs >= 0 && lengthMs <= longestMs && isOffset(offsetMinutes))) {
      problems.badTimes++
      return
    }
    if (!Number.isFinite(value) || (isAmount && value < 0)) {
      problems.badValues++
      return
    }
    const isOutOfRange = (flags & (SampleFlag.LOW | SampleFlag.HIGH)) !== 0
    if (kind !== null && !isOutOfRange && plausible(kind, value, problems.rejections) === null) return
    const packed = (flags & flagMask) | (Math.floor(startMs - seconds * 1000) << flagBits)
    rows.add(day, seconds, lengthMs, value, id, reading.source, offsetMinutes, packed)
  }

  function keep(day: number, document: DayDocument): boolean {
    const isPlaced = document.kind !== 'meal' || isOffset(document.offsetMinutes)
    if (!(day >= 0 && day <= lastDay && isPlaced)) {
      problems.badTimes++
      return false
    }
    if (documents.add(day, document)) return true
    problems.documentsBeyondLimit++
    return false
  }

  return {
    problems,
    /** Adds a reading or amount to the day on which it began. */
    add(reading: Reading): void {
      addRow(reading.measure, localDay(reading.startMs, reading.offsetMinutes), reading)
    },
    /** Keeps what a provider says of a day, or a meal. */
    keep,
    /**
     * Opens a night or workout: a night under the date of waking (R3), a workout under that of its start. Null when its
     * times cannot be or there is no more room.
     */
    open(document: Opened): Owner | null {
      const { startMs, endMs, startOffset, endOffset } = document
      const isTime = startMs >= 0 && endMs > startMs && endMs - startMs <= longestMs && endMs < limit * 1000
      if (!(isTime && isOffset(startOffset) && isOffset(endOffset))) {
        problems.badTimes++
        return null
      }
      const isNight = document.kind === 'night'
      const day = isNight ? localDay(endMs, endOffset) : localDay(startMs, startOffset)
      const number = (opened.get(day) ?? 0) + 1
      if (number > maxSources || !keep(day, { ...document, number })) return null
      opened.set(day, number)
      return { day, number, offsetMinutes: startOffset }
    },
    /** Adds a part to a night or workout. */
    addTo(owner: Owner, measure: Measure, startMs: number, value: number, endMs: number = startMs): void {
      const { day, number, offsetMinutes } = owner
      addRow(measure, day, { startMs, endMs, value, source: number, offsetMinutes })
    },
  }
}
