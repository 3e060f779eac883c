import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A sample as it waits on disk. */
export interface Row {
  day: number
  seconds: number
  /** Length in seconds; for a beat, milliseconds of the second. */
  extra: number
  value: number
  type: number
  source: number
  offsetMinutes: number
  flags: number
}

/** What a row says beside its numbers. */
export const RowFlag = {
  USER_ENTERED: 1,
  SEDENTARY: 2,
  ACTIVE: 4,
  BASAL: 8,
  BOLUS: 16,
  CYCLE_START: 32,
  NESTED: 64,
} as const

/** Offset of the end minus offset of the start, in quarter hours, kept in the flags' upper byte. */
const endOffsetShift = 8

export const withEndOffset = (flags: number, differenceMinutes: number): number =>
  flags | ((Math.round(differenceMinutes / 15) & 0xff) << endOffsetShift)

export const endOffsetDifference = (flags: number): number => ((flags << 16) >> 24) * 15

const rowBytes = 24
const defaultRowsPerRun = 1 << 18

/** Rows of one flush: `startsAt[d]` is the place, within the run, of the first row of the day `firstDay + d`. */
interface Run {
  firstDay: number
  startsAt: Uint32Array
  /** Rows in the file before this run. */
  offset: number
}

function countDays(dayOf: Int32Array): Omit<Run, 'offset'> {
  let firstDay = Number.POSITIVE_INFINITY
  let lastDay = Number.NEGATIVE_INFINITY
  for (const day of dayOf) {
    if (day < firstDay) firstDay = day
    if (day > lastDay) lastDay = day
  }
  const startsAt = new Uint32Array(lastDay - firstDay + 2)
  for (const day of dayOf) {
    const after = day - firstDay + 1
    startsAt[after] = (startsAt[after] ?? 0) + 1
  }
  for (let place = 1; place < startsAt.length; place++)
    startsAt[place] = (startsAt[place] ?? 0) + (startsAt[place - 1] ?? 0)
  return { firstDay, startsAt }
}

/**
 * The samples of an export, sorted by local day through a file on disk. An export is grouped by type, and a day's record
 * needs every type; so each sample becomes a row of 24 bytes, a quarter of a million rows are gathered in memory, sorted
 * by day (a counting sort) and appended to one file as a run. A day is then read with one small read per run.
 * Memory: two blocks of 6 MB while writing, one day while reading, and one number per day and run.
 * The folder must exist and is not cleaned here.
 */
export function createRows(folder: string, rowsPerRun = defaultRowsPerRun) {
  const file = openSync(join(folder, 'rows'), 'w+')
  let block: Block | null = openBlock(rowsPerRun)
  let sorted: Block | null = null
  let dayOf: Int32Array | null = new Int32Array(rowsPerRun)
  let count = 0
  let written = 0
  const runs: Run[] = []
  // One block for all days that are read: memory outside the heap is freed late.
  let reused = openBlock(0)

  function flush(): void {
    if (count === 0 || block === null || dayOf === null) return
    sorted ??= openBlock(rowsPerRun)
    const run = countDays(dayOf.subarray(0, count))
    // Where the next row of each day goes; seconds of 32 bits make this 50,000 days at most.
    const next = run.startsAt.slice()
    for (let i = 0; i < count; i++) {
      const place = (dayOf[i] ?? 0) - run.firstDay
      const to = next[place] ?? 0
      next[place] = to + 1
      // As words: a copy through floating point might change bits that look like NaN.
      for (let word = 0; word < 6; word++) sorted.words[to * 6 + word] = block.words[i * 6 + word] ?? 0
    }
    writeAll(file, sorted.bytes.subarray(0, count * rowBytes), written * rowBytes)
    runs.push({ ...run, offset: written })
    written += count
    count = 0
  }

  return {
    add(
      day: number,
      seconds: number,
      extra: number,
      value: number,
      type: number,
      source: number,
      offsetMinutes: number,
      flags: number,
    ): void {
      if (block === null || dayOf === null) throw new Error('Rows were added after they were sorted.')
      dayOf[count] = day
      block.wide[count * 3] = value
      block.words[count * 6 + 2] = seconds
      block.words[count * 6 + 3] = extra
      const at = count * 12 + 8
      block.halves[at] = type
      block.halves[at + 1] = source
      block.halves[at + 2] = offsetMinutes
      block.halves[at + 3] = flags
      count++
      if (count === rowsPerRun) flush()
    },
    /** Ends the writing and gives the days that have rows, in order. */
    finish(): number[] {
      flush()
      block = null
      sorted = null
      dayOf = null
      const days = new Set<number>()
      for (const { firstDay, startsAt } of runs) {
        for (let place = 0; place + 1 < startsAt.length; place++) {
          if (startsAt[place] !== startsAt[place + 1]) days.add(firstDay + place)
        }
      }
      return [...days].sort((a, b) => a - b)
    },
    /**
     * The rows of a day, in the order they were added; at most `limit` of them, and how many more there were. Valid until
     * the next call.
     */
    take(day: number, limit: number): RowBlock {
      const parts: { from: number; rows: number }[] = []
      let rows = 0
      let left = 0
      for (const { firstDay, startsAt, offset } of runs) {
        const from = startsAt[day - firstDay]
        const to = startsAt[day - firstDay + 1]
        if (from === undefined || to === undefined || from === to) continue
        const here = Math.min(to - from, limit - rows)
        if (here > 0) parts.push({ from: offset + from, rows: here })
        rows += here
        left += to - from - here
      }
      if (reused.words.length < rows * 6) reused = openBlock(Math.ceil(rows * 1.5))
      const taken = reused
      let at = 0
      for (const part of parts) {
        const bytes = part.rows * rowBytes
        readAll(file, taken.bytes.subarray(at, at + bytes), part.from * rowBytes)
        at += bytes
      }
      return { ...taken, rows, left }
    },
    [Symbol.dispose](): void {
      closeSync(file)
    },
  }
}

export type Rows = ReturnType<typeof createRows>

/** Rows in their packed form: value, seconds, extra, type, source, offset, flags. */
interface Block {
  bytes: Uint8Array
  wide: Float64Array
  words: Uint32Array
  halves: Int16Array
}

export interface RowBlock extends Block {
  rows: number
  /** Rows of the day beyond the limit. */
  left: number
}

function openBlock(rows: number): Block {
  const buffer = new ArrayBuffer(rows * rowBytes)
  return {
    bytes: new Uint8Array(buffer),
    wide: new Float64Array(buffer),
    words: new Uint32Array(buffer),
    halves: new Int16Array(buffer),
  }
}

/** Row `i` of a block. */
export function rowAt(block: RowBlock, i: number): Omit<Row, 'day'> {
  const at = i * 12 + 8
  return {
    value: block.wide[i * 3] ?? 0,
    seconds: block.words[i * 6 + 2] ?? 0,
    extra: block.words[i * 6 + 3] ?? 0,
    type: (block.halves[at] ?? 0) & 0xffff,
    source: (block.halves[at + 1] ?? 0) & 0xffff,
    offsetMinutes: block.halves[at + 2] ?? 0,
    flags: (block.halves[at + 3] ?? 0) & 0xffff,
  }
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, position + at)
}

function readAll(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, position + at)
    if (read === 0) throw new Error('The sorted samples ended early: the work folder was changed during the import.')
    at += read
  }
}
