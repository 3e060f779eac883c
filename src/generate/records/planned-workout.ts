import type { PlannedWorkout, PlannedWorkoutDetailsStep } from '../../schema/records.ts'
import { known } from '../filled.ts'
import { conditionOn } from '../life/condition.ts'
import { hasPower } from '../life/session.ts'
import type { Sport } from '../life/sports.ts'
import { addDays, clockTime, type LocalDay, localDay, stamp } from '../local-day.ts'
import { round, sumOf } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { idOf, numericId, type Scene } from '../scene.ts'

// The numbers follow the order of the names in Terra's client libraries.
const intensity = { WARMUP: 1, COOLDOWN: 2, RECOVERY: 3, INTERVAL: 4 } as const
const stepType = { STEP: 0, REPETITION: 1 } as const
const durationType = { TIME: 0, REPS: 9 } as const
const targetType = { HEART_RATE: 1, POWER: 4 } as const

/** A workout of intervals that is in the provider's calendar for the day, written two days before. */
export function plannedWorkout(scene: Scene, day: LocalDay): PlannedWorkout {
  const { person, slug } = scene
  const random = randomStream(person.seed, slug, 'planned', day.date)
  const body = conditionOn(person, day)
  const sport = random.pick(scene.sports.filter(({ light, motion }) => !light && motion !== 'still'))
  const work = 60 * random.integer(2, 6)
  const rest = 60 * random.integer(1, 3)
  const repetitions = random.integer(4, 8)
  const warmUp = 60 * random.integer(8, 15)
  const coolDown = 60 * random.integer(5, 10)
  const aim = (low: number, high: number) => targetOf(scene, sport, body.ftpWatts, body.restingHr, low, high)
  const steps: PlannedWorkoutDetailsStep[] = [
    { ...step(0, 'Warm-up', intensity.WARMUP, warmUp), targets: aim(0.5, 0.65) },
    {
      order: 1,
      name: `${repetitions} intervals`,
      type: stepType.REPETITION,
      durations: [{ duration_type: durationType.REPS, reps: repetitions }],
      steps: [
        { ...step(0, 'Work', intensity.INTERVAL, work), targets: aim(0.88, 0.98) },
        { ...step(1, 'Recover', intensity.RECOVERY, rest), targets: aim(0.5, 0.62) },
      ],
    },
    { ...step(2, 'Cool-down', intensity.COOLDOWN, coolDown), targets: aim(0.45, 0.6) },
  ]
  const seconds = sumOf([warmUp, repetitions * (work + rest), coolDown], (part) => part)
  const written = stamp(person.zone, clockTime(localDay(addDays(day.date, -2), day.zone), 18 * 60 + 12))
  const providerId = numericId(scene, 'planned', day.date)
  return known<PlannedWorkout>({
    planned_workout_id: idOf(scene, 'planned_workout', day.date),
    planned_date: day.date,
    provider_workout_id: providerId,
    is_external: true,
    created_at: written,
    last_updated_at: written,
    athlete_metrics: known({
      max_heart_rate: person.maxHr,
      threshold_heart_rate: Math.round(body.restingHr + 0.86 * (person.maxHr - body.restingHr)),
      ftp: hasPower(sport.motion) ? Math.round(body.ftpWatts) : undefined,
    }),
    details: {
      metadata: {
        id: providerId,
        provider: slug,
        name: `${sport.name}: ${repetitions} × ${work / 60} min`,
        description: `Warm up, ${repetitions} times ${work / 60} minutes hard with ${rest / 60} minutes easy, cool down.`,
        type: sport.type,
        planned_date: day.date,
        created_date: written,
        estimated_duration_seconds: seconds,
        estimated_calories: Math.round((seconds / 3600) * body.weightKg * 8),
        estimated_if: 0.84,
        estimated_tss: round((seconds / 3600) * 0.84 ** 2 * 100, 1),
      },
      steps,
    },
  })
}

const step = (order: number, name: string, intensityClass: number, seconds: number): PlannedWorkoutDetailsStep => ({
  order,
  name,
  type: stepType.STEP,
  intensity: intensityClass,
  durations: [{ duration_type: durationType.TIME, seconds }],
})

/** Between two shares of what the person can: watts where there is a power meter, else beats. */
function targetOf(scene: Scene, sport: Sport, ftpWatts: number, restingHr: number, low: number, high: number) {
  if (scene.can.power && hasPower(sport.motion)) {
    return [
      {
        target_type: targetType.POWER,
        power_watt_low: Math.round(ftpWatts * low),
        power_watt_high: Math.round(ftpWatts * high),
      },
    ]
  }
  const beats = (share: number): number => Math.round(restingHr + share * (scene.person.maxHr - restingHr) * 0.95)
  return [{ target_type: targetType.HEART_RATE, hr_bpm_low: beats(low), hr_bpm_high: beats(high) }]
}
