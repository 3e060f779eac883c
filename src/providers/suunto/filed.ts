import type { Activity } from '../../schema/records.ts'
import type { FitSession } from '../fit.ts'

/**
 * What the file of a workout says of it; null where there is none. A multisport has a session for each of its sports: their
 * laps and samples follow each other. Its distances begin anew with each sport, and its map would be that of the first: the
 * whole has neither.
 */
export function filedIn(
  sessions: readonly FitSession[],
  clock: Parameters<FitSession['activity']>[0],
): Activity | null {
  const [first, ...others] = sessions.map((session) => session.activity(clock))
  if (first === undefined) return null
  if (others.length === 0) return first
  const samplesOf = (one: Activity) => ({
    elevation: one.distance_data?.detailed?.elevation_samples ?? [],
    pulse: one.heart_rate_data?.detailed?.hr_samples ?? [],
    speed: one.movement_data?.speed_samples ?? [],
    cadence: one.movement_data?.cadence_samples ?? [],
    power: one.power_data?.power_samples ?? [],
    position: one.position_data?.position_samples ?? [],
    laps: one.lap_data?.laps ?? [],
  })
  const parts = [first, ...others].map(samplesOf)
  return {
    metadata: first.metadata,
    device_data: first.device_data ?? null,
    distance_data: { detailed: { elevation_samples: parts.flatMap(({ elevation }) => elevation) } },
    heart_rate_data: { detailed: { hr_samples: parts.flatMap(({ pulse }) => pulse) } },
    movement_data: {
      speed_samples: parts.flatMap(({ speed }) => speed),
      cadence_samples: parts.flatMap(({ cadence }) => cadence),
    },
    power_data: { power_samples: parts.flatMap(({ power }) => power) },
    position_data: { position_samples: parts.flatMap(({ position }) => position) },
    lap_data: { laps: parts.flatMap(({ laps }) => laps) },
  }
}
