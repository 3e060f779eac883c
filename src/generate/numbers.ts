/** Rounded to a number of decimals, as a device would show it; 0 never comes out as -0. */
export function round(value: number, decimals = 0): number {
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale + 0
}

export const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))

/** Soft step from 0 to 1 while `value` goes from `from` to `to`. */
export function ease(value: number, from: number, to: number): number {
  const t = clamp((value - from) / (to - from), 0, 1)
  return t * t * (3 - 2 * t)
}

/** Mean of something over a list; the list must not be empty. */
export function meanOf<T>(items: readonly T[], read: (item: T) => number): number {
  return sumOf(items, read) / items.length
}

export function sumOf<T>(items: readonly T[], read: (item: T) => number): number {
  let sum = 0
  for (const item of items) sum += read(item)
  return sum
}

export function maxOf<T>(items: readonly T[], read: (item: T) => number): number {
  let max = Number.NEGATIVE_INFINITY
  for (const item of items) max = Math.max(max, read(item))
  return max
}

export function minOf<T>(items: readonly T[], read: (item: T) => number): number {
  return -maxOf(items, (item) => -read(item))
}
