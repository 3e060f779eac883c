import { z } from 'zod'

/** What happened to a person's data at a provider beside what their days bring by themselves. */
export type Deed =
  /** The device recorded a workout that was not planned; `sport` is one of `workoutTypes`. */
  | { kind: 'workout'; atMs: number; key: string; sport: string; startMs: number; endMs: number }
  /** The provider looked at a session or night again, and found more. */
  | { kind: 'corrected'; atMs: number; key: string }
  /** The person deleted a session or night. */
  | { kind: 'deleted'; atMs: number; key: string }

/** What is kept of a deed beside its kind, key and time. */
export const deedDetail = z.object({
  sport: z.string().default(''),
  startMs: z.number().default(0),
  endMs: z.number().default(0),
})
