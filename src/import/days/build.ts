import { setImmediate } from 'node:timers/promises'
import { MenstruationFlow } from '../../schema/enums.ts'
import type { Menstruation } from '../../schema/records.ts'
import type { ImportContext, ImportedRecord } from '../importer.ts'
import { buildActivity } from './activity.ts'
import { buildBody } from './body.ts'
import type { Collector } from './collector.ts'
import { isCopy } from './copies.ts'
import { buildDaily } from './daily.ts'
import { type Day, loadDay, startText } from './day.ts'
import { buildNutrition } from './nutrition.ts'
import { buildSleeps } from './sleep.ts'
import type { Source } from './sources.ts'

/** What the records are made from. */
export interface BuildInput {
  /** Provider slug, the first part of every identity. */
  provider: string
  collector: Collector
  /** By the numbers that readings carry. */
  sources: readonly Source[]
  context: Pick<ImportContext, 'fallbackZone' | 'signal'>
  /** Called after each day with the part of all days that is done, 0 to 1. */
  onDay(done: number): void
}

/**
 * Days before and after that a record of one day may need: a sleep belongs to the day it ends on and may have begun two
 * local dates earlier when the person flew; a workout or amount may run past midnight.
 */
const daysBefore = 2
const daysAfter = 1

/** The event loop gets its turn at least this often, ms. */
const longestStretchMs = 15

/** A batch never has more records than this. */
const batchSize = 10

/** All records of what a collector gathered, day by day in order. Memory holds four days at a time. */
export async function* buildRecords(input: BuildInput): AsyncGenerator<ImportedRecord[], void, undefined> {
  const { collector, context } = input
  const days = [...new Set([...collector.rows.finish(), ...collector.documents.days()])].sort((a, b) => a - b)
  const dayAt = openDays(input, new Set(days))
  let turnEndsAt = performance.now() + longestStretchMs
  for (const [i, number] of days.entries()) {
    if (performance.now() > turnEndsAt) {
      await setImmediate()
      turnEndsAt = performance.now() + longestStretchMs
    }
    context.signal.throwIfAborted()
    const records = recordsOfDay(input, number, dayAt)
    for (let from = 0; from < records.length; from += batchSize) yield records.slice(from, from + batchSize)
    input.onDay((i + 1) / days.length)
  }
}

/** Gives days by number, reading each once; those that the present day cannot need any more are dropped. */
function openDays({ collector, sources, context }: BuildInput, known: ReadonlySet<number>) {
  let loaded: Day[] = []
  return (number: number): Day | undefined => {
    if (!known.has(number)) return undefined
    const found = loaded.find(({ day }) => day === number)
    if (found !== undefined) return found
    const day = loadDay(number, collector, sources, context.fallbackZone)
    loaded = [...loaded.filter((other) => other.day >= number - daysBefore - daysAfter), day]
    return day
  }
}

/** All records of one day. `dayAt` gives the days around it too, as far as they are known. */
export function recordsOfDay(
  { provider, sources }: Pick<BuildInput, 'provider' | 'sources'>,
  number: number,
  dayAt: (number: number) => Day | undefined,
): ImportedRecord[] {
  const window: Day[] = []
  for (let each = number - daysBefore; each <= number + daysAfter; each++) {
    const found = dayAt(each)
    if (found !== undefined) window.push(found)
  }
  const day = dayAt(number)
  if (day === undefined) return []
  const around = { before: dayAt(number - 1), day, after: dayAt(number + 1) }
  const records: ImportedRecord[] = []
  const daily = buildDaily(around)
  if (daily !== null) records.push({ type: 'daily', record: daily })
  const body = buildBody(around)
  if (body !== null) records.push({ type: 'body', record: body })
  const nutrition = buildNutrition(around)
  if (nutrition !== null) records.push({ type: 'nutrition', record: nutrition })
  const menstruation = buildMenstruation(day)
  if (menstruation !== null) records.push({ type: 'menstruation', record: menstruation })
  for (const record of buildSleeps(provider, day, window, sources)) records.push({ type: 'sleep', record })
  const rivals = window.flatMap(({ workouts }) => workouts)
  const told = new Set<string>()
  for (const workout of day.workouts) {
    // The same export twice in one archive tells everything twice.
    if (told.has(workout.id) || isCopy(workout, rivals, sources)) continue
    told.add(workout.id)
    records.push({ type: 'activity', record: buildActivity(provider, workout, day, window, sources) })
  }
  return records
}

const flows = Object.values(MenstruationFlow)

/** The bleeding noted on a day; null when none was. */
function buildMenstruation(day: Day): Menstruation | null {
  const noted = day.of('flow')
  if (noted.length === 0) return null
  return {
    metadata: day.metadata,
    menstruation_data: {
      menstruation_flow: noted.map((sample) => ({
        timestamp: startText(sample),
        flow: flows.find((flow) => flow === sample.value) ?? MenstruationFlow.HAD,
      })),
    },
  }
}
