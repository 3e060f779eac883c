import { plausible } from '../../normalise/plausible.ts'
import { SleepLevel } from '../../schema/enums.ts'
import type { Owner } from '../days/collector.ts'
import type { TableRow } from './archive.ts'
import { momentOf, offsetOf, positive } from './fields.ts'
import { placeOf, type ReadInput } from './readings.ts'

/** Stages by their codes. */
const stages: ReadonlyMap<string, SleepLevel> = new Map([
  ['40001', SleepLevel.AWAKE],
  ['40002', SleepLevel.LIGHT_SLEEP],
  ['40003', SleepLevel.DEEP_SLEEP],
  ['40004', SleepLevel.REM_SLEEP],
])

/** Seven sleeps a day for a hundred years. */
const mostNights = 255_000

/**
 * Reads the nights with their stages. A night that was broken off is told in parts and once more as a whole; then the
 * whole counts, and takes the stages of the parts.
 */
export async function readNights(input: ReadInput): Promise<void> {
  const { archive, collector } = input
  const owners = new Map<string, Owner>()
  const own = (id: string, owner: Owner | null | undefined): void => {
    if (id !== '' && owner && owners.size < mostNights) owners.set(id, owner)
  }
  for await (const row of archive.rows('sleep_combined')) own(row('datauuid'), openNight(input, row))
  for await (const row of archive.rows('sleep')) {
    own(row('datauuid'), owners.get(row('combined_id')) ?? openNight(input, row))
  }
  for await (const row of archive.rows('sleep_stage')) {
    const owner = owners.get(row('sleep_id'))
    const level = stages.get(row('stage').replace(/\.0$/, ''))
    const [startMs, endMs] = [momentOf(row('start_time')), momentOf(row('end_time'))]
    if (owner === undefined) collector.problems.strays++
    else if (startMs === null || endMs === null) collector.problems.badTimes++
    else if (level === undefined) collector.problems.badValues++
    else collector.addTo(owner, 'stage', startMs, level, endMs)
  }
}

function openNight(input: ReadInput, row: TableRow): Owner | null {
  const place = placeOf(row, input)
  if (place === null) return null
  const { startMs, offsetMinutes, source } = place
  const endMs = momentOf(row('end_time'))
  if (endMs === null) {
    input.collector.problems.badTimes++
    return null
  }
  const percent = (column: string): number | null => plausible('percentage', positive(row(column)))
  return input.collector.open({
    kind: 'night',
    id: row('datauuid') || `${startMs}`,
    startMs,
    endMs,
    startOffset: offsetMinutes,
    endOffset: offsetOf(row('time_offset'), endMs, input.zone),
    source,
    isManual: false,
    score: percent('sleep_score'),
    efficiency: percent('efficiency') ?? percent('original_efficiency'),
  })
}
