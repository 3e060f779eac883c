import { z } from 'zod'
import { activityTypeSchema, mealTypeSchema } from '../../schema/enum-schemas.ts'
import { nutritionMacrosSchema, nutritionMicrosSchema } from '../../schema/nutrition.ts'

// What is too rich for a row waits on disk as JSON. Its shape is checked when it comes back, for the type's sake.

const known = z.number().nullable()

const span = {
  /** The provider's own id of the record: its identity (R5). */
  id: z.string(),
  /** Tells the parts of the record among those of its day. */
  number: z.int(),
  startMs: z.number(),
  endMs: z.number(),
  startOffset: z.number(),
  endOffset: z.number(),
  /** Number of the source. */
  source: z.int(),
  isManual: z.boolean(),
}

/** A night or nap as a provider gives it, without its stages. */
const nightDocument = z.strictObject({ kind: z.literal('night'), ...span, score: known, efficiency: known })
export type NightDocument = z.infer<typeof nightDocument>

/** A workout as a provider sums it up; what is not told is null. */
const workoutDocument = z.strictObject({
  kind: z.literal('workout'),
  ...span,
  type: activityTypeSchema,
  name: z.string().nullable(),
  activeSeconds: known,
  meters: known,
  totalKcal: known,
  activeKcal: known,
  avgHeartRate: known,
  maxHeartRate: known,
  minHeartRate: known,
  avgSpeed: known,
  maxSpeed: known,
  avgCadence: known,
  maxCadence: known,
  steps: known,
  strokes: known,
  climbMeters: known,
  descentMeters: known,
  vo2max: known,
})
export type WorkoutDocument = z.infer<typeof workoutDocument>

/** One food, with what was in it. */
const mealDocument = z.strictObject({
  kind: z.literal('meal'),
  id: z.string(),
  atMs: z.number(),
  offsetMinutes: z.number(),
  name: z.string(),
  type: mealTypeSchema,
  macros: nutritionMacrosSchema,
  micros: nutritionMicrosSchema,
})
export type MealDocument = z.infer<typeof mealDocument>

/** A provider's own figures of a day, of one device or of all together; the lowest rank, then the most, counts (R8). */
const totalsDocument = z.strictObject({
  kind: z.literal('totals'),
  /** Which figures they are: those of one group rival each other. */
  group: z.enum(['moved', 'burned', 'climbed']),
  rank: z.int(),
  steps: known,
  meters: known,
  activeKcal: known,
  restKcal: known,
  totalKcal: known,
  activeSeconds: known,
  floors: known,
})
export type TotalsDocument = z.infer<typeof totalsDocument>

export const dayDocument = z.discriminatedUnion('kind', [nightDocument, workoutDocument, mealDocument, totalsDocument])
export type DayDocument = z.infer<typeof dayDocument>

/** A workout of which nothing is known yet but when it was: what a provider tells is put over it. */
export const blankWorkout = {
  kind: 'workout',
  name: null,
  activeSeconds: null,
  meters: null,
  totalKcal: null,
  activeKcal: null,
  avgHeartRate: null,
  maxHeartRate: null,
  minHeartRate: null,
  avgSpeed: null,
  maxSpeed: null,
  avgCadence: null,
  maxCadence: null,
  steps: null,
  strokes: null,
  climbMeters: null,
  descentMeters: null,
  vo2max: null,
} as const
