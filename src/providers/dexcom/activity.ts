import { sessionTimes } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import type { Activity } from '../../schema/activity.ts'
import { ActivityType, UploadType } from '../../schema/enums.ts'
import { isWithin } from '../shapes.ts'
import type { Placed } from './clock.ts'
import { ofEvents } from './days.ts'
import { amountOf, type Event } from './shapes.ts'

/** Exercise that a person entered. */
export const activity = (base: string) => ({
  ...ofEvents(base, ['exercise'], ({ asked, kept }) =>
    kept.filter(({ date }) => isWithin(asked, date)).map((event) => ({ record: knownOnly(recordOf(event)) })),
  ),
  // What was deleted comes with that status, and makes no record.
  isWhole: true,
})

/** How hard it was: all that Dexcom knows of what was done. */
const intensities: ReadonlyMap<unknown, string> = new Map([
  ['light', 'low_intensity_seconds'],
  ['medium', 'moderate_intensity_seconds'],
  ['heavy', 'vigorous_intensity_seconds'],
])

function recordOf(event: Placed<Event>): Activity {
  const minutes = amountOf(event)
  const seconds = plausible('duration_seconds', minutes === null ? null : minutes * 60)
  const intensity = intensities.get(event.eventSubType)
  return {
    metadata: {
      summary_id: event.recordId,
      // Of one of which nobody said how long it was only the beginning is known.
      ...sessionTimes(event, { ...event, epochMs: event.epochMs + (seconds ?? 0) * 1000 }),
      type: ActivityType.OTHER,
      upload_type: UploadType.MANUAL,
    },
    active_durations_data: { activity_seconds: seconds, ...(intensity && { [intensity]: seconds }) },
  }
}
