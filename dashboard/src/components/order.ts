/** A list with what stands at one place put at another; places outside it are its ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const place = Math.min(list.length - 1, Math.max(0, to))
  const [taken, rest] = [list.slice(from, from + 1), list.toSpliced(from, 1)]
  return rest.toSpliced(place, 0, ...taken)
}

/** Over which of several rows a height is, by where the rows begin; the first above all of them. */
export const placeAt = (tops: readonly number[], y: number): number =>
  Math.max(
    0,
    tops.findLastIndex((top) => top <= y),
  )
