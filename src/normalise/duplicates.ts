import { compatibleSports, sameWorkout, startToleranceMs, type WorkoutSpan } from './sports.ts'

/** A workout of one person as far as groups of duplicates are concerned. */
export interface WorkoutRecord extends WorkoutSpan {
  /** Unique among the workouts given. */
  id: string
  /** Provider, device or app it came from. */
  source: string
  /**
   * Names of the recording it is or was made from: hash of the FIT file, Strava's `external_id`, source bundle and id of
   * an Apple or Health Connect record. Two workouts that share one are known copies. A bundle alone is no such name.
   */
  copyOf?: readonly string[]
  hasGps?: boolean
  hasHeartRateSamples?: boolean
  /** Recorded by a watch, strap or bike computer, not by a phone or by hand. */
  isFromDevice?: boolean
  /** Known to be passed on from elsewhere. */
  isCopy?: boolean
}

export interface DuplicateOptions {
  /** The user's sources, the preferred first; those not named come after them. */
  priority?: readonly string[]
}

/** Records of one workout, two or more. All are kept; the primary is the one to show or count. */
export interface DuplicateGroup<W extends WorkoutRecord = WorkoutRecord> {
  /** Id of the earliest member, for `duplicate_group`. */
  key: string
  primary: W
  /** All of the group in order of start, the primary too. */
  members: W[]
}

/**
 * The groups of records of one workout among one person's workouts (R7); what has no duplicate is in none. Known copies
 * come together first, whatever their times say. Then `sameWorkout` pairs of different sources do, the most alike
 * first, as long as the group stays one workout: no two sports in it that exclude each other, and no source that would
 * have recorded it twice. So a record without a sport does not tie a warm-up run to the strength session after it.
 * The order of the input does not matter.
 */
export function groupDuplicates<W extends WorkoutRecord>(
  workouts: readonly W[],
  { priority = [] }: DuplicateOptions = {},
): DuplicateGroup<W>[] {
  const sorted = workouts.toSorted(inTimeOrder)
  const groups = new Map<W, W[]>(sorted.map((workout) => [workout, [workout]]))
  const groupOf = (workout: W): W[] => groups.get(workout) ?? [workout]
  const join = (a: W[], b: W[]): void => {
    if (a === b) return
    a.push(...b)
    for (const member of b) groups.set(member, a)
  }
  for (const [a, b] of knownCopies(sorted)) join(groupOf(a), groupOf(b))
  for (const { a, b } of pairsByTime(sorted)) {
    if (groupOf(a) !== groupOf(b) && mayBeOne(groupOf(a), groupOf(b))) join(groupOf(a), groupOf(b))
  }
  return [...new Set(sorted.map(groupOf))]
    .filter((members) => members.length > 1)
    .map((members) => groupFrom(members.sort(inTimeOrder), priority))
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const inTimeOrder = (a: WorkoutRecord, b: WorkoutRecord): number =>
  a.startMs - b.startMs || a.endMs - b.endMs || compareText(a.id, b.id)

function* knownCopies<W extends WorkoutRecord>(workouts: readonly W[]): Generator<[W, W]> {
  const firsts = new Map<string, W>()
  for (const workout of workouts) {
    for (const name of workout.copyOf ?? []) {
      const first = firsts.get(name)
      if (first) yield [first, workout]
      else firsts.set(name, workout)
    }
  }
}

interface Pair<W> {
  a: W
  b: W
  likeness: number
}

/** Pairs of different sources that tell the same workout, the most alike first; `sorted` is in order of start. */
function pairsByTime<W extends WorkoutRecord>(sorted: readonly W[]): Pair<W>[] {
  const pairs: Pair<W>[] = []
  for (const [index, a] of sorted.entries()) {
    for (let next = index + 1; next < sorted.length; next++) {
      const b = sorted[next]
      if (b === undefined || b.startMs - a.startMs > startToleranceMs) break
      if (a.source !== b.source && sameWorkout(a, b)) pairs.push({ a, b, likeness: likeness(a, b) })
    }
  }
  return pairs.sort((one, other) => other.likeness - one.likeness)
}

/** Time in common of all the time two workouts cover, 0 to 1. */
function likeness(a: WorkoutSpan, b: WorkoutSpan): number {
  const allMs = Math.max(a.endMs, b.endMs) - Math.min(a.startMs, b.startMs)
  return allMs === 0 ? 1 : (Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs)) / allMs
}

const mayBeOne = (a: readonly WorkoutRecord[], b: readonly WorkoutRecord[]): boolean =>
  a.every((one) => b.every((other) => one.source !== other.source && compatibleSports(one.type, other.type)))

function groupFrom<W extends WorkoutRecord>(members: W[], priority: readonly string[]): DuplicateGroup<W> {
  const rank = ({ source }: WorkoutRecord): number => {
    const place = priority.indexOf(source)
    return place === -1 ? priority.length : place
  }
  // The members are in order of time, which decides among equals.
  const primary = members.reduce((best, member) =>
    (rank(member) - rank(best) || richer(member, best)) < 0 ? member : best,
  )
  return { key: members[0]?.id ?? primary.id, primary, members }
}

/** Negative when the first is the richer. */
const richer = (a: WorkoutRecord, b: WorkoutRecord): number =>
  yes(b.hasGps) - yes(a.hasGps) ||
  yes(b.hasHeartRateSamples) - yes(a.hasHeartRateSamples) ||
  yes(b.isFromDevice) - yes(a.isFromDevice) ||
  yes(a.isCopy) - yes(b.isCopy)

const yes = (claim: boolean | undefined): number => (claim === true ? 1 : 0)
