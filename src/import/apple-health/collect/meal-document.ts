import { z } from 'zod'
import type { Attributes } from '../read/parse.ts'
import { decodeText } from '../read/text.ts'
import type { Documents } from './documents.ts'
import type { Problems } from './problems.ts'
import { applyZone } from './records.ts'
import type { Sources } from './sources.ts'
import { readStamp, type Stamp } from './stamps.ts'

/** A food correlation as it waits on disk. */
export const mealDocument = z.object({
  kind: z.literal('meal'),
  start: z.number(),
  offsetMinutes: z.number(),
  source: z.number(),
  name: z.string().nullable(),
  meal: z.string().nullable(),
  /** Type number and amount, in the type's unit. */
  nutrients: z.array(z.tuple([z.number(), z.number()])),
})
export type MealDocument = z.infer<typeof mealDocument>

const maxNutrients = 1000

/** Gathers a `<Correlation>` of food. Its records also stand at the top level and are read there too. */
export function createMealReader(documents: Documents, sources: Sources, problems: Problems, fallbackZone: string) {
  let current: MealDocument | null = null
  const start: Stamp = { seconds: 0, offsetMinutes: 0, day: 0 }
  return {
    begin(attributes: Attributes): void {
      current = null
      if (attributes.type !== 'HKCorrelationTypeIdentifierFood') return
      if (!readStamp(attributes.startDate ?? '', start, fallbackZone)) {
        problems.badDates++
        return
      }
      current = {
        kind: 'meal',
        start: start.seconds,
        offsetMinutes: start.offsetMinutes,
        source: sources.idOf(attributes.sourceName ?? '', attributes.device),
        name: null,
        meal: null,
        nutrients: [],
      }
    },
    metadata(key: string, value: string): void {
      if (current === null) return
      const text = decodeText(value).trim().slice(0, 500)
      if (key === 'HKFoodType') current.name = text
      else if (key === 'HKFoodMeal' || key === 'Meal') current.meal = text
      else if (key === 'HKTimeZone' && applyZone(start, text)) current.offsetMinutes = start.offsetMinutes
    },
    nutrient(type: number, value: number): void {
      if (current !== null && current.nutrients.length < maxNutrients) current.nutrients.push([type, value])
    },
    commit(): void {
      if (current === null) return
      current.nutrients.sort(([a, x], [b, y]) => a - b || x - y)
      if (!documents.add(start.day, current)) problems.documentsBeyondLimit++
      current = null
    },
  }
}
