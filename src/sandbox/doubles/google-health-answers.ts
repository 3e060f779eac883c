import { offsetOfZone } from '../../normalise/time.ts'
import type { DoubleAnswer } from './double.ts'

/** An error as Google's services word it. */
export const googleError = (code: number, status: string, message: string, reason?: string): DoubleAnswer => ({
  status: code,
  body: {
    error: {
      code,
      message,
      status,
      ...(reason === undefined
        ? {}
        : { details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }] }),
    },
  },
})

export const invalid = (message: string, reason = 'INVALID_ARGUMENT'): DoubleAnswer =>
  googleError(400, 'INVALID_ARGUMENT', message, reason)

/** What is wrong with a request; thrown where a double reads it. */
export class Invalid extends Error {
  readonly reason: string
  constructor(message: string, reason = 'INVALID_ARGUMENT') {
    super(message)
    this.reason = reason
  }
}

/** UTC, with a fraction only where there is one. */
export const timeOf = (epochMs: number): string => new Date(epochMs).toISOString().replace('.000Z', 'Z')

/** Google's text of a count of seconds. */
export const durationOf = (seconds: number): string => `${seconds}s`

export const offsetTextOf = (zone: string, epochMs: number): string => durationOf(offsetOfZone(zone, epochMs) * 60)

export const dateOf = (text: string) => {
  const [year, month, day] = text.split('-').map(Number)
  return { year, month, day }
}

/** The clock of the person at an instant, `YYYY-MM-DDTHH:MM:SS`. */
export const wallOf = (zone: string, epochMs: number): string =>
  new Date(epochMs + offsetOfZone(zone, epochMs) * 60_000).toISOString().slice(0, 19)

/** A time without a place; Google leaves out what is 0 of it. */
export function civilOf(zone: string, epochMs: number): object {
  const wall = wallOf(zone, epochMs)
  const [hours, minutes, seconds] = wall.slice(11).split(':').map(Number)
  const time = Object.fromEntries(Object.entries({ hours, minutes, seconds }).filter(([, value]) => value !== 0))
  return { date: dateOf(wall.slice(0, 10)), ...(Object.keys(time).length === 0 ? {} : { time }) }
}

/** A stretch of time with its offsets. */
export const spanOf = (zone: string, startMs: number, endMs: number) => ({
  startTime: timeOf(startMs),
  startUtcOffset: offsetTextOf(zone, startMs),
  endTime: timeOf(endMs),
  endUtcOffset: offsetTextOf(zone, endMs),
})

export const intervalOf = (zone: string, startMs: number, endMs: number) => ({
  ...spanOf(zone, startMs, endMs),
  civilStartTime: civilOf(zone, startMs),
  civilEndTime: civilOf(zone, endMs),
})

export const sampleTimeOf = (zone: string, epochMs: number) => ({
  physicalTime: timeOf(epochMs),
  utcOffset: offsetTextOf(zone, epochMs),
  civilTime: civilOf(zone, epochMs),
})
