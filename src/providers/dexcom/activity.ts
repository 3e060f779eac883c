import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import type { Activity } from '../../schema/activity.ts'
import { ActivityType, UploadType } from '../../schema/enums.ts'
import type { ActiveDurationsData } from '../../schema/shared.ts'
import { type Made, resource } from '../resource.ts'
import { eventsAt } from './client.ts'
import { clockOf, type Placed } from './clock.ts'
import { amountOf, type Event, sorted } from './shapes.ts'

/** Exercise that a person entered: `/events`. */
export const activity = (base: string) =>
  resource({
    ...eventsAt(base),
    // What was deleted comes with that status, and makes no record.
    isWhole: true,
    normalise: ({ asked, events }, { zone }) =>
      sorted(clockOf(events, zone).place(events), ['exercise'])
        .kept.filter(({ date }) => date >= asked.first && date <= asked.last)
        .map(madeOf),
  })

/** How hard it was: all that Dexcom knows of what was done. */
const intensities: ReadonlyMap<string, keyof ActiveDurationsData> = new Map<string, keyof ActiveDurationsData>([
  ['light', 'low_intensity_seconds'],
  ['medium', 'moderate_intensity_seconds'],
  ['heavy', 'vigorous_intensity_seconds'],
])

function madeOf(event: Placed<Event>): Made {
  const minutes = amountOf(event)
  const seconds = plausible('duration_seconds', minutes === null ? null : minutes * 60)
  const intensity = intensities.get(event.eventSubType ?? '')
  const record: Activity = {
    metadata: {
      summary_id: event.recordId,
      start_time: event.timestamp,
      // Of one of which nobody said how long it was only the beginning is known.
      end_time: formatTimestamp(event.epochMs + (seconds ?? 0) * 1000, event.offsetMinutes),
      timestamp_localization: event.timestampLocalization,
      type: ActivityType.OTHER,
      upload_type: UploadType.MANUAL,
    },
    active_durations_data: {
      activity_seconds: seconds,
      ...(intensity === undefined ? {} : { [intensity]: seconds }),
    },
  }
  return { record: knownOnly(record) }
}
