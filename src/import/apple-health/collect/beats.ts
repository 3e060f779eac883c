import type { Stamp } from './stamps.ts'

const wallTime = /(\d{1,2})[:.](\d{2})[:.](\d{2})(?:[.,](\d{1,3}))?/
const halfDayMs = 43_200_000

/**
 * Milliseconds since 1970 of a beat, which the export gives as a wall time alone, in the phone's language: `7:03:01.53
 * AM`, `19.03.01,53`. The day and the half of the day are those nearest to the start of the measurement, so the words
 * for morning and afternoon need not be understood. Null when it is no time.
 */
export function beatTime(text: string, start: Stamp): number | null {
  const found = wallTime.exec(text)
  if (!found) return null
  const [, hour = '', minute = '', second = '', fraction = ''] = found
  const ofDay =
    ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
  const startMs = start.seconds * 1000
  const wallMs = startMs + start.offsetMinutes * 60_000
  const isTwelveHour = Number(hour) <= 12
  const step = isTwelveHour ? halfDayMs : 2 * halfDayMs
  const distance = (ofDay - wallMs) % step
  // Into −step/2 … step/2: the nearest time that shows these hands.
  const nearest = distance > step / 2 ? distance - step : distance < -step / 2 ? distance + step : distance
  return startMs + nearest
}
