import { z } from 'zod'
import { strictNumber } from '../../normalise/units.ts'

// The logs of the archive, with the fields that are used and no others. Fitbit writes some numbers as texts.

/** A number or the text of one; anything else is absent. */
export const figure = z.unknown().optional().transform(strictNumber)
const word = z.string().nullish().catch(null)
const id = z.union([z.string().min(1), z.number()]).transform(String)
const text = z.string().min(1)

const stage = z.object({ dateTime: text, level: text, seconds: z.number().positive().max(200_000) })
const stages = z.array(z.unknown()).nullish().catch(null).transform(wholeStages)
function wholeStages(list: unknown[] | null | undefined): z.output<typeof stage>[] {
  return (list ?? []).flatMap((item) => stage.safeParse(item).data ?? [])
}

const stageSum = z.object({ minutes: figure, count: figure }).nullish().catch(null)

/** A night or a nap, in local times without a zone. */
export const sleepLog = z
  .object({
    logId: id,
    dateOfSleep: word,
    startTime: text,
    endTime: text,
    duration: figure,
    minutesToFallAsleep: figure,
    minutesAsleep: figure,
    minutesAwake: figure,
    minutesAfterWakeup: figure,
    timeInBed: figure,
    type: word,
    logType: word,
    mainSleep: z.boolean().nullish().catch(null),
    levels: z
      .object({
        summary: z
          .object({
            deep: stageSum,
            light: stageSum,
            rem: stageSum,
            wake: stageSum,
            awake: stageSum,
            restless: stageSum,
          })
          .nullish()
          .catch(null),
        data: stages,
        shortData: stages,
      })
      .nullish()
      .catch(null),
  })
  .transform(({ logId, ...log }) => ({ id: logId, ...log }))
export type SleepLog = z.output<typeof sleepLog>

const zone = z.object({ name: text, minutes: figure })

/** A workout. */
export const exerciseLog = z
  .object({
    logId: id,
    activityName: word,
    startTime: text,
    duration: figure,
    activeDuration: figure,
    calories: figure,
    steps: figure,
    distance: figure,
    distanceUnit: word,
    averageHeartRate: figure,
    heartRateZones: z
      .array(z.unknown())
      .nullish()
      .catch(null)
      .transform((list) => (list ?? []).flatMap((item) => zone.safeParse(item).data ?? [])),
    swimLengths: figure,
    logType: word,
    lastModified: word,
    source: z.object({ name: word }).nullish().catch(null),
  })
  .transform(({ logId, ...log }) => ({ id: logId, ...log }))
export type ExerciseLog = z.output<typeof exerciseLog>

/** A weighing: date `MM/DD/YY` and time `HH:MM:SS`, local; the weight in the unit of the account. */
export const weightLog = z
  .object({ logId: id, date: text, time: text, weight: figure, bmi: figure, fat: figure, source: word })
  .transform(({ logId, ...log }) => ({ id: logId, ...log }))
export type WeightLog = z.output<typeof weightLog>
