import type { Day } from '../../import/apple-health/build/days.ts'
import type { ImportedRecord } from '../../import/importer.ts'
import { fillCalories } from '../../normalise/calories.ts'
import { tidy } from '../../normalise/tidy.ts'
import { UploadType } from '../../schema/enums.ts'
import type { CaloriesData, Daily } from '../../schema/records.ts'
import type { PhoneDevice } from '../wire/batch.ts'
import type { HealthKitAggregate } from '../wire/healthkit.ts'
import { quantityOf } from '../wire/healthkit-values.ts'
import { deviceOfPhone } from './device.ts'
import { withHours } from './hourly.ts'

/**
 * The records of a day with the figures that HealthKit itself worked out: its statistics count every source once, by the
 * person's own order, so they win over the sums of samples. A day of which there are only figures gets a record of its own.
 */
export function withFigures(
  records: readonly ImportedRecord[],
  day: Day,
  aggregates: readonly HealthKitAggregate[],
  device: PhoneDevice | null,
): ImportedRecord[] {
  const told = aggregates.filter((aggregate) => isTold(aggregate, day))
  if (told.length === 0) return [...records]
  const found = records.find((imported) => imported.type === 'daily')
  // Food alone makes a record of what was eaten, not a day of movement.
  if (found === undefined && told.every(({ healthType }) => healthType.name === eaten)) return [...records]
  const bare: Daily = {
    metadata: { ...day.metadata, upload_type: UploadType.AUTOMATIC },
    device_data: deviceOfPhone(device),
  }
  const record = filled(found?.type === 'daily' ? found.record : bare, told)
  return [{ type: 'daily', record }, ...records.filter((imported) => imported !== found)]
}

const eaten = 'DietaryEnergyConsumed'

/** A nought that no sample stands behind is no measurement (R9). */
const isTold = ({ aggregate: { sum, avg, min, max }, healthType }: HealthKitAggregate, day: Day): boolean =>
  [sum, avg, min, max].some((figure) => figure !== null && figure > 0) || (day.samples[healthType.id]?.length ?? 0) > 0

function filled(daily: Daily, aggregates: readonly HealthKitAggregate[]): Daily {
  const of = (name: string): HealthKitAggregate | undefined =>
    aggregates.find(({ healthType }) => healthType.name === name)
  const figure = (name: string, part: 'sum' | 'avg' | 'min' | 'max' = 'sum'): number | null => {
    const found = of(name)
    const raw = found?.aggregate[part] ?? null
    const value = found === undefined || raw === null ? null : quantityOf(found.healthType, raw, found.aggregate.unit)
    return typeof value === 'number' ? tidy(value) : null
  }
  const whole = (value: number | null): number | null => (value === null ? null : Math.round(value))
  const changed = (figures: Readonly<Record<string, number | null>>) =>
    Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null))
  const [steps, meters, floors] = [of('StepCount'), of('DistanceWalkingRunning'), of('FlightsClimbed')].map(
    (found) => found?.aggregate,
  )
  const distance = changed({
    steps: whole(figure('StepCount')),
    distance_meters: figure('DistanceWalkingRunning'),
    floors_climbed: whole(figure('FlightsClimbed')),
  })
  const durations = changed({
    activity_seconds: figure('AppleExerciseTime'),
    standing_seconds: figure('AppleStandTime'),
  })
  const rates = changed({
    avg_hr_bpm: figure('HeartRate', 'avg'),
    min_hr_bpm: figure('HeartRate', 'min'),
    max_hr_bpm: figure('HeartRate', 'max'),
    resting_hr_bpm: figure('RestingHeartRate', 'avg'),
  })
  const known = daily.distance_data
  return {
    ...daily,
    ...((known != null || isAny(distance)) && {
      distance_data: { ...known, ...distance, detailed: withHours(known?.detailed, { steps, meters, floors }) },
    }),
    calories_data: caloriesOf(daily.calories_data, {
      net_activity_calories: figure('ActiveEnergyBurned'),
      BMR_calories: figure('BasalEnergyBurned'),
      net_intake_calories: figure(eaten),
    }),
    active_durations_data: isAny(durations)
      ? { ...daily.active_durations_data, ...durations }
      : (daily.active_durations_data ?? null),
    // What samples say of the heart is finer than the figures of the day, which stand in where there are none.
    heart_rate_data: isAny(rates)
      ? {
          ...daily.heart_rate_data,
          summary: { ...rates, ...present(daily.heart_rate_data?.summary) },
          detailed: daily.heart_rate_data?.detailed ?? null,
        }
      : (daily.heart_rate_data ?? null),
  }
}

/** The figures win; the sum of active and basal energy follows them (R11). */
function caloriesOf(
  known: CaloriesData | null | undefined,
  figures: Pick<CaloriesData, 'net_activity_calories' | 'BMR_calories' | 'net_intake_calories'>,
): CaloriesData | null {
  const told = present(figures)
  if (!isAny(told)) return known ?? null
  return fillCalories({ calorie_samples: [], ...known, ...told, total_burned_calories: null })
}

const isAny = (figures: object): boolean => Object.keys(figures).length > 0

/** Without the members that are null. */
function present<T extends object>(figures: T | null | undefined): Partial<T> {
  const told: Partial<T> = { ...figures }
  for (const key in told) if (told[key] == null) delete told[key]
  return told
}
