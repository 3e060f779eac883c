import type { FitMessageSpec } from '../../../generate/fit/encode.ts'
import { tryParseInstant } from '../../../normalise/time.ts'
import type { Activity } from '../../../schema/records.ts'
import { fitSport, isSwimming, onFoot, sportName } from '../sports.ts'
import { altitude, byte, filled, long, secondsOf, text, turns, word } from './fields.ts'
import type { Span } from './span.ts'

/** What the session says as a whole. */
export function sessionMessage(activity: Activity, { startMs, endMs, timerSeconds }: Span): FitMessageSpec {
  const { metadata, calories_data: calories, movement_data: movement, power_data: power } = activity
  const { sport, subSport } = fitSport(metadata.type)
  const distance = activity.distance_data?.summary
  const heart = activity.heart_rate_data?.summary
  const [stress] = activity.TSS_data?.TSS_samples ?? []
  const legs = onFoot(metadata.type) ? 2 : 1
  const swims = isSwimming(metadata.type)
  const steps = distance?.steps ?? null
  const work = activity.work_data?.work_kilojoules ?? null
  const zones = heart?.hr_zone_data ?? []
  const zoneSeconds = zones.flatMap(({ duration_seconds: seconds }) =>
    typeof seconds === 'number' && seconds >= 0 && seconds < 4_000_000 ? [seconds] : [],
  )
  return {
    name: 'session',
    fields: {
      timestamp: secondsOf(endMs),
      start_time: secondsOf(startMs),
      message_index: 0,
      sport,
      sub_sport: subSport,
      sport_profile_name: text(metadata.name ?? sportName(metadata.type)),
      ...filled({
        total_elapsed_time: long((endMs - startMs) / 1000, 1000),
        total_timer_time: long(timerSeconds, 1000),
        total_distance: long(distance?.distance_meters, 100),
        // Strokes, or turns of one leg.
        total_cycles: long(swims ? distance?.swimming?.num_strokes : legs === 2 && steps !== null ? steps / 2 : null),
        total_calories: word(calories?.total_burned_calories),
        metabolic_calories: word(calories?.BMR_calories),
        enhanced_avg_speed: long(movement?.avg_speed_meters_per_second, 1000),
        enhanced_max_speed: long(movement?.max_speed_meters_per_second, 1000),
        avg_heart_rate: byte(heart?.avg_hr_bpm),
        max_heart_rate: byte(heart?.max_hr_bpm),
        min_heart_rate: byte(heart?.min_hr_bpm),
        avg_power: word(power?.avg_watts),
        max_power: word(power?.max_watts),
        normalized_power: word(stress?.normalized_power_watts),
        training_stress_score: word(stress?.actual, 10),
        intensity_factor: word(stress?.intensity_factor_actual, 1000),
        total_work: long(work === null ? null : work * 1000),
        total_ascent: word(distance?.elevation?.gain_actual_meters),
        total_descent: word(distance?.elevation?.loss_actual_meters),
        enhanced_avg_altitude: altitude(distance?.elevation?.avg_meters),
        enhanced_min_altitude: altitude(distance?.elevation?.min_meters),
        enhanced_max_altitude: altitude(distance?.elevation?.max_meters),
        pool_length: word(swims ? distance?.swimming?.pool_length_meters : null, 100),
        num_active_lengths: word(swims ? distance?.swimming?.num_laps : null),
      }),
      ...turns('avg_cadence', 'avg_fractional_cadence', movement?.avg_cadence_rpm, legs),
      ...turns('max_cadence', 'max_fractional_cadence', movement?.max_cadence_rpm, legs),
      // All or none: a zone is known by its place in the list.
      ...(zoneSeconds.length > 0 && zoneSeconds.length === zones.length ? { time_in_hr_zone: zoneSeconds } : {}),
    },
  }
}

/** Closes the file; the person's clock beside UTC tells where they were. */
export function activityMessage({ metadata }: Activity, { endMs, timerSeconds }: Span): FitMessageSpec {
  const end = tryParseInstant(metadata.end_time)
  const isKnown = metadata.timestamp_localization === 1 && end?.offsetKnown === true
  return {
    name: 'activity',
    fields: {
      timestamp: secondsOf(endMs),
      ...(isKnown ? { local_timestamp: secondsOf(endMs + end.offsetMinutes * 60_000) } : {}),
      ...filled({ total_timer_time: long(timerSeconds, 1000) }),
      num_sessions: 1,
      // Recorded as one, and ended: activity, stopped.
      type: 0,
      event: 26,
      event_type: 1,
    },
  }
}
