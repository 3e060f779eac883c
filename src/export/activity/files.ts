import type { Activity } from '../../schema/records.ts'
import type { LeftOut } from '../read-me.ts'
import type { Source } from '../source.ts'
import type { ExportFile } from '../zip.ts'
import { fitBytes, isInFitTime } from './fit.ts'
import { gpxPieces, hasRoute } from './gpx.ts'
import { sportName, sportWord } from './sports.ts'

/** A file for each activity. What has no form in the format is added to `leftOut`, with the reason. */
export async function* activityFiles(
  source: Source,
  format: 'gpx' | 'fit',
  leftOut: LeftOut[],
): AsyncGenerator<ExportFile, void, undefined> {
  const taken = new Set<string>()
  for await (const activity of source.records('activity')) {
    const why = format === 'gpx' ? routeless(activity) : timeless(activity)
    if (why !== null) leftOut.push({ what: titleOf(activity), why })
    else
      yield {
        name: nameOf(activity, format, taken),
        pieces: format === 'gpx' ? gpxPieces(activity) : [fitBytes(activity)],
      }
  }
}

/** Why an activity cannot be a GPX; null when it can. */
function routeless(activity: Activity): string | null {
  if (hasRoute(activity)) return null
  return (activity.polyline_map_data?.summary_polyline ?? null) === null
    ? 'it has no positions, which are all that a GPX is about; fit, csv and json have it'
    : 'it has the outline of its route only, without times, and a GPX of a recording needs those; json has it'
}

/** Why an activity cannot be a FIT; null when it can. */
const timeless = (activity: Activity): string | null =>
  isInFitTime(activity) ? null : 'FIT has no times before 1998 or after 2126; csv and json have it'

const titleOf = ({ metadata: { name, start_time, type } }: Activity): string =>
  `${start_time.slice(0, 16).replace('T', ' ')} ${sportName(type)}${name ? ` "${name}"` : ''}`

/** `2026-05-03T08-00-00_trail_running.gpx`, in the clock of the person; a second one of that name is `…_2.gpx`. */
function nameOf({ metadata: { start_time, type } }: Activity, ending: string, taken: Set<string>): string {
  const stem = `${start_time.slice(0, 19).replaceAll(':', '-')}_${sportWord(type)}`
  let name = `${stem}.${ending}`
  for (let copy = 2; taken.has(name); copy++) name = `${stem}_${copy}.${ending}`
  taken.add(name)
  return name
}
