import { fillCalories } from '../../normalise/calories.ts'
import { max, sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { type Day, isManual, type Sample, startText } from './day.ts'
import type { TotalsDocument } from './documents.ts'
import { type Counted, countOfDay, heartRateOf, meanOf, oxygenOf, runningTotals, tidied, whole } from './figures.ts'
import type { Measure } from './measures.ts'
import { deviceOf } from './sources.ts'

/** A day with its neighbours, whose amounts may reach into it. */
export interface Neighbourhood {
  before: Day | undefined
  day: Day
  after: Day | undefined
}

/** What makes a day of movement; food, scales and cuffs have records of their own. */
const own = [
  'steps',
  'meters',
  'floors',
  'climbMeters',
  'activeKcal',
  'totalKcal',
  'heartRate',
  'restingHeartRate',
  'rmssd',
  'sdnn',
  'saturation',
  'vo2max',
  'stress',
] as const satisfies readonly Measure[]

/** The movement, heart and energy of a day; null when the archive has none of it. */
export function buildDaily({ before, day, after }: Neighbourhood): Daily | null {
  const samples = own.flatMap((measure) => day.of(measure))
  if (samples.length === 0 && day.totals.length === 0) return null
  const counted = (measure: Measure): Counted => countOfDay(measure, before, day, after)
  const moved = bestOf(day.totals, 'moved')
  return {
    metadata: {
      ...day.metadata,
      upload_type: samples.some(isManual) ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    device_data: deviceOf(samples),
    distance_data: distanceOf(counted, moved, bestOf(day.totals, 'climbed')),
    calories_data: caloriesOf(counted, bestOf(day.totals, 'burned') ?? moved, day),
    active_durations_data: moved?.activeSeconds == null ? null : { activity_seconds: moved.activeSeconds },
    heart_rate_data: heartRateOf({
      rates: day.of('heartRate'),
      resting: day.of('restingHeartRate'),
      rmssd: day.of('rmssd'),
      sdnn: day.of('sdnn'),
    }),
    oxygen_data: oxygenOf(day.of('saturation'), day.of('vo2max')),
    stress_data: stressOf(day.of('stress')),
  }
}

/** The figures that count of those that several devices gave: never their sum (R8). */
function bestOf(totals: readonly TotalsDocument[], group: TotalsDocument['group']): TotalsDocument | undefined {
  const most = ({ steps, restKcal, activeKcal, totalKcal, floors }: TotalsDocument): number =>
    sum([steps, restKcal, activeKcal, totalKcal, floors]) ?? 0
  return totals
    .filter((document) => document.group === group)
    .sort((a, b) => a.rank - b.rank || most(b) - most(a))
    .at(0)
}

function distanceOf(
  counted: (measure: Measure) => Counted,
  moved: TotalsDocument | undefined,
  climbed: TotalsDocument | undefined,
): Daily['distance_data'] {
  const [steps, meters, floors, climb] = [
    counted('steps'),
    counted('meters'),
    counted('floors'),
    counted('climbMeters'),
  ]
  const figures = {
    steps: whole(moved?.steps ?? steps.total),
    distance_meters: tidied(moved?.meters ?? meters.total),
    floors_climbed: whole(climbed?.floors ?? moved?.floors ?? floors.total),
  }
  if (Object.values(figures).every((figure) => figure === null) && climb.total === null) return null
  return {
    ...figures,
    elevation: climb.total === null ? null : { gain_actual_meters: climb.total },
    detailed: {
      step_samples: runningTotals(steps, (timestamp, total) => ({ timestamp, steps: Math.round(total) })),
      distance_samples: runningTotals(meters, (timestamp, distance_meters) => ({ timestamp, distance_meters })),
      floors_climbed_samples: runningTotals(floors, (timestamp, floors_climbed) => ({ timestamp, floors_climbed })),
      elevation_samples: [],
    },
  }
}

function caloriesOf(
  counted: (measure: Measure) => Counted,
  burned: TotalsDocument | undefined,
  day: Day,
): Daily['calories_data'] {
  const [active, total] = [counted('activeKcal'), counted('totalKcal')]
  const intake = sum(day.meals.map(({ macros }) => macros.calories))
  const figures = {
    net_activity_calories: tidied(burned?.activeKcal ?? active.total),
    BMR_calories: tidied(burned?.restKcal ?? null),
    total_burned_calories: tidied(burned?.totalKcal ?? total.total),
  }
  if (Object.values(figures).every((figure) => figure === null) && intake === null) return null
  const calories = {
    ...figures,
    net_intake_calories: tidied(intake),
    // Not a running total: the active energy of each interval, at its start.
    calorie_samples: active.portions.map(({ sample, value }) => ({
      timestamp: startText(sample.sample),
      calories: tidy(value),
    })),
  }
  // The third of three is derived only of what one source told (R11).
  const isOneRecord = burned !== undefined && known(burned.activeKcal, burned.restKcal, burned.totalKcal) > 1
  return isOneRecord || isOneSource(active, total) ? fillCalories(calories) : calories
}

const known = (...figures: readonly (number | null)[]): number => figures.filter((figure) => figure !== null).length

const isOneSource = (...amounts: readonly Counted[]): boolean =>
  new Set(amounts.flatMap(({ portions }) => portions.map(({ source }) => source))).size === 1

function stressOf(samples: readonly Sample[]): Daily['stress_data'] {
  if (samples.length === 0) return null
  return {
    avg_stress_level: meanOf(samples),
    max_stress_level: tidied(max(samples.map(({ value }) => value))),
    samples: samples.map((sample) => ({ timestamp: startText(sample), level: tidy(sample.value) })),
  }
}
