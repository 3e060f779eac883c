import { type Interval, ruleTimeline, type Stretch } from './interval-sweep.ts'

/** An amount (steps, metres, kilocalories) gathered over an interval by one source. */
export interface SourcedSample extends Interval {
  value: number
  source: string
}

/** The part of a sample that counts: its time not covered by better sources, with the value's share of it. */
export interface Portion<S extends SourcedSample = SourcedSample> extends Interval {
  value: number
  source: string
  sample: S
}

export interface SourcedSum<S extends SourcedSample = SourcedSample> {
  total: number
  /** What counted, in time order and without overlaps. */
  portions: Portion<S>[]
}

/** Rank of a source: the smaller, the more it is trusted. */
export type SourceRank = (source: string) => number

const fiveMinutesMs = 5 * 60_000

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Which of two samples' sources is trusted more (negative: the first); equal ranks are told apart by name. */
type CompareTrust = (a: SourcedSample, b: SourcedSample) => number

function trustOf(rank: SourceRank): CompareTrust {
  const ranks = new Map<string, number>()
  const rankOf = (source: string): number => {
    let known = ranks.get(source)
    if (known === undefined) {
      known = rank(source)
      ranks.set(source, known)
    }
    return known
  }
  return (a, b) => (a.source === b.source ? 0 : rankOf(a.source) - rankOf(b.source) || compareText(a.source, b.source))
}

/**
 * The sum of a cumulative quantity over several sources, as HealthKit counts it (R8): a sample counts only for the
 * part of its interval that no better source covers, its value prorated over the interval. Overlaps within one source
 * count once too: the earlier sample keeps the time. A sample without length counts whole, unless a better or its own
 * source covers its instant or has the same already. The order of the samples does not matter.
 */
export function sumBySourcePriority<S extends SourcedSample>(samples: readonly S[], rank: SourceRank): SourcedSum<S> {
  const compareTrust = trustOf(rank)
  // Ordered by contents alone, so that equal inputs in another order give equal portions.
  const trusted = samples.toSorted(
    (a, b) => compareTrust(a, b) || a.startMs - b.startMs || b.endMs - a.endMs || b.value - a.value,
  )
  const stretches = ruleTimeline(trusted)
  const portions: Portion<S>[] = stretches.map(({ startMs, endMs, item }) => ({
    startMs,
    endMs,
    value:
      startMs === item.startMs && endMs === item.endMs
        ? item.value
        : (item.value * (endMs - startMs)) / (item.endMs - item.startMs),
    source: item.source,
    sample: item,
  }))
  const instants = keptInstants(trusted, stretches, compareTrust)
  if (instants.length > 0) {
    portions.push(...instants)
    portions.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
  }
  return { total: sumOf(portions), portions }
}

const sumOf = (portions: readonly { value: number }[]): number =>
  portions.reduce((sum, portion) => sum + portion.value, 0)

/** Portions of the samples without length that count. */
function keptInstants<S extends SourcedSample>(
  trusted: readonly S[],
  stretches: readonly Stretch<S>[],
  compareTrust: CompareTrust,
): Portion<S>[] {
  const kept: Portion<S>[] = []
  const seen = new Map<number, { source: string; values: Set<number> }>()
  for (const sample of trusted) {
    const { startMs, value, source } = sample
    if (sample.endMs > startMs) continue
    const ruler = stretchAt(stretches, startMs)
    if (ruler && compareTrust(ruler.item, sample) <= 0) continue
    const there = seen.get(startMs)
    if (there && (there.source !== source || there.values.has(value))) continue
    if (there) there.values.add(value)
    else seen.set(startMs, { source, values: new Set([value]) })
    kept.push({ startMs, endMs: startMs, value, source, sample })
  }
  return kept
}

/** The stretch that holds an instant, by bisection. */
function stretchAt<S extends SourcedSample>(stretches: readonly Stretch<S>[], atMs: number): Stretch<S> | undefined {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    const stretch = stretches[middle]
    if (stretch && stretch.endMs <= atMs) low = middle + 1
    else high = middle
  }
  const found = stretches[low]
  return found && found.startMs <= atMs ? found : undefined
}

/**
 * The other reading of R8, for providers that publish coarse samples: in every bucket (5 minutes, aligned to the
 * clock) the most trusted source that has anything wins whole, and what others say about the bucket is left out.
 * Samples that cross a bucket's edge are prorated.
 */
export function sumByBucketPriority<S extends SourcedSample>(
  samples: readonly S[],
  rank: SourceRank,
  bucketMs = fiveMinutesMs,
): SourcedSum<S> {
  const compareTrust = trustOf(rank)
  const buckets = new Map<number, Portion<S>[]>()
  for (const sample of samples) {
    for (const piece of cutAtBuckets(sample, bucketMs)) {
      const bucket = Math.floor(piece.startMs / bucketMs)
      const rival = buckets.get(bucket)?.[0]
      const order = rival === undefined ? -1 : compareTrust(piece, rival)
      if (order < 0) buckets.set(bucket, [piece])
      else if (order === 0) buckets.get(bucket)?.push(piece)
    }
  }
  const pieces = [...buckets.values()].flat()
  const { portions } = sumBySourcePriority(pieces, rank)
  const whole = portions.map((portion) => ({ ...portion, sample: portion.sample.sample }))
  return { total: sumOf(whole), portions: whole }
}

function cutAtBuckets<S extends SourcedSample>(sample: S, bucketMs: number): Portion<S>[] {
  const { startMs, endMs, value, source } = sample
  if (endMs <= startMs) return [{ startMs, endMs: startMs, value, source, sample }]
  const pieces: Portion<S>[] = []
  for (let fromMs = startMs; fromMs < endMs; ) {
    const untilMs = Math.min(endMs, (Math.floor(fromMs / bucketMs) + 1) * bucketMs)
    const share = (value * (untilMs - fromMs)) / (endMs - startMs)
    pieces.push({ startMs: fromMs, endMs: untilMs, value: share, source, sample })
    fromMs = untilMs
  }
  return pieces
}
