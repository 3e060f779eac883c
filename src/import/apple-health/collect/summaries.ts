import { readDate } from '../../../normalise/instant-text.ts'
import { plausible } from '../../../normalise/plausible.ts'
import { convert } from '../../../normalise/unit-text.ts'
import { strictNumber } from '../../../normalise/units.ts'
import type { Attributes } from '../read/parse.ts'
import { decodeText } from '../read/text.ts'
import { typeId } from '../types.ts'
import type { Problems } from './problems.ts'
import type { Rows } from './rows.ts'

const activeEnergy = typeId('SummaryActiveEnergy')
const exercise = typeId('SummaryExercise')
const standHours = typeId('SummaryStandHours')
const dayMs = 86_400_000
/** The first Apple Watch was sold in April 2015; the rings of exports begin with a day of 1969 or 1970 without data. */
const firstDay = Date.UTC(2014, 0, 1) / dayMs

/**
 * Reads an `<ActivitySummary>`: Apple's own totals of a day's rings, which stand in where the export has no samples.
 * The rings say 0 both for none and for not worn, so a 0 is not kept (R9).
 */
export function readSummary(attributes: Attributes, rows: Rows, problems: Problems): void {
  const dayStart = readDate(attributes.dateComponents ?? '')
  if (Number.isNaN(dayStart)) {
    problems.badDates++
    return
  }
  const day = dayStart
  if (day < firstDay) return
  const add = (type: number, value: number | null): void => {
    if (value !== null && value > 0) rows.add(day, day * 86_400, 0, value, type, 0xffff, 0, 0)
  }
  const energy = strictNumber(attributes.activeEnergyBurned)
  const kcal = energy === null ? null : convert(energy, decodeText(attributes.activeEnergyBurnedUnit ?? 'kcal'), 'kcal')
  add(activeEnergy, plausible('calories', kcal, problems.rejections))
  const minutes = strictNumber(attributes.appleExerciseTime)
  add(exercise, minutes === null ? null : minutes * 60)
  add(standHours, strictNumber(attributes.appleStandHours))
}
