import { tryParseInstant } from '../../normalise/time.ts'
import type { Recording } from './recording.ts'

/** Offset of the fallback zone at an instant; UTC that stands in for want of better is not known. */
export function offsetInZone(atMs: number, fallbackZone: string): Recording['offset'] {
  const instant = tryParseInstant(new Date(atMs).toISOString(), fallbackZone)
  return { minutes: instant?.offsetMinutes ?? 0, known: instant?.offsetKnown ?? false }
}
