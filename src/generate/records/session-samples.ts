import type { Point, Session } from '../life/session.ts'
import { stamp } from '../local-day.ts'
import type { Scene } from '../scene.ts'

/** Where a session ended; its sums are those of the whole. */
export const lastOf = (points: readonly Point[]): Point => {
  const last = points.at(-1)
  if (last === undefined) throw new RangeError('a session has points')
  return last
}

/** Time keys of a sample. */
export const timed = (scene: Scene, session: Session, point: Point) => ({
  timestamp: stamp(scene.person.zone, session.startMs + point.seconds * 1000),
  timer_duration_seconds: point.seconds,
})
