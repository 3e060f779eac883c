import { tryParseInstant } from '../../normalise/time.ts'
import { offsetInZone } from '../recording/offset.ts'
import type { Recording } from '../recording/recording.ts'

/**
 * Reads the times of one XML activity file. They are meant to be in UTC; a time without `Z` or offset is taken so too
 * and counted. An offset other than zero tells the person's clock.
 */
export interface XmlTimes {
  read(text: string): number | null
  offsetAt(ms: number): Recording['offset']
  /** Times that had neither `Z` nor offset. */
  readonly naive: number
}

export function xmlTimes(fallbackZone: string): XmlTimes {
  let written: number | null = null
  let naive = 0
  return {
    read(text) {
      const trimmed = text.trim()
      if (trimmed.length < 16) return null
      const bare = !/(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$/.test(trimmed)
      const instant = tryParseInstant(bare ? `${trimmed}Z` : trimmed)
      if (instant === null) return null
      if (bare) naive++
      if (instant.offsetKnown && instant.offsetMinutes !== 0) written ??= instant.offsetMinutes
      return instant.epochMs
    },
    offsetAt: (ms) => (written === null ? offsetInZone(ms, fallbackZone) : { minutes: written, known: true }),
    get naive() {
      return naive
    },
  }
}
