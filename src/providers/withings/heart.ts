import { plausible } from '../../normalise/plausible.ts'
import type { HeartRateData } from '../../schema/heart-rate.ts'

const zoneFields = ['hr_zone_0', 'hr_zone_1', 'hr_zone_2', 'hr_zone_3'] as const

/** What days and workouts say of the heart rate. */
export const heartFields = ['hr_average', 'hr_min', 'hr_max', ...zoneFields] as const

/** As Withings calls its zones; what bounds them it does not say. */
const zoneNames = ['light', 'moderate', 'intense', 'maximal'] as const

/** Heart rate figures and zones. Without a heart rate the zones were not measured, whatever their zeros say (R9). */
export function heartSummary(of: (name: (typeof heartFields)[number]) => number | null) {
  const bpm = (name: 'hr_average' | 'hr_min' | 'hr_max') => plausible('heart_rate_bpm', of(name))
  const figures = { avg_hr_bpm: bpm('hr_average'), min_hr_bpm: bpm('hr_min'), max_hr_bpm: bpm('hr_max') }
  if (Object.values(figures).every((value) => value === null)) return figures
  const hr_zone_data = zoneFields.flatMap((field, zone) => {
    const duration_seconds = plausible('duration_seconds', of(field))
    return duration_seconds === null ? [] : [{ zone, name: zoneNames[zone] ?? null, duration_seconds }]
  })
  return { ...figures, hr_zone_data } satisfies HeartRateData['summary']
}
