import { randomStream } from '../random.ts'
import type { City } from './cities.ts'

export type LatLng = [latitude: number, longitude: number]

interface Wave {
  amplitude: number
  frequency: number
  phase: number
}

/** The ground under a course: height and slope after so many metres. */
export interface Terrain {
  elevationAt(meters: number): number
  /** Rise over run. */
  gradeAt(meters: number): number
}

export const flatTerrain = (altitudeMeters: number): Terrain => ({
  elevationAt: () => altitudeMeters,
  gradeAt: () => 0,
})

/** Hills along a course of about this length; slopes stay below 12 %, and a loop comes back to its height. */
export function terrainOf(seed: string, city: City, key: number, lengthMeters: number, hills: number): Terrain {
  const random = randomStream(seed, 'terrain', key)
  const length = Math.max(lengthMeters, 1000)
  const waves = [1, 2, 3, 5, 8, 13].map((frequency): Wave => {
    const steepest = (Math.min(0.02, 0.008 * (1 + hills / 2)) * length) / (2 * Math.PI * frequency)
    const amplitude = Math.min((hills * city.hillMeters) / (1 + 0.5 * frequency), steepest) * random.between(0.5, 1)
    return { amplitude, frequency, phase: random.between(0, 2 * Math.PI) }
  })
  const angle = (wave: Wave, meters: number): number => (2 * Math.PI * wave.frequency * meters) / length + wave.phase
  const height = (meters: number): number =>
    waves.reduce((sum, wave) => sum + wave.amplitude * Math.sin(angle(wave, meters)), 0)
  const start = height(0)
  return {
    elevationAt: (meters) => city.altitudeMeters + height(meters) - start,
    gradeAt: (meters) =>
      waves.reduce(
        (sum, wave) => sum + ((2 * Math.PI * wave.frequency) / length) * wave.amplitude * Math.cos(angle(wave, meters)),
        0,
      ),
  }
}

const corners = 720
/** Metres of a degree of latitude on a sphere of 6,371 km. */
const metersPerDegree = 111_194.93

/**
 * A closed course of exactly this length that starts near the city's point: a circle with bays and capes. Gives the
 * position after so many metres; ask in rising order. Callers keep within the length.
 */
export function loopCourse(seed: string, city: City, key: number, lengthMeters: number): (meters: number) => LatLng {
  const random = randomStream(seed, 'course', key)
  const bays = [2, 3, 4, 6].map((k) => ({
    k,
    depth: random.between(0.3, 1) * (0.28 / k),
    phase: random.between(0, 6.28),
  }))
  const turn = random.chance(0.5) ? 1 : -1
  const heading = random.between(0, 2 * Math.PI)
  const points = Array.from({ length: corners + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners
    const radius = bays.reduce((sum, bay) => sum + bay.depth * Math.cos(bay.k * angle + bay.phase), 1)
    return { x: radius * Math.cos(heading + turn * angle), y: radius * Math.sin(heading + turn * angle), along: 0 }
  })
  for (let i = 1; i < points.length; i++) {
    const point = points[i]
    const before = points[i - 1]
    if (point && before) point.along = before.along + Math.hypot(point.x - before.x, point.y - before.y)
  }
  const scale = lengthMeters / (points.at(-1)?.along ?? 1)
  const origin = points[0] ?? { x: 0, y: 0, along: 0 }
  const latitude = city.latitude + random.normal(0, 0.004)
  const longitude = city.longitude + random.normal(0, 0.006)
  const perLongitude = metersPerDegree * Math.cos((latitude * Math.PI) / 180)
  let at = 1

  return (meters) => {
    const along = meters / scale
    while (at < corners && (points[at]?.along ?? 0) < along) at++
    const from = points[at - 1] ?? origin
    const to = points[at] ?? origin
    const share = to.along > from.along ? (along - from.along) / (to.along - from.along) : 0
    const x = from.x + (to.x - from.x) * share - origin.x
    const y = from.y + (to.y - from.y) * share - origin.y
    return [latitude + (y * scale) / metersPerDegree, longitude + (x * scale) / perLongitude]
  }
}
