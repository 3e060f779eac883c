/**
 * Counts of durations by the number of a bucket, each a tenth wider than the one before: bucket b holds what is from
 * 1.1^b − 1 up to 1.1^(b+1) − 1 ms. Sums of them are sums of their counts, and a quantile is known within 5 %.
 */
export type Histogram = Readonly<Record<string, number>>

const growth = 1.1

/** The bucket of a duration in milliseconds; the statements that sum hours up count in the same way. */
export const bucketOf = (ms: number): number => Math.floor(Math.log(Math.max(0, ms) + 1) / Math.log(growth))

/** Several as one. */
export function merged(histograms: readonly Histogram[]): Histogram {
  const sum: Record<string, number> = {}
  for (const one of histograms) for (const [bucket, n] of Object.entries(one)) sum[bucket] = (sum[bucket] ?? 0) + n
  return sum
}

/** The duration in whole milliseconds that a share (0–1) of all does not pass; null when there is none. */
export function quantile(histogram: Histogram, share: number): number | null {
  const buckets = Object.entries(histogram)
    .map(([bucket, n]) => ({ bucket: Number(bucket), n }))
    .sort((a, b) => a.bucket - b.bucket)
  const total = buckets.reduce((sum, { n }) => sum + n, 0)
  if (total === 0) return null
  let before = 0
  for (const { bucket, n } of buckets) {
    if (before + n >= share * total) {
      const low = growth ** bucket - 1
      const high = growth ** (bucket + 1) - 1
      return Math.round(low + ((high - low) * (share * total - before)) / n)
    }
    before += n
  }
  return null
}
