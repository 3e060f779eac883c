import { offsetInZone } from '../recording/offset.ts'
import type { Recording } from '../recording/recording.ts'
import { type FitMessages, timeIn } from './messages.ts'

const quarterMs = 15 * 60_000

/**
 * Offset of the person's clock at an instant of the file (R1): the device's own `local_timestamp` beside its
 * `timestamp`, else the fallback zone at that instant. Clocks differ from UTC by whole quarters of an hour; what is
 * further off is no offset.
 */
export function offsetFinder(messages: FitMessages, fallbackZone: string): (atMs: number) => Recording['offset'] {
  for (const message of [...messages.of('activity'), ...messages.of('monitoring_info')]) {
    const utcMs = timeIn(message)
    const localMs = timeIn(message, 'local_timestamp')
    if (utcMs === null || localMs === null) continue
    const quarters = Math.round((localMs - utcMs) / quarterMs)
    if (Math.abs(localMs - utcMs - quarters * quarterMs) <= 120_000 && Math.abs(quarters) <= 56) {
      const offset = { minutes: quarters * 15, known: true }
      return () => offset
    }
  }
  return (atMs) => offsetInZone(atMs, fallbackZone)
}
