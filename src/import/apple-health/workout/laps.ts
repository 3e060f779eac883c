import { tidy } from '../../../normalise/tidy.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import type { LapSample } from '../../../schema/records.ts'
import type { Portion } from '../build/cumulative.ts'
import { endOf, type Sample } from '../build/days.ts'
import { meanOf, within } from '../build/emit.ts'
import type { WorkoutDocument } from '../collect/workout-document.ts'

interface Stretch {
  start: number
  end: number
}

/** Two segments follow each other when no more than this lies between them, seconds. */
const seam = 2

/**
 * The laps of a workout: those the person or the pool's wall marked, else the segments that the watch cut by itself.
 * Segments of kilometres and of miles run beside each other, so they are told apart by how they join, and the finer
 * set is taken.
 */
function lapsOf(workout: WorkoutDocument): { trigger: string; laps: Stretch[] } {
  const stretches = (type: string): Stretch[] =>
    workout.events
      .filter((event) => event.type === type)
      .map(({ start, durationSeconds }) => ({ start, end: start + durationSeconds }))
      .sort((a, b) => a.start - b.start || a.end - b.end)
  const laps = stretches('Lap')
  if (laps.length > 0)
    return { trigger: 'MANUAL', laps: laps.map((lap, i) => closed(lap, laps[i + 1]?.start ?? workout.end)) }
  return { trigger: 'DISTANCE', laps: finestChain(stretches('Segment').filter(({ start, end }) => end > start)) }
}

/** Older systems mark only the moment at which a lap begins. */
const closed = ({ start, end }: Stretch, next: number): Stretch => ({ start, end: end > start ? end : next })

function finestChain(segments: readonly Stretch[]): Stretch[] {
  const chains: Stretch[][] = []
  for (const segment of segments) {
    const fits = chains.filter((chain) => Math.abs((chain.at(-1)?.end ?? 0) - segment.start) <= seam)
    const [chain] = fits
    if (chain) chain.push(segment)
    else chains.push([segment])
  }
  return chains.reduce<Stretch[]>((best, chain) => (chain.length > best.length ? chain : best), [])
}

/** A lap with what the samples of the workout tell of it. */
export function lapSamples(
  workout: WorkoutDocument,
  beats: readonly Sample[],
  distance: readonly Portion[],
): LapSample[] {
  const { trigger, laps } = lapsOf(workout)
  return laps.map(({ start, end }) => {
    const meters = distanceBetween(distance, start, end)
    const seconds = end - start
    return {
      start_time: formatTimestamp(start * 1000, workout.offsetMinutes),
      end_time: formatTimestamp(end * 1000, workout.endOffsetMinutes),
      active_duration_seconds: Math.round(seconds),
      avg_hr_bpm: meanOf(within(beats, start, end - 1)),
      distance_meters: meters,
      avg_speed_meters_per_second: meters === null || seconds <= 0 ? null : tidy(meters / seconds),
      trigger_method: trigger,
    }
  })
}

/** Distance samples rarely end with a lap, so those on its borders count in part; null when none touches it. */
function distanceBetween(portions: readonly Portion[], start: number, end: number): number | null {
  let meters: number | null = null
  for (const { sample, value } of portions) {
    const overlap = Math.min(end, endOf(sample)) - Math.max(start, sample.start)
    if (overlap > 0) meters = (meters ?? 0) + (value * overlap) / sample.length
  }
  return meters === null ? null : tidy(meters)
}
