import { round } from '../../generate/numbers.ts'
import { ActivityType } from '../../schema/enums.ts'
import type { LivedSession } from '../life/life.ts'
import { timeOf } from './google-health-answers.ts'

/** The three sports that the format knows. */
const sportOf = (type: number): string => {
  if (type === ActivityType.RUNNING || type === ActivityType.TRAIL_RUNNING) return 'Running'
  const rides: readonly number[] = [ActivityType.BIKING, ActivityType.ROAD_BIKING, ActivityType.GRAVEL_CYCLING]
  return rides.includes(type) ? 'Biking' : 'Other'
}

/** A session as the TCX file in which Google exports it, one lap with its course; null for one without places. */
export function tcxOf({ sport, startMs, durationSeconds, points, position }: LivedSession): string | null {
  const course = position?.()
  if (course === undefined) return null
  const start = timeOf(startMs)
  const track = points.map(({ seconds, meters, elevation, bpm }) => {
    const [latitude, longitude] = course(meters)
    return [
      `<Trackpoint><Time>${timeOf(startMs + seconds * 1000)}</Time>`,
      `<Position><LatitudeDegrees>${round(latitude, 6)}</LatitudeDegrees>`,
      `<LongitudeDegrees>${round(longitude, 6)}</LongitudeDegrees></Position>`,
      `<AltitudeMeters>${elevation}</AltitudeMeters><DistanceMeters>${meters}</DistanceMeters>`,
      `<HeartRateBpm><Value>${Math.round(bpm)}</Value></HeartRateBpm></Trackpoint>`,
    ].join('')
  })
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">',
    `<Activities><Activity Sport="${sportOf(sport.type)}"><Id>${start}</Id><Lap StartTime="${start}">`,
    `<TotalTimeSeconds>${durationSeconds}</TotalTimeSeconds>`,
    `<DistanceMeters>${points.at(-1)?.meters ?? 0}</DistanceMeters>`,
    '<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>',
    `<Track>${track.join('')}</Track>`,
    '</Lap><Creator><Name>Fitbit</Name></Creator></Activity></Activities></TrainingCenterDatabase>',
  ].join('')
}
