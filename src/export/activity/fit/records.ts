import type { FitMessageSpec } from '../../../generate/fit/encode.ts'
import type { Activity } from '../../../schema/records.ts'
import { onFoot } from '../sports.ts'
import { pausesOf, type TrackPoint } from '../track.ts'
import { altitude, byte, type Fields, filled, isDated, long, secondsOf, turns, word } from './fields.ts'
import type { Span } from './span.ts'

const timer = (epochMs: number, isStart: boolean): FitMessageSpec => ({
  name: 'event',
  // A timer event: started, or stopped with all that belongs to it.
  fields: { timestamp: secondsOf(epochMs), event: 0, event_type: isStart ? 0 : 4 },
})

/** The samples, a message a second, and between them where the timer was stopped and started. */
export function recordMessages(points: readonly TrackPoint[], { metadata }: Activity, span: Span): FitMessageSpec[] {
  const legs = onFoot(metadata.type) ? 2 : 1
  const messages: FitMessageSpec[] = [timer(span.startMs, true)]
  const pauses = pausesOf(points).filter(({ fromMs, toMs }) => isDated(fromMs) && isDated(toMs))
  let next = 0
  let isStopped = false
  const upTo = (epochMs: number, isIncluded: boolean): void => {
    for (let pause = pauses[next]; pause !== undefined; pause = pauses[next]) {
      const atMs = isStopped ? pause.toMs : pause.fromMs
      if (atMs > epochMs || (atMs === epochMs && !isStopped && !isIncluded)) return
      messages.push(timer(atMs, isStopped))
      if (isStopped) next++
      isStopped = !isStopped
    }
  }
  for (const point of bySecond(points.filter(({ timeMs }) => isDated(timeMs)))) {
    upTo(point.timeMs, false)
    messages.push({ name: 'record', fields: recordFields(point, legs) })
  }
  upTo(span.endMs, true)
  if (!isStopped) messages.push(timer(span.endMs, false))
  return messages
}

/** Points of one second are one: the later fills what the earlier lacks. */
function bySecond(points: readonly TrackPoint[]): TrackPoint[] {
  const seconds: TrackPoint[] = []
  for (const point of points) {
    const last = seconds.at(-1)
    if (last === undefined || secondsOf(last.timeMs) !== secondsOf(point.timeMs)) {
      seconds.push({ ...point })
      continue
    }
    if (last.lat === null) {
      last.lat = point.lat
      last.lng = point.lng
    }
    for (const quantity of ['elevation', 'distance', 'speed', 'heartRate', 'cadence', 'power'] as const)
      last[quantity] ??= point[quantity]
  }
  return seconds
}

function recordFields(point: TrackPoint, legs: number): Fields {
  return {
    timestamp: secondsOf(point.timeMs),
    ...filled({
      position_lat: { value: point.lat, most: 90, least: -90 },
      // 180° itself is one semicircle too many for a signed number.
      position_long: { value: point.lng === 180 ? -180 : point.lng, most: 180, least: -180 },
      enhanced_altitude: altitude(point.elevation),
      distance: long(point.distance, 100),
      enhanced_speed: long(point.speed, 1000),
      heart_rate: byte(point.heartRate),
      power: word(point.power),
    }),
    ...turns('cadence', 'fractional_cadence', point.cadence, legs),
  }
}
