/**
 * Milliseconds something will still take at the pace it has kept. Null before two seconds or two per cent have passed,
 * when the pace says nothing yet, and when it is done.
 */
export function timeLeftMs(done: number, total: number, elapsedMs: number): number | null {
  if (done <= 0 || done >= total || elapsedMs < 2000 || done / total < 0.02) return null
  return (elapsedMs / done) * (total - done)
}
