import type { ECGReading } from '../../../schema/records.ts'
import type { ImportedRecord } from '../../importer.ts'
import type { Source } from '../collect/sources.ts'
import { buildMindfulness } from '../workout/activity.ts'
import { buildBody } from './body.ts'
import { buildDaily, type Neighbourhood } from './daily.ts'
import type { Day } from './days.ts'
import { createMenstruationBuilder } from './menstruation.ts'
import { buildNutrition } from './nutrition.ts'
import { buildObservations } from './observation.ts'
import { createSleepBuilder } from './sleep.ts'

/** What is remembered of the days before: wrist temperatures, and when a cycle began. */
export const createDayMemory = () => ({ sleepsOf: createSleepBuilder(), menstruationOf: createMenstruationBuilder() })
export type DayMemory = ReturnType<typeof createDayMemory>

/**
 * What a day's samples make, workouts aside. `window` are that day and those around it that a sleep may reach into;
 * `memory` has been shown the days before in order.
 */
export function recordsOfDay(
  around: Neighbourhood,
  window: readonly Day[],
  sources: readonly Source[],
  { sleepsOf, menstruationOf }: DayMemory,
  ecgs: readonly ECGReading[],
): ImportedRecord[] {
  const { day } = around
  const records: ImportedRecord[] = []
  const daily = buildDaily(around)
  if (daily !== null) records.push({ type: 'daily', record: daily })
  const body = buildBody(around, ecgs)
  if (body !== null) records.push({ type: 'body', record: body })
  const nutrition = buildNutrition(around, sources)
  if (nutrition !== null) records.push({ type: 'nutrition', record: nutrition })
  const menstruation = menstruationOf(day)
  if (menstruation !== null) records.push({ type: 'menstruation', record: menstruation })
  for (const record of sleepsOf(window, day)) records.push({ type: 'sleep', record })
  for (const record of buildObservations(day)) records.push({ type: 'health_observation', record })
  for (const record of buildMindfulness(day)) records.push({ type: 'activity', record })
  return records
}
