type MaybeNumber = number | null | undefined

/** Mean of the numbers there are; null when there is none (R9: missing is not zero). */
export function mean(values: Iterable<MaybeNumber>): number | null {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (value === null || value === undefined) continue
    sum += value
    count++
  }
  return count === 0 ? null : sum / count
}

/** Sum of the numbers there are; null when there is none. */
export function sum(values: Iterable<MaybeNumber>): number | null {
  let total: number | null = null
  for (const value of values) if (value !== null && value !== undefined) total = (total ?? 0) + value
  return total
}

/** Smallest of the numbers there are; null when there is none. */
export function min(values: Iterable<MaybeNumber>): number | null {
  let least: number | null = null
  for (const value of values) {
    if (value !== null && value !== undefined && (least === null || value < least)) least = value
  }
  return least
}

/** Largest of the numbers there are; null when there is none. */
export function max(values: Iterable<MaybeNumber>): number | null {
  let most: number | null = null
  for (const value of values) {
    if (value !== null && value !== undefined && (most === null || value > most)) most = value
  }
  return most
}

/** A reading at one instant. */
export interface InstantSample {
  epochMs: number
  value: number
}

/**
 * Readings in time order without exact repetitions (same instant, same value): apps copy each other's. Two different
 * values at one instant both stay.
 */
export function dedupeInstants<S extends InstantSample>(samples: readonly S[]): S[] {
  const sorted = samples.toSorted((a, b) => a.epochMs - b.epochMs || a.value - b.value)
  return sorted.filter((sample, index) => {
    const before = sorted[index - 1]
    return before === undefined || before.epochMs !== sample.epochMs || before.value !== sample.value
  })
}

/**
 * Amounts per interval, in time order, to the running totals of `*_samples`: each at the end of its interval, when
 * the total is reached. Intervals that end together give one total.
 */
export function cumulate(amounts: readonly { endMs: number; value: number }[]): InstantSample[] {
  const totals: InstantSample[] = []
  let total = 0
  for (const { endMs, value } of amounts) {
    total += value
    const last = totals.at(-1)
    if (last && last.epochMs === endMs) last.value = total
    else totals.push({ epochMs: endMs, value: total })
  }
  return totals
}

/**
 * A counter's readings, in time order, to what was added between them. A reading below the one before means that the
 * counter began again at zero, so the whole reading was added. The first reading counts from zero.
 */
export function increments(readings: readonly number[]): number[] {
  return readings.map((reading, index) => {
    const before = readings[index - 1] ?? 0
    return reading < before ? reading : reading - before
  })
}
