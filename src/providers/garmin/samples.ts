import { z } from 'zod'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import type { Clock } from './clock.ts'

/** A figure that may be missing. */
export const figure = z.number().nullish()

/** Summaries of one kind; none where the answer has not got it. */
export const listed = <S extends z.ZodType>(shape: S) =>
  z
    .array(shape)
    .nullish()
    .transform((list) => list ?? [])

/** Readings by the seconds since the start of their summary: `{"0": 62, "15": 63}`. */
export const readings = z.record(z.string().regex(/^\d{1,7}$/), z.number().nullable()).nullish()

/** A summary with readings. */
interface Read {
  startTimeInSeconds: number
}

/** The readings of a summary in order of time, without what no body or device can have: −1 and −2 say why there is none. */
export function readingsOf(
  { startTimeInSeconds: start }: Read,
  values: z.output<typeof readings>,
  kind: PlausibleKind,
): { seconds: number; value: number }[] {
  return Object.entries(values ?? {})
    .flatMap(([key, reading]) => {
      const value = plausible(kind, reading)
      return value === null ? [] : [{ seconds: start + Number(key), value }]
    })
    .sort((a, b) => a.seconds - b.seconds)
}

/** The readings of several summaries as samples of the schema; of two of the same instant the one that is told last. */
export function samplesOf<S extends Read, V>(
  summaries: readonly S[],
  read: (summary: S) => { seconds: number; value: number }[],
  clock: Clock,
  shown: (timestamp: string, value: number) => V,
): V[] {
  const at = new Map(summaries.flatMap(read).map(({ seconds, value }) => [seconds, value]))
  return [...at].sort(([a], [b]) => a - b).map(([seconds, value]) => shown(clock.stamp(seconds), value))
}
