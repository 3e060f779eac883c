import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import { kcalToKilojoules, paceMinutesPerKm } from '../../normalise/units.ts'
import type { Activity, LapSample } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { type Made, resource } from '../resource.ts'
import { clockOf } from './client.ts'
import { fetchActivities } from './details.ts'
import { placeOf, samplesOf } from './samples.ts'
import { detailShape, type Lap, streamsShape, zonesShape } from './shapes.ts'
import { sportOf, stepsPerCycleOf } from './sports.ts'

const told = z.object({
  detail: detailShape,
  streams: streamsShape.nullable(),
  zones: zonesShape.nullable(),
})
type Told = z.output<typeof told>

/** Activities: `/athlete/activities`, and of each `/activities/{id}` with its `/streams` and `/zones`. */
export const activity = resource({
  raw: z.object({ activities: z.array(told) }),
  // Two weeks of somebody who trains daily are some fifty reads: half of what a quarter of an hour allows.
  windowDays: 14,
  historyDays: null,
  fetch: fetchActivities,
  normalise: ({ activities }, { zone }) =>
    [...new Map(activities.map((one) => [one.detail.id, one])).values()]
      .sort((a, b) => startOf(a) - startOf(b) || a.detail.id - b.detail.id)
      .map((one) => madeOf(one, zone)),
})

const startOf = ({ detail }: Told): number => parseInstant(detail.start_date).epochMs

/** More than nothing: Strava writes 0 for what it has no figure of. */
const some = (value: number | null | undefined): number | null => (value ? value : null)

function madeOf({ detail, streams, zones }: Told, zone: string | null): Made {
  const { epochMs, offsetMinutes, timestampLocalization } = clockOf(detail, zone)
  const at = (seconds: number) => formatTimestamp(epochMs + seconds * 1000, offsetMinutes)
  const { type, rawName } = sportOf(detail.sport_type ?? detail.type)
  const cycle = stepsPerCycleOf(type)
  const samples = samplesOf(streams, at, cycle)
  const speed = plausible('speed_meters_per_second', some(detail.average_speed))
  const kcal = plausible('calories', some(detail.calories))
  const hasAltitude = typeof detail.elev_high === 'number'
  const record: Activity = {
    metadata: {
      summary_id: `${detail.id}`,
      start_time: at(0),
      end_time: at(detail.elapsed_time),
      timestamp_localization: timestampLocalization,
      type,
      name: detail.name || rawName,
      upload_type: detail.manual ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    active_durations_data: { activity_seconds: plausible('duration_seconds', detail.moving_time) },
    calories_data: { total_burned_calories: kcal },
    energy_data: { energy_kilojoules: kcal === null ? null : tidy(kcalToKilojoules(kcal)) },
    // What the muscles did, which is about a quarter of what the body burned.
    work_data: { work_kilojoules: plausible('calories', detail.kilojoules) },
    device_data: { name: detail.device_name || null },
    distance_data: {
      summary: {
        distance_meters: plausible('distance_meters', some(detail.distance)),
        elevation: {
          gain_actual_meters: plausible(
            'distance_meters',
            hasAltitude ? detail.total_elevation_gain : some(detail.total_elevation_gain),
          ),
          max_meters: plausible('altitude_meters', detail.elev_high),
          min_meters: plausible('altitude_meters', detail.elev_low),
        },
      },
      detailed: { distance_samples: samples.distance, elevation_samples: samples.elevation },
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: plausible('heart_rate_bpm', detail.average_heartrate),
        max_hr_bpm: plausible('heart_rate_bpm', detail.max_heartrate),
        hr_zone_data: heartRateZonesOf(zones),
      },
      detailed: { hr_samples: samples.heartRate },
    },
    movement_data: {
      avg_speed_meters_per_second: speed,
      max_speed_meters_per_second: plausible('speed_meters_per_second', some(detail.max_speed)),
      avg_pace_minutes_per_kilometer: speed === null ? null : paceMinutesPerKm(speed),
      avg_cadence_rpm: plausible(
        'cadence_rpm',
        typeof detail.average_cadence === 'number' ? tidy(detail.average_cadence * cycle) : null,
      ),
      speed_samples: samples.speed,
      cadence_samples: samples.cadence,
    },
    power_data: {
      avg_watts: plausible('power_watts', detail.average_watts),
      max_watts: plausible('power_watts', detail.max_watts),
      power_samples: samples.power,
    },
    position_data: {
      start_pos_lat_lng_deg: placeOf(detail.start_latlng),
      end_pos_lat_lng_deg: placeOf(detail.end_latlng),
      position_samples: samples.position,
    },
    polyline_map_data: { summary_polyline: detail.map?.summary_polyline || null },
    lap_data: { laps: detail.laps?.map((lap) => lapOf(lap, offsetMinutes)) },
  }
  return { record: knownOnly(record) }
}

/** Time in each of the person's heart rate zones, from the easiest on; what bounds them is no percentage of a maximum. */
const heartRateZonesOf = (zones: Told['zones']) =>
  zones
    ?.find(({ type }) => type === 'heartrate')
    ?.distribution_buckets?.flatMap(({ time }, zone) => {
      const duration_seconds = plausible('duration_seconds', time)
      return duration_seconds === null ? [] : [{ zone, duration_seconds }]
    })

function lapOf(lap: Lap, offsetMinutes: number): LapSample {
  const { epochMs } = parseInstant(lap.start_date)
  const moving = plausible('duration_seconds', lap.moving_time)
  return {
    start_time: formatTimestamp(epochMs, offsetMinutes),
    end_time: formatTimestamp(epochMs + lap.elapsed_time * 1000, offsetMinutes),
    distance_meters: plausible('distance_meters', some(lap.distance)),
    active_duration_seconds: moving === null ? null : Math.round(moving),
    avg_speed_meters_per_second: plausible('speed_meters_per_second', some(lap.average_speed)),
    avg_hr_bpm: plausible('heart_rate_bpm', lap.average_heartrate),
    avg_watts: plausible('power_watts', lap.average_watts),
  }
}
