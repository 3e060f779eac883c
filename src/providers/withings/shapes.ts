import { z } from 'zod'
import { type Clock, clockOf } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { parseInstant, shiftDate } from '../../normalise/time.ts'
import type { DayRange, Made } from '../resource.ts'
import { isWithin, onceEach } from '../shapes.ts'

/** Members by their names, which may be any. Where there are none Withings writes an empty list. */
export const named = <S extends z.ZodType>(member: S) =>
  z
    .union([z.record(z.string(), member), z.array(z.unknown()).max(0)])
    .nullish()
    .transform((members): Readonly<Record<string, z.output<S>>> => (Array.isArray(members) ? {} : (members ?? {})))

/** Figures by their names; what is no number is as good as missing (R10). */
export const numbers = named(z.unknown()).transform((members): Record<string, number | null | undefined> => {
  const told = Object.entries(members).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : []))
  return Object.fromEntries(told)
})

const second = z.int().min(0).max(253_402_300_799)
/** An instant, milliseconds since 1970; Withings writes seconds. */
export const instant = second.transform((since1970) => since1970 * 1000)

/** An id, which Withings writes as a number here and as text there. */
export const identity = z.union([z.int(), z.string().min(1)]).transform(String)

/** Milliseconds since 1970. */
export interface Span {
  from: number
  to: number
}

/** When some local days are, wherever on earth they are (UTC+14 to UTC-12). */
export const around = ({ first, last }: DayRange): Span => ({
  from: parseInstant(`${first}T00:00+14:00`).epochMs,
  to: parseInstant(`${shiftDate(last, 1)}T00:00-12:00`).epochMs,
})

/** The clock of a record: of its own zone, else of the person's, else UTC for want of better (R1). */
export function clockIn(recordZone: string | null | undefined, userZone: string | null): Clock {
  const { source } = chooseOffset(0, { recordZone: recordZone ?? null, userZone })
  return clockOf([], (source === 'record_zone' ? recordZone : source === 'user_zone' ? userZone : null) ?? null)
}

/** What was recorded, call by call and by the second since 1970, from an instant to before another, in order of time. */
export const between = <V>(calls: readonly Readonly<Record<string, V>>[], { from, to }: Span) =>
  [...new Map(calls.flatMap((one) => Object.entries(one)))]
    .map(([second, value]) => ({ epochMs: Number(second) * 1000, value }))
    .filter(({ epochMs }) => epochMs >= from && epochMs < to)
    .sort((a, b) => a.epochMs - b.epochMs)

/** Each once, as it was last changed: a list that changes while its pages are read repeats items. */
export const newest = <T extends { modified?: number | null | undefined }>(
  items: readonly T[],
  key: (one: T) => string,
) => onceEach(items, key, (a, b) => (a.modified ?? 0) - (b.modified ?? 0))

/** What nights and workouts have in common. */
export const session = z.object({
  id: identity,
  timezone: z.string().nullish(),
  startdate: instant,
  enddate: instant,
  modified: instant.nullish(),
})
export type Session = z.output<typeof session>

/** When a session was, its last second included. */
export const timeOf = ({ startdate, enddate }: Session): Span => ({ from: startdate, to: enddate + 1000 })

/** Which end of a session says of which day it is. */
export type End = 'startdate' | 'enddate'

/** Records of those sessions that are of some days, oldest first, each as of its last change. */
export const sessionRecords = <S extends Session>(
  sessions: readonly S[],
  { days, by, zone }: { days: DayRange; by: End; zone: string | null },
  recordOf: (one: S, clock: Clock) => object,
): Made[] =>
  sessions
    .toSorted((a, b) => a.startdate - b.startdate)
    .map((one) => ({ one, clock: clockIn(one.timezone, zone) }))
    .filter(({ one, clock }) => isWithin(days, clock.dateOf(one[by])))
    .map(({ one, clock }) => ({
      record: knownOnly(recordOf(one, clock)),
      ...(typeof one.modified === 'number' ? { observedAtMs: one.modified } : {}),
    }))

/** Which device it was, as far as that is told: an answer has the one id or the other. */
export interface Device {
  deviceid?: string | null | undefined
  hash_deviceid?: string | null | undefined
  model_id?: number | null | undefined
}

/** Whether both may be of one device: by its id, else by its model. */
export function isSame(one: Device, other: Device): boolean {
  const [id, otherId] = [one, other].map(({ deviceid, hash_deviceid }) => deviceid || hash_deviceid)
  if (id && otherId) return id === otherId
  return one.model_id == null || other.model_id == null || one.model_id === other.model_id
}
