import type { Activity } from '../../../schema/records.ts'
import type { Pause } from '../track.ts'
import { msOf } from './fields.ts'

/** When a session was. */
export interface Span {
  startMs: number
  endMs: number
  /** Without the pauses. */
  timerSeconds: number
}

/** The span of an activity. What its timer counted is told by the record, or else by the pauses. */
export function spanOf(activity: Activity, pauses: readonly Pause[]): Span {
  const startMs = msOf(activity.metadata.start_time) ?? 0
  const endMs = Math.max(startMs, msOf(activity.metadata.end_time) ?? startMs)
  const pausedMs = pauses.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const known = activity.active_durations_data?.activity_seconds ?? null
  return { startMs, endMs, timerSeconds: known ?? Math.max(0, endMs - startMs - pausedMs) / 1000 }
}
