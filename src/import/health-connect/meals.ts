import { nutrientNames, nutrientsOf } from '../../normalise/nutrients.ts'
import { MealType } from '../../schema/enums.ts'
import { localDay } from '../days/collector.ts'
import { nameOf } from '../days/sources.ts'
import type { Columns } from './database.ts'
import type { SessionInput } from './sessions.ts'

const columns = {
  uuid: 'hex',
  last_modified_time: 'number',
  start_time: 'number',
  start_zone_offset: 'number',
  meal_name: 'text',
  meal_type: 'number',
  energy: 'number',
} as const

const nutrients: Columns = Object.fromEntries(nutrientNames.map((name): [string, 'number'] => [name, 'number']))

/** AOSP `MealType`: unknown, breakfast, lunch, dinner, snack. */
export const mealTypes: readonly MealType[] = [
  MealType.UNKNOWN,
  MealType.BREAKFAST,
  MealType.LUNCH,
  MealType.DINNER,
  MealType.SNACK,
]

/** Reads the foods that were eaten. */
export async function readMeals(input: SessionInput, energyDivisor: number): Promise<void> {
  const { db, collector } = input
  for (const row of db.rows('nutrition_record_table', { ...nutrients, ...columns })) {
    await input.seen(row.last_modified_time)
    const { start_time: atMs } = row
    if (atMs === null || atMs < 0) {
      collector.problems.badTimes++
      continue
    }
    const offsetMinutes = input.offsetAt(row.start_zone_offset, atMs)
    collector.keep(localDay(atMs, offsetMinutes), {
      kind: 'meal',
      id: row.uuid ?? `${atMs}`,
      atMs,
      offsetMinutes,
      name: nameOf(row.meal_name) ?? 'Food',
      type: mealTypes[row.meal_type ?? 0] ?? MealType.UNKNOWN,
      ...nutrientsOf(row, row.energy === null ? null : row.energy / energyDivisor),
    })
  }
}
