import { dayText } from '../../../normalise/civil.ts'
import type { MenstruationFlow } from '../../../schema/enums.ts'
import type { Menstruation } from '../../../schema/records.ts'
import { RowFlag } from '../collect/rows.ts'
import { typeId } from '../types.ts'
import type { Day } from './days.ts'
import { startText } from './emit.ts'

const flowType = typeId('MenstrualFlow')
/** A start longer ago than this says nothing of the present cycle: days in between were not logged. */
const longestCycleDays = 60

/** Knows where in the cycle the days are that it is shown in order. */
export function createMenstruationBuilder() {
  let cycleStart: number | null = null
  /** The bleeding logged on a day, with the cycle it belongs to; null when none was logged. */
  return (day: Day): Menstruation | null => {
    const flow = day.samples[flowType] ?? []
    if (flow.length === 0) return null
    if (flow.some(({ flags }) => (flags & RowFlag.CYCLE_START) !== 0)) cycleStart = day.day
    const since = cycleStart === null ? null : day.day - cycleStart
    const isCurrent = cycleStart !== null && since !== null && since <= longestCycleDays
    return {
      metadata: day.metadata,
      menstruation_data: {
        menstruation_flow: flow.map((sample) => ({ timestamp: startText(sample), flow: flowOf(sample.value) })),
        period_start_date: isCurrent ? dayText(cycleStart ?? 0) : null,
        day_in_cycle: isCurrent && since !== null ? since + 1 : null,
      },
    }
  }
}

// Rows keep plain numbers; categories.ts put only these in.
const flowOf = (value: number): MenstruationFlow =>
  value === 1 ? 1 : value === 2 ? 2 : value === 3 ? 3 : value === 4 ? 4 : 5
