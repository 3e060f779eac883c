import type { LivedDay } from './life.ts'

/** What is true of a local day, whatever a provider makes of it. */
export interface Truth {
  steps: number
  /** On foot, metres. */
  meters: number
  /** Light, deep and REM of the night that ended on it and of naps, seconds. */
  asleepSeconds: number
  /** Of each session. */
  sessions: { startMs: number; seconds: number; meters: number }[]
}

/** The truth of a day as far as it has gone. */
export function truthOf(day: LivedDay): Truth {
  return {
    steps: day.course.minutes.reduce((sum, minute) => sum + minute.steps, 0),
    meters: day.course.minutes.reduce((sum, minute) => sum + minute.meters, 0),
    asleepSeconds: day.nights.reduce(
      (sum, { minutesOf }) => sum + (minutesOf.light + minutesOf.deep + minutesOf.rem) * 60,
      0,
    ),
    sessions: day.sessions.map(({ startMs, durationSeconds, points }) => ({
      startMs,
      seconds: durationSeconds,
      meters: points.at(-1)?.meters ?? 0,
    })),
  }
}
