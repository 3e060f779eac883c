import { minuteMs } from '../../generate/local-day.ts'
import { round } from '../../generate/numbers.ts'
import type { LivedDay } from '../life/life.ts'

/** What a device counted in some minutes. */
export interface Stretch {
  startMs: number
  endMs: number
  steps: number
  meters: number
  floors: number
  activeKcal: number
}

const stretchMinutes = 10

/** The counted minutes of a day in stretches of ten, without those in which nothing happened. */
export function stretchesOf({ course, day }: LivedDay): Stretch[] {
  const made = new Map<number, Stretch>()
  for (const { startMs, steps, meters, floors, activeKcal } of course.minutes) {
    const index = Math.floor((startMs - day.startMs) / (stretchMinutes * minuteMs))
    const from = day.startMs + index * stretchMinutes * minuteMs
    const known = made.get(index) ?? { startMs: from, endMs: from, steps: 0, meters: 0, floors: 0, activeKcal: 0 }
    made.set(index, {
      startMs: from,
      endMs: startMs + minuteMs,
      steps: known.steps + steps,
      meters: known.meters + meters,
      floors: known.floors + floors,
      activeKcal: known.activeKcal + activeKcal,
    })
  }
  return [...made.values()].map((stretch) => ({
    ...stretch,
    meters: round(stretch.meters, 1),
    activeKcal: round(stretch.activeKcal, 2),
  }))
}

/** The steps of each hour since midnight. */
export function hourlySteps({ course, day }: LivedDay): number[] {
  const hours = Array.from({ length: Math.ceil((day.endMs - day.startMs) / (60 * minuteMs)) }, () => 0)
  for (const { startMs, steps } of course.minutes) {
    const hour = Math.floor((startMs - day.startMs) / (60 * minuteMs))
    hours[hour] = (hours[hour] ?? 0) + steps
  }
  return hours
}

const beatMinutes = 5

/** The heart rate every five minutes. */
export const beatsOf = ({ course }: LivedDay): { atMs: number; bpm: number }[] =>
  course.minutes
    .filter((_, i) => i % beatMinutes === 0)
    .map(({ startMs, bpm }) => ({ atMs: startMs, bpm: Math.round(bpm) }))

/** The sum of a day. */
export const sumOf = ({ course }: LivedDay, of: 'steps' | 'meters' | 'floors' | 'activeKcal'): number =>
  round(
    course.minutes.reduce((sum, minute) => sum + minute[of], 0),
    2,
  )

/** Where a session went, every so many seconds; nothing indoors. */
export function placesOf({ position, points, startMs }: LivedDay['sessions'][number], everySeconds = 30) {
  const at = position?.()
  if (at === undefined) return []
  let next = 0
  return points.flatMap(({ seconds, meters, elevation, speed }) => {
    if (seconds < next) return []
    next = seconds + everySeconds
    const [lat, lng] = at(meters)
    return [
      { atMs: startMs + seconds * 1000, lat: round(lat, 6), lng: round(lng, 6), elevation: round(elevation, 1), speed },
    ]
  })
}
