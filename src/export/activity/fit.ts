import { encodeFit, type FitMessageSpec } from '../../generate/fit/encode.ts'
import type { Activity } from '../../schema/records.ts'
import { deviceName } from '../device-name.ts'
import { isDated, msOf, secondsOf, text } from './fit/fields.ts'
import { lapMessages } from './fit/laps.ts'
import { profile } from './fit/profile.ts'
import { recordMessages } from './fit/records.ts'
import { activityMessage, sessionMessage } from './fit/session.ts'
import { spanOf } from './fit/span.ts'
import { pausesOf, pointsOf } from './track.ts'

/** Whether FIT can say when an activity was. */
export const isInFitTime = ({ metadata }: Activity): boolean =>
  isDated(msOf(metadata.start_time)) && isDated(msOf(metadata.end_time))

/** An activity as a FIT file: the session as a whole, its laps, and every sample on its second. */
export function fitBytes(activity: Activity): Buffer {
  const points = pointsOf(activity)
  const span = spanOf(activity, pausesOf(points))
  const { startMs } = span
  return encodeFit(profile, [
    // Made by no device of a maker that FIT has a number for: 255 is what everybody may write.
    { name: 'file_id', fields: { type: 4, manufacturer: 255, product: 0, time_created: secondsOf(startMs) } },
    ...deviceMessage(activity, startMs),
    ...recordMessages(points, activity, span),
    ...lapMessages(activity, span),
    sessionMessage(activity, span),
    activityMessage(activity, span),
  ])
}

function deviceMessage({ device_data: device }: Activity, startMs: number): FitMessageSpec[] {
  const name = deviceName(device)
  if (name === null) return []
  return [{ name: 'device_info', fields: { timestamp: secondsOf(startMs), device_index: 0, product_name: text(name) } }]
}
