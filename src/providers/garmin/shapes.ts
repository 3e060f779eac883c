import { z } from 'zod'
import { agrees, type Clock, clockOf } from '../../normalise/clock.ts'
import { type Figure, samplesBy } from '../../normalise/possible.ts'
import type { Instant } from '../../normalise/time.ts'
import { figure, onceEach } from '../shapes.ts'
import { dated, dayOf } from './kinds.ts'

/** An instant as Garmin writes it: seconds since 1970, and by how many seconds the person's clock was ahead of UTC. */
export const instantOf = (seconds: number, offsetSeconds: number | null | undefined): Instant => ({
  epochMs: seconds * 1000,
  offsetMinutes: Math.round((offsetSeconds ?? 0) / 60),
  offsetKnown: typeof offsetSeconds === 'number',
})

/** Whose a summary is, and of which local day. */
export const ofDay = dated.transform((one) => ({ userId: one.userId, date: dayOf(one) }))

/** When something began. */
export const begun = z
  .object({ startTimeInSeconds: z.number(), startTimeOffsetInSeconds: figure })
  .transform((one) => ({ at: instantOf(one.startTimeInSeconds, one.startTimeOffsetInSeconds) }))

/** What most summaries say of themselves. */
export const summary = ofDay.and(begun)

/** When something was measured. */
export const measured = z
  .object({ measurementTimeInSeconds: z.number(), measurementTimeOffsetInSeconds: figure })
  .transform((one) => ({ at: instantOf(one.measurementTimeInSeconds, one.measurementTimeOffsetInSeconds) }))

/** Those of a local day. */
export const onDay = <T extends { date: string | null }>(list: readonly T[], day: string | null): T[] =>
  list.filter(({ date }) => date === day)

/**
 * The clock of a day, which begins and ends by it: the person's zone where all that was told agrees with it, for that says when
 * clocks change; else it shows what was told last until it is told another. `end` is what else says how the day ended.
 */
export function dayClock(date: string, told: readonly Instant[], zone: string | null, end: readonly Instant[] = []) {
  const known = told.filter(({ offsetKnown }) => offsetKnown)
  const home = agrees(zone, known) ? zone : null
  const inOrder = [...known, ...(home === null ? end : [])].sort((a, b) => a.epochMs - b.epochMs)
  const changes = inOrder.flatMap((one, index) => {
    const before = inOrder[index - 1]
    if (before === undefined) return [one]
    return before.offsetMinutes === one.offsetMinutes ? [] : [{ ...before, epochMs: one.epochMs - 1 }, one]
  })
  const by = (witnesses: readonly Instant[]) => clockOf(witnesses, home).metadataOf(date)
  const metadata = { ...by(changes.slice(0, 1)), end_time: by(changes.slice(-1)).end_time }
  return { clock: clockOf(changes, home), metadata }
}

/** Readings by the seconds since the start of their summary: `{"0": 62, "15": 63}`. */
export const readings = z.record(z.string().regex(/^\d{1,7}$/), z.number().nullable()).nullish()

/**
 * The readings of several summaries as samples of the schema, in order of time and without what no body or device can have:
 * −1 and −2 say why there is none. Of two of the same instant the one that is told last counts.
 */
export function samplesOf<F extends Figure, N extends string>(
  figure: F,
  summaries: readonly ({ at: Instant } & { [name in N]?: z.output<typeof readings> })[],
  name: N,
  clock: Clock,
) {
  const told = summaries.flatMap(({ at, [name]: values }) =>
    Object.entries<number | null>(values ?? {}).map(([seconds, value]) => ({
      epochMs: at.epochMs + Number(seconds) * 1000,
      value,
    })),
  )
  const inOrder = told.sort((a, b) => a.epochMs - b.epochMs)
  const known = samplesBy(clock.stamp)(figure, inOrder, ({ value }) => value)
  return onceEach(known, ({ timestamp }) => timestamp)
}
