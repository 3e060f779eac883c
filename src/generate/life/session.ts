import { clamp, ease, round } from '../numbers.ts'
import { type Random, randomStream, smoothNoise } from '../random.ts'
import type { Condition } from './condition.ts'
import type { PlannedSession } from './day-plan.ts'
import type { Person } from './person.ts'
import { flatTerrain, type LatLng, loopCourse, type Terrain, terrainOf } from './route.ts'
import type { Motion } from './sports.ts'

/** The state at one sample of a session. Sums count from its start, others hold for the step that ends here. */
export interface Point {
  seconds: number
  bpm: number
  speed: number
  /** Rounded to decimetres, as the samples show it; the last is the session's distance. */
  meters: number
  elevation: number
  /** Steps, strokes or turns a minute. */
  cadence: number
  watts: number
  /** Above rest. */
  activeKcal: number
  grossKcal: number
  met: number
  steps: number
  strokes: number
}

export interface Session extends PlannedSession {
  stepSeconds: number
  durationSeconds: number
  points: Point[]
  /** Opens the course it was done on; null indoors. */
  position: (() => (meters: number) => LatLng) | null
  /** Banister's training impulse. */
  trimp: number
}

/** Aerobic effort wanted at a moment, as share of the reserve: warm-up, main part, cool-down. */
function effortCurve(random: Random, plan: PlannedSession, seconds: number): (at: number) => number {
  const [low, high] = plan.sport.effort
  const steady = random.between(low, high)
  const easy = 0.62 * steady
  const warmUp = Math.min(600, seconds * 0.2)
  const coolDown = seconds - Math.min(420, seconds * 0.12)
  const work = random.integer(150, 270)
  const rest = random.integer(80, 150)
  const main = (at: number): number => {
    if (plan.structure === 'progressive') return steady * (0.9 + 0.24 * ((at - warmUp) / (coolDown - warmUp)))
    if (plan.structure === 'steady') return steady
    const working = (at - warmUp) % (work + rest) < work
    return working ? Math.min(0.94, steady * 1.28) : steady * 0.74
  }
  return (at) => {
    if (at < warmUp) return easy + (steady - easy) * ease(at, 0, warmUp)
    if (at > coolDown) return steady + (easy - steady) * ease(at, coolDown, seconds)
    return main(at)
  }
}

/** Speed of a rider on the flat or a slope for a power, by bisection: air, rolling and climbing resistance. */
function rideSpeed(watts: number, massKg: number, grade: number, outdoors: boolean): number {
  const climb = outdoors ? grade : 0
  const needed = (v: number): number => v * (0.5 * 1.2 * 0.34 * v * v + massKg * 9.81 * (0.005 + climb))
  let low = 1
  let high = 16
  for (let i = 0; i < 12; i++) {
    const middle = (low + high) / 2
    if (needed(middle) > watts) high = middle
    else low = middle
  }
  return low
}

/**
 * Speed and cadence of an effort. Running and walking after the oxygen cost equations of the American College of
 * Sports Medicine; rowing after Concept2's watts = 2.8 × speed³.
 */
function move(motion: Motion, person: Person, body: Condition, effort: number, watts: number, grade: number) {
  // ml/kg/min above rest
  const oxygen = effort * (body.vo2max - 3.5)
  switch (motion) {
    case 'run': {
      const speed = clamp(oxygen / (0.2 + 0.9 * clamp(grade, -0.08, 0.1)) / 60, 1.7, 6)
      return { speed, cadence: 136 + 10 * speed }
    }
    case 'walk': {
      const speed = clamp(oxygen / (0.1 + 1.2 * Math.max(-0.01, grade)) / 60, 1.05, 1.7)
      return { speed, cadence: (60 * speed) / person.strideMeters }
    }
    case 'ride':
      return { speed: rideSpeed(watts, body.weightKg + 9, grade, true), cadence: 68 + 26 * effort }
    case 'row':
      return { speed: (watts / 2.8) ** (1 / 3), cadence: 18 + 10 * effort }
    case 'swim':
      return { speed: 0.62 + 0.85 * effort * (0.5 + body.fitness), cadence: 20 + 14 * effort }
    case 'still':
      return { speed: 0, cadence: 0 }
  }
}

const swims = (motion: Motion): boolean => motion === 'swim'
const walksOrRuns = (motion: Motion): boolean => motion === 'run' || motion === 'walk'
export const hasPower = (motion: Motion): boolean => motion === 'ride' || motion === 'row'

