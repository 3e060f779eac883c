import { cumulate, type InstantSample, increments } from '../normalise/samples.ts'
import { type SourcedSample, sumBySourcePriority } from '../normalise/source-priority.ts'

/** What one source counted over a day: steps, metres, floors. */
export interface Counted {
  source: string
  /** The source's own figure of the day; null where it gives none. */
  total: number | null
  /** Running totals in order of time. */
  readings: readonly InstantSample[]
  /** Instants at which the source was worn for certain: there a count that does not rise is one of nothing. */
  wornMs: readonly number[]
}

export interface Filled {
  total: number
  readings: InstantSample[]
  /** Whose counts are in it, the first one's before those that filled in. */
  sources: string[]
}

const bucketMs = 5 * 60_000
/** What a reading adds was counted in this time before it at most. */
const longestMs = 15 * 60_000

/**
 * A day's total of several sources, the most trusted first (R8). It is the first one's own figure; where that one has samples too,
 * other sources with samples add what they counted in five minutes of which it says nothing: the phone counts while the watch
 * lies on its charger. Where it was worn and counted nothing, nothing was done. Null where no source has any.
 */
export function fillTotals(counted: readonly Counted[]): Filled | null {
  const told = counted.filter(({ total, readings }) => total !== null || readings.length > 0)
  // Nothing, of a source that shows no sign of having been worn, says nothing where another says something.
  const sources = told.some(saysSomething) ? told.filter(saysSomething) : told
  const [first] = sources
  if (first === undefined) return null
  const own = first.total ?? first.readings.at(-1)?.value ?? 0
  if (first.readings.length === 0 && own !== 0) return { total: own, readings: [], sources: [first.source] }
  const tellings = sources.map(tellingOf)
  const free = tellings.flatMap(({ pieces }, rank) => {
    const better = tellings.slice(0, rank)
    return pieces.filter((piece) => !better.some((one) => one.rules(bucketOf(piece.startMs))))
  })
  const ranks = new Map(sources.map(({ source }, rank) => [source, rank]))
  const { portions } = sumBySourcePriority(free, (source) => ranks.get(source) ?? ranks.size)
  const others = portions.filter(({ source }) => source !== first.source)
  return {
    total: others.reduce((sum, { value }) => sum + value, own),
    readings: cumulate(portions),
    sources: [first.source, ...new Set(others.map(({ source }) => source))],
  }
}

const saysSomething = ({ total, readings, wornMs }: Counted): boolean =>
  readings.length > 0 || wornMs.length > 0 || (total ?? 0) > 0

interface Telling {
  /** What was counted, cut at the edges of the buckets. */
  pieces: SourcedSample[]
  /** Whether what others counted in a bucket is left out. */
  rules(bucket: number): boolean
}

const bucketOf = (atMs: number): number => Math.floor(atMs / bucketMs)

function tellingOf({ source, readings, wornMs }: Counted): Telling {
  const added = increments(readings.map(({ value }) => value))
  const lastsMs = stepOf(readings)
  const pieces = readings.flatMap(({ epochMs: endMs }, index): SourcedSample[] => {
    const value = added[index] ?? 0
    const beforeMs = readings[index - 1]?.epochMs ?? Number.NEGATIVE_INFINITY
    return value > 0 ? cut({ source, value, startMs: Math.max(beforeMs, endMs - lastsMs), endMs }) : []
  })
  const spoken = new Set([...pieces.map(({ startMs }) => bucketOf(startMs)), ...wornMs.map(bucketOf)])
  // Where it was put on or taken off, what was counted before and after within one bucket is told by two sources.
  const isEdge = (bucket: number) => wornMs.length > 0 && !(spoken.has(bucket - 1) && spoken.has(bucket + 1))
  return { pieces, rules: (bucket) => spoken.has(bucket) && !isEdge(bucket) }
}

/**
 * How long before a reading what it adds was counted: the lower quartile of the gaps between them, as many sources leave out minutes of
 * nothing, and a watch that was put on again did not count while it was off.
 */
function stepOf(readings: readonly InstantSample[]): number {
  const gaps = readings.flatMap(({ epochMs }, index) => {
    const before = readings[index - 1]
    return before === undefined ? [] : [epochMs - before.epochMs]
  })
  const quartile = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 4)]
  return Math.min(quartile ?? longestMs, longestMs)
}

function cut({ source, value, startMs, endMs }: SourcedSample): SourcedSample[] {
  const pieces: SourcedSample[] = []
  for (let fromMs = startMs; fromMs < endMs; ) {
    const untilMs = Math.min(endMs, (bucketOf(fromMs) + 1) * bucketMs)
    pieces.push({
      source,
      value: (value * (untilMs - fromMs)) / (endMs - startMs),
      startMs: fromMs,
      endMs: untilMs,
    })
    fromMs = untilMs
  }
  return pieces
}
