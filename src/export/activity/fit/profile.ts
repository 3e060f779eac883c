import type { FitProfile } from '../../../generate/fit/encode.ts'
import { recordingProfile } from '../../../generate/fit/profile.ts'

/** The messages of a recording, with the fields that exports fill and nothing else does. */
export const profile = {
  ...recordingProfile,
  session: [
    18,
    {
      ...recordingProfile.session[1],
      min_heart_rate: [64, 'uint8'],
      max_fractional_cadence: [93, 'uint8', 128],
      enhanced_max_speed: [125, 'uint32', 1000],
      enhanced_avg_altitude: [126, 'uint32', 5, 500],
      enhanced_min_altitude: [127, 'uint32', 5, 500],
      enhanced_max_altitude: [128, 'uint32', 5, 500],
    },
  ],
  activity: [
    34,
    {
      ...recordingProfile.activity[1],
      total_timer_time: [0, 'uint32', 1000],
      type: [2, 'enum'],
      event: [3, 'enum'],
      event_type: [4, 'enum'],
    },
  ],
} as const satisfies FitProfile
