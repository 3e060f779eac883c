import { isUserEntered, type Sample } from './days.ts'

/** What counts of a sample after better sources had their say. */
export interface Portion {
  sample: Sample
  /** The part of the sample's value that no better source covers. */
  value: number
}

/** Typed-in amounts count only where nothing was measured. */
const enteredPenalty = 1 << 20

const rankOf = (sample: Sample): number => sample.source.rank + (isUserEntered(sample) ? enteredPenalty : 0)

/**
 * Cumulative samples of several sources as HealthKit's statistics count them (R8): sources in order of trust, and a
 * sample counts for the part of its interval that no better source covers, prorated. All samples of one source add up,
 * also where they overlap. `before` and `after` are the neighbouring days' samples: one that crosses midnight covers
 * too. All lists are sorted by start; the portions come in that order and leave out what does not count at all.
 */
export function countOnce(
  samples: readonly Sample[],
  before: readonly Sample[] = [],
  after: readonly Sample[] = [],
): Portion[] {
  const ranks = new Set<number>()
  for (const sample of samples) ranks.add(rankOf(sample))
  const best = Math.min(...ranks)
  const isAlone = ranks.size <= 1 && ![...before, ...after].some((sample) => rankOf(sample) < best)
  if (isAlone) return samples.map((sample) => ({ sample, value: sample.value }))

  const around = [...before, ...samples, ...after]
  for (const sample of around) ranks.add(rankOf(sample))
  const portions: Portion[] = []
  let covered: Cover = { starts: [], ends: [] }
  const instants = new Map<number, Set<number>>()
  for (const rank of [...ranks].sort((a, b) => a - b)) {
    for (const sample of samples) {
      if (rankOf(sample) !== rank) continue
      const share = sample.length === 0 ? instantShare(sample, covered, instants) : uncovered(sample, covered)
      if (share > 0) portions.push({ sample, value: share === 1 ? sample.value : sample.value * share })
    }
    const ofRank = around.filter((sample) => rankOf(sample) === rank)
    for (const { start, length, value } of ofRank) {
      if (length === 0) instants.set(start, (instants.get(start) ?? new Set()).add(value))
    }
    covered = united(covered, ofRank)
  }
  return portions.sort(
    (a, b) =>
      a.sample.start - b.sample.start || a.sample.length - b.sample.length || rankOf(a.sample) - rankOf(b.sample),
  )
}

/** Disjoint intervals in order, half open. */
interface Cover {
  starts: number[]
  ends: number[]
}

/** An amount without length counts unless its moment is covered, or a better source tells the same of it. */
function instantShare(
  { start, value }: Sample,
  cover: Cover,
  instants: ReadonlyMap<number, ReadonlySet<number>>,
): number {
  const covering = cover.starts[firstEndingAfter(cover, start)]
  return instants.get(start)?.has(value) || (covering !== undefined && covering <= start) ? 0 : 1
}

function uncovered({ start, length }: Sample, cover: Cover): number {
  const end = start + length
  let left = length
  for (let i = firstEndingAfter(cover, start); ; i++) {
    const from = cover.starts[i]
    const to = cover.ends[i]
    if (from === undefined || to === undefined || from >= end) break
    left -= Math.min(end, to) - Math.max(start, from)
  }
  return left / length
}

function firstEndingAfter({ ends }: Cover, at: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low
}

/** The union of a cover with the intervals of samples. */
function united(cover: Cover, samples: readonly Sample[]): Cover {
  const all = cover.starts.map((start, i) => ({ start, end: cover.ends[i] ?? start }))
  for (const { start, length } of samples) if (length > 0) all.push({ start, end: start + length })
  all.sort((a, b) => a.start - b.start)
  const starts: number[] = []
  const ends: number[] = []
  for (const { start, end } of all) {
    const last = ends.length - 1
    const reached = ends[last]
    if (reached !== undefined && start <= reached) ends[last] = Math.max(reached, end)
    else {
      starts.push(start)
      ends.push(end)
    }
  }
  return { starts, ends }
}
