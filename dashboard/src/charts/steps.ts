/**
 * Where a key takes the crosshair: an index, null for "away", undefined for a key that means nothing here. The first
 * arrow enters at the left end, or with ← at the right one.
 */
export function stepTo(key: string, at: number | null, count: number): number | null | undefined {
  if (count === 0) return undefined
  const tenth = Math.max(1, Math.round(count / 10))
  const move = (by: number) => (at === null ? (by > 0 ? 0 : count - 1) : Math.min(count - 1, Math.max(0, at + by)))
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return move(1)
    case 'ArrowLeft':
    case 'ArrowDown':
      return move(-1)
    case 'PageUp':
      return move(tenth)
    case 'PageDown':
      return move(-tenth)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'Escape':
      return at === null ? undefined : null
    default:
      return undefined
  }
}