/** Plays a planned session through: every sample from its first second to its last. */
export function playSession(person: Person, body: Condition, plan: PlannedSession): Session {
  const random = randomStream(person.seed, 'session', plan.startMs)
  const durationSeconds = (plan.endMs - plan.startMs) / 1000
  const stepSeconds = durationSeconds <= 1800 ? 5 : durationSeconds <= 5400 ? 10 : 20
  const { motion, outdoors } = plan.sport
  const effortAt = effortCurve(random, plan, durationSeconds)
  const waver = smoothNoise(person.seed, 'session-noise', plan.startMs)
  const terrain = terrainFor(person, body, plan, durationSeconds)
  const stepMeters = 0.42 * (person.heightCm / 100)
  const reserve = person.maxHr - body.restingHr
  const strokeMeters = 1.15 + 0.5 * body.fitness

  let bpm = body.restingHr + random.between(8, 16)
  let speed = 0
  let exact = { meters: 0, steps: 0, strokes: 0, active: 0, gross: 0, trimp: 0 }
  const points: Point[] = [pointOf(0, bpm, 0, exact, terrain.elevationAt(0), 0, 0, 1)]
  for (let at = stepSeconds; at <= durationSeconds; at += stepSeconds) {
    const effort = effortAt(at) * (1 + 0.05 * waver(at / 45))
    const drift = 1 + 0.035 * (at / 3600)
    const goal = Math.min(person.maxHr - 2, body.restingHr + reserve * effort ** 0.92 * drift)
    bpm += (goal - bpm) * (1 - Math.exp(-stepSeconds / 38)) + 0.5 * waver(at / 12 + 0.5)
    const grade = terrain.gradeAt(exact.meters)
    const watts = hasPower(motion)
      ? Math.max(40, (body.ftpWatts * (motion === 'row' ? 0.85 : 1) * effort) / 0.8 + 900 * clamp(grade, -0.04, 0.06)) *
        (1 + 0.13 * waver(at / 9))
      : 0
    const moved = move(motion, person, body, effort, watts, grade)
    speed += (moved.speed - speed) * (motion === 'ride' ? 0.3 : 0.6)
    const cadence = moved.cadence * (1 + 0.025 * waver(at / 20 + 7))
    const minutes = stepSeconds / 60
    const active = hasPower(motion)
      ? // Muscles turn about 23 % of their energy into work.
        ((watts / 0.23) * stepSeconds) / 4184
      : (((effort * (body.vo2max - 3.5)) / 3.5) * body.weightKg * minutes) / 60
    const meters = speed * stepSeconds
    const heartShare = clamp((bpm - body.restingHr) / reserve, 0, 1)
    exact = {
      meters: exact.meters + meters,
      steps: exact.steps + (walksOrRuns(motion) ? (motion === 'run' ? cadence * minutes : meters / stepMeters) : 0),
      strokes: exact.strokes + (swims(motion) ? meters / strokeMeters : 0),
      active: exact.active + active,
      gross: exact.gross + active + (body.bmr * minutes) / 1440,
      // Banister (1991); the weight differs between men and women.
      trimp:
        exact.trimp +
        minutes *
          heartShare *
          (person.sex === 'male' ? 0.64 * Math.exp(1.92 * heartShare) : 0.86 * Math.exp(1.67 * heartShare)),
    }
    const met = 1 + (active * 60) / (minutes * body.weightKg)
    points.push(pointOf(at, bpm, speed, exact, terrain.elevationAt(exact.meters), cadence, watts, met))
  }
  const course = () => loopCourse(person.seed, person.home, plan.startMs, exact.meters)
  const position = outdoors && motion !== 'still' ? course : null
  return { ...plan, stepSeconds, durationSeconds, points, position, trimp: exact.trimp }
}

function terrainFor(person: Person, body: Condition, plan: PlannedSession, seconds: number): Terrain {
  const { motion, outdoors, effort } = plan.sport
  if (!outdoors) return flatTerrain(person.home.altitudeMeters)
  const watts = (body.ftpWatts * effort[0]) / 0.8
  const { speed } = move(motion, person, body, effort[0], watts, 0)
  return terrainOf(person.seed, person.home, plan.startMs, speed * seconds, plan.sport.hills)
}

interface Sums {
  meters: number
  steps: number
  strokes: number
  active: number
  gross: number
}

function pointOf(
  seconds: number,
  bpm: number,
  speed: number,
  sums: Sums,
  elevation: number,
  cadence: number,
  watts: number,
  met: number,
): Point {
  return {
    seconds,
    bpm: Math.round(bpm),
    speed: round(speed, 2),
    meters: round(sums.meters, 1),
    elevation: round(elevation, 1),
    cadence: Math.round(cadence),
    watts: Math.round(watts),
    activeKcal: sums.active,
    grossKcal: sums.gross,
    met,
    steps: Math.round(sums.steps),
    strokes: Math.round(sums.strokes),
  }
}
