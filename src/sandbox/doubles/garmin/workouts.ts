import { maxOf, meanOf, round, sumOf } from '../../../generate/numbers.ts'
import { sports } from '../../../providers/garmin/sports.ts'
import type { LivedDay, LivedSession } from '../../life/life.ts'
import { begun } from './days.ts'
import type { Wearer } from './wearer.ts'

const wordOf = ({ sport }: LivedSession): string => [...sports].find(([, type]) => type === sport.type)?.[0] ?? 'OTHER'

/** What Garmin says of a workout in both kinds of summaries. */
function summaryOf({ life }: Wearer, session: LivedSession) {
  const { number, startMs, durationSeconds, points, sport } = session
  const moving = points.slice(1)
  const last = points.at(-1)
  const word = wordOf(session)
  const climbs = points.map(({ elevation }, at) => elevation - (points[at - 1]?.elevation ?? elevation))
  const goes = sport.motion !== 'still'
  const start = session.position?.()(0)
  return {
    activityId: number,
    activityName: `${word.charAt(0)}${word.slice(1).toLowerCase().replaceAll('_', ' ')}`,
    activityType: word,
    ...begun(life, startMs),
    durationInSeconds: durationSeconds,
    averageHeartRateInBeatsPerMinute: Math.round(meanOf(moving, ({ bpm }) => bpm)),
    maxHeartRateInBeatsPerMinute: maxOf(moving, ({ bpm }) => bpm),
    activeKilocalories: Math.round(last?.activeKcal ?? 0),
    ...(goes
      ? {
          distanceInMeters: last?.meters ?? 0,
          averageSpeedInMetersPerSecond: round((last?.meters ?? 0) / durationSeconds, 3),
          maxSpeedInMetersPerSecond: maxOf(moving, ({ speed }) => speed),
        }
      : {}),
    ...((last?.steps ?? 0) > 0 ? { steps: Math.round(last?.steps ?? 0) } : {}),
    ...(goes && sport.outdoors
      ? {
          totalElevationGainInMeters: round(
            sumOf(climbs, (climb) => Math.max(0, climb)),
            1,
          ),
          totalElevationLossInMeters: round(
            sumOf(climbs, (climb) => Math.max(0, -climb)),
            1,
          ),
        }
      : {}),
    ...(start === undefined ? {} : { startingLatitudeInDegree: start[0], startingLongitudeInDegree: start[1] }),
    deviceName: 'Forerunner 265',
    manual: false,
    isWebUpload: false,
  }
}

export const activitiesOf = (wearer: Wearer, { sessions }: LivedDay): object[] =>
  sessions.map((session) => ({
    userId: wearer.account,
    summaryId: `${session.number}`,
    ...summaryOf(wearer, session),
  }))

/** The same workouts with what the watch recorded of them. */
export const detailsOf = (wearer: Wearer, { sessions }: LivedDay): object[] =>
  sessions.map((session) => {
    const { number, startMs, points, sport } = session
    const place = session.position?.()
    return {
      userId: wearer.account,
      summaryId: `${number}-detail`,
      activityId: number,
      summary: summaryOf(wearer, session),
      samples: points.map((point) => {
        const where = place?.(point.meters)
        return {
          startTimeInSeconds: startMs / 1000 + point.seconds,
          heartRate: point.bpm,
          ...(sport.motion === 'still'
            ? {}
            : {
                speedMetersPerSecond: point.speed,
                totalDistanceInMeters: point.meters,
                stepsPerMinute: point.cadence,
              }),
          ...(sport.outdoors ? { elevationInMeters: point.elevation } : {}),
          ...(point.watts > 0 ? { powerInWatts: point.watts } : {}),
          ...(where === undefined ? {} : { latitudeInDegree: where[0], longitudeInDegree: where[1] }),
          timerDurationInSeconds: point.seconds,
          clockDurationInSeconds: point.seconds,
        }
      }),
      laps: [{ startTimeInSeconds: startMs / 1000 }],
    }
  })
