import { z } from 'zod'
import { sessionTimes, stampOf } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import type { Made } from '../resource.ts'
import { onceEach, word } from '../shapes.ts'
import type { Span } from './client.ts'
import { endsOf, type Interval, idOf, interval, type Moment, type Reading, time } from './shapes.ts'

/** The name of a point, and where it comes from. */
export const point = z.object({
  name: z.string().min(1),
  dataSource: z
    .object({ recordingMethod: word, device: z.object({ displayName: word, manufacturer: word }).nullish() })
    .nullish()
    .transform((source) => ({
      isManual: source?.recordingMethod === 'MANUAL',
      device_data: { name: source?.device?.displayName, manufacturer: source?.device?.manufacturer },
    })),
})

/** When a session was, and when Google last changed it. */
export const spanned = z.object({ interval, updateTime: time.nullish() })

interface Told {
  name: string
  interval: Interval
  updateTime?: number | null | undefined
}

export type Session<S extends Told = Told> = S & { id: string; start: Moment; end: Moment }

/** Each session once, as it was last changed, by its start: a list that changes while its pages are read repeats them. */
export const sessionsOf = <S extends Told>(told: readonly S[], zone: string | null): Session<S>[] =>
  onceEach(
    told,
    ({ name }) => name,
    (a, b) => (a.updateTime ?? 0) - (b.updateTime ?? 0),
  )
    .map((one) => ({ ...one, id: idOf(one.name), ...endsOf(one.interval, zone) }))
    .sort((a, b) => a.start.epochMs - b.start.epochMs || a.name.localeCompare(b.name))

/** What the records of all sessions say of themselves. */
export const metadataOf = ({ id, start, end }: Session) => ({ summary_id: id, ...sessionTimes(start, end) })

/** The record of a session, as of when Google last changed that. */
export const madeOf = ({ updateTime }: Told, record: object): Made => ({
  record: knownOnly(record),
  ...(updateTime ? { observedAtMs: updateTime } : {}),
})

/** Readings of a session in order of time, on its clock. */
export const during = <R extends Reading>(readings: readonly R[], { start, end }: Session) =>
  readings
    .filter(({ epochMs }) => epochMs >= start.epochMs && epochMs <= end.epochMs)
    .sort((a, b) => a.epochMs - b.epochMs)
    .map((one) => ({ ...one, timestamp: stampOf({ ...start, epochMs: one.epochMs }) }))

/** When sessions lasted, milliseconds since 1970; of points as they came, without those that are none. */
export function stretchesOf(points: readonly unknown[], type: 'exercise' | 'sleep'): Span[] {
  const session = z.object({ [type]: z.object({ interval: interval.pick({ startTime: true, endTime: true }) }) })
  return points.flatMap((one): Span[] => {
    const { startTime = 0, endTime = 0 } = session.safeParse(one).data?.[type]?.interval ?? {}
    return endTime > startTime ? [[startTime, endTime]] : []
  })
}
