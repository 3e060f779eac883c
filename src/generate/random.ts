/** A sequence of chance that always runs the same for the same key. */
export interface Random {
  /** Evenly in [0, 1). */
  next(): number
  between(low: number, high: number): number
  /** Both ends included. */
  integer(low: number, high: number): number
  /** Bell-shaped, and never further than 2.5 deviations from the mean: bodies have bad days, not impossible ones. */
  normal(mean: number, deviation: number): number
  chance(probability: number): boolean
  /** One of the items, evenly or by weight. */
  pick<T>(items: readonly T[], weightOf?: (item: T) => number): T
}

/** Avalanche of 32 bits (MurmurHash3 finaliser, Austin Appleby). */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** 32-bit hash of a key: FNV-1a over its parts, then mixed. The separator keeps ('a', 'bc') apart from ('ab', 'c'). */
function hashKey(parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5
  for (const part of parts) {
    const text = `${part}\u0000`
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  }
  return mix(h)
}

/**
 * The stream of a key such as `(seed, 'meals', '2026-07-01')`. Every purpose has its own stream, so drawing one number
 * more for one thing never shifts another. Source of the generator: sfc32 of PractRand (Chris Doty-Humphrey).
 */
export function randomStream(...key: readonly (string | number)[]): Random {
  let a = hashKey(key)
  let b = hashKey([...key, 'b'])
  let c = hashKey([...key, 'c'])
  let counter = 1

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 12; i++) next()

  const between = (low: number, high: number): number => low + (high - low) * next()

  function normal(mean: number, deviation: number): number {
    // Box and Muller; 1 - next() is never 0.
    const z = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
    return mean + deviation * Math.max(-2.5, Math.min(2.5, z))
  }

  function pick<T>(items: readonly T[], weightOf: (item: T) => number = () => 1): T {
    let left = next() * items.reduce((sum, item) => sum + weightOf(item), 0)
    for (const item of items) {
      left -= weightOf(item)
      if (left < 0) return item
    }
    const last = items.at(-1)
    if (last === undefined) throw new RangeError('cannot pick from nothing')
    return last
  }

  return {
    next,
    between,
    integer: (low, high) => Math.floor(between(low, high + 1)),
    normal,
    chance: (probability) => next() < probability,
    pick,
  }
}

/**
 * Smooth noise in [-1, 1] over a continuous axis, with a feature about every whole unit. The value at a point depends
 * on the key alone, so two records that tell of the same minute agree.
 */
export function smoothNoise(...key: readonly (string | number)[]): (at: number) => number {
  const base = hashKey(key)
  const knot = (index: number): number => mix(base ^ mix(index)) / 2_147_483_648 - 1
  return (at) => {
    const left = Math.floor(at)
    const t = at - left
    const eased = t * t * (3 - 2 * t)
    return knot(left) * (1 - eased) + knot(left + 1) * eased
  }
}
