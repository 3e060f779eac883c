import { localDay, minuteMs, stamp } from '../generate/local-day.ts'
import { meanOf, round } from '../generate/numbers.ts'
import { body } from '../generate/records/body.ts'
import { daily } from '../generate/records/daily.ts'
import { nutrition } from '../generate/records/nutrition.ts'
import type { Scene } from '../generate/scene.ts'
import type { Body, Daily, DataType, Nutrition } from '../schema/records.ts'

/** The types of which there is one record a day, which grows while the day goes on. */
const dayTypes = ['body', 'daily', 'nutrition'] as const satisfies readonly DataType[]
export type DayType = (typeof dayTypes)[number]

export const isDayType = (type: DataType): type is DayType => dayTypes.some((one) => one === type)

/** Devices keep time in quarters of an hour. */
export const quarterMs = 15 * minuteMs

/**
 * What there is of a day while it is not over, null for nothing yet. Summaries are those of what is told: a later moment
 * tells everything that an earlier one does, and no count is smaller.
 */
export function dayUntil(scene: Scene, type: DayType, date: string, untilMs: number): object | null {
  const day = localDay(date, scene.person.zone)
  switch (type) {
    case 'daily':
      return untilMs - day.startMs < quarterMs ? null : uploaded(daily(scene, day, untilMs))
    case 'body':
      return bodyUntil(body(scene, day), untilMs)
    case 'nutrition':
      return entered(nutrition(scene, day, untilMs))
  }

  /** The upload was when the last quarter of an hour was over. */
  function uploaded(record: Daily): Daily {
    const toldMs = untilMs - ((untilMs - day.startMs) % quarterMs)
    return { ...record, device_data: { ...record.device_data, last_upload_date: stamp(scene.person.zone, toldMs) } }
  }
}

const entered = (record: Nutrition): Nutrition | null =>
  (record.meals?.length ?? 0) + (record.drink_samples?.length ?? 0) === 0 ? null : record

/** What was measured until then: the scales and the cuff are used once or twice a day. */
function bodyUntil(whole: Body, untilMs: number): Body | null {
  const { metadata, device_data, measurements_data: scales, hydration_data: water } = whole
  const isTold = (at: string | null | undefined): boolean => typeof at === 'string' && Date.parse(at) <= untilMs
  const isWeighed = scales?.measurements?.some((one) => isTold(one.measurement_time)) === true
  const pressures = (whole.blood_pressure_data?.blood_pressure_samples ?? []).filter((one) => isTold(one.timestamp))
  const beats = (whole.heart_data?.heart_rate_data?.detailed?.hr_samples ?? []).filter((one) => isTold(one.timestamp))
  if (!isWeighed && pressures.length === 0) return null
  const mean = (values: (number | null | undefined)[]) =>
    round(
      meanOf(values, (value) => value ?? 0),
      1,
    )
  return {
    metadata,
    ...(device_data === undefined ? {} : { device_data }),
    ...(isWeighed && scales !== undefined ? { measurements_data: scales } : {}),
    ...(isWeighed && water !== undefined ? { hydration_data: water } : {}),
    ...(pressures.length === 0
      ? {}
      : {
          blood_pressure_data: {
            blood_pressure_samples: pressures,
            day_avg_systolic_bp: mean(pressures.map((one) => one.systolic_bp)),
            day_avg_diastolic_bp: mean(pressures.map((one) => one.diastolic_bp)),
          },
          heart_data: {
            heart_rate_data: {
              summary: { avg_hr_bpm: mean(beats.map((one) => one.bpm)) },
              detailed: { hr_samples: beats },
            },
          },
        }),
  }
}
