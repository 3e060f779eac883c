import { SleepLevel } from '../schema/enums.ts'
import type { SleepDurationsData } from '../schema/records.ts'
import { type Interval, ruleTimeline } from './interval-sweep.ts'
import { tidy } from './tidy.ts'
import { localDate } from './time.ts'

/** A stretch of one sleep level as a source gives it. Level 0 is time in bed of which nothing more is known. */
export interface SleepSegment extends Interval {
  level: SleepLevel
}

/** Segments of one source that make one sleep. */
export interface SleepSession<S extends SleepSegment = SleepSegment> extends Interval {
  source: string
  segments: S[]
}

const hourMs = 3_600_000

/**
 * Joins segments to sleeps: those of one source whose gap is at most `maxGapMs` (60 minutes, R4). Sources never mix.
 * The result is in order of start; the order of the input does not matter.
 */
export function joinSegments<S extends SleepSegment & { source: string }>(
  segments: readonly S[],
  maxGapMs = hourMs,
): SleepSession<S>[] {
  const open = new Map<string, SleepSession<S>>()
  const sessions: SleepSession<S>[] = []
  for (const segment of segments.toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs || a.level - b.level)) {
    const current = open.get(segment.source)
    if (current && segment.startMs - current.endMs <= maxGapMs) {
      current.segments.push(segment)
      current.endMs = Math.max(current.endMs, segment.endMs)
      continue
    }
    const { source, startMs, endMs } = segment
    const session = { source, startMs, endMs, segments: [segment] }
    open.set(source, session)
    sessions.push(session)
  }
  return sessions.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
}

/** The day a sleep belongs to: local date of its end, the date of waking (R3). */
export const sleepDay = (sleep: { endMs: number; offsetMinutes: number }): string =>
  localDate(sleep.endMs, sleep.offsetMinutes)

/** A sleep as far as naps are concerned; `offsetMinutes` is that of its start. */
export interface NapCandidate extends Interval {
  offsetMinutes: number
}

const napLimitMs = 3 * hourMs

/**
 * `metadata.is_nap` (R4). The provider's flag decides when there is one. Else the longest of `sameDay`, all sleeps of
 * the same day key, is the main sleep (the earliest of equals): false. Another is a nap if under 3 hours and begun from
 * 09:00 to before 21:00 local time: true. What is neither is a second sleep: null.
 */
export function isNap(
  sleep: NapCandidate,
  sameDay: readonly NapCandidate[],
  providerFlag?: boolean | null,
): boolean | null {
  if (typeof providerFlag === 'boolean') return providerFlag
  const lengthMs = sleep.endMs - sleep.startMs
  const isMain = sameDay.every((other) => {
    const otherMs = other.endMs - other.startMs
    return otherMs < lengthMs || (otherMs === lengthMs && other.startMs >= sleep.startMs)
  })
  if (isMain) return false
  const localMs = sleep.startMs + sleep.offsetMinutes * 60_000
  const timeOfDayMs = localMs - Math.floor(localMs / (24 * hourMs)) * 24 * hourMs
  return lengthMs < napLimitMs && timeOfDayMs >= 9 * hourMs && timeOfDayMs < 21 * hourMs ? true : null
}

/** What `sleepSummary` says of one sleep. */
export interface SleepSummary extends Interval {
  /** All of `sleep_durations_data` but the hypnogram, which needs the caller's offset. */
  durations: Pick<SleepDurationsData, 'asleep' | 'awake' | 'other' | 'sleep_efficiency'>
  /** The level from each instant on, until the next; the last one ends at `endMs`. Gaps are level 0. */
  hypnogram: { startMs: number; level: SleepLevel }[]
}

// Where segments of one source overlap, the one that says more counts: a stage, then awake, then sleep without stage.
const weight: Record<SleepLevel, number> = { 6: 0, 5: 1, 4: 2, 3: 3, 1: 4, 2: 5, 0: 6 }

const isStage = (level: SleepLevel): boolean => level >= SleepLevel.LIGHT_SLEEP
const isAsleep = (level: SleepLevel): boolean => level === SleepLevel.SLEEPING || isStage(level)
const isAwake = (level: SleepLevel): boolean => level === SleepLevel.AWAKE || level === SleepLevel.OUT_OF_BED

/**
 * Durations, efficiency and hypnogram of one sleep from its segments (R13). What overlaps counts once; what no
 * segment covers stays unmeasured. In bed is last end − first start, widened by the `inBed` intervals, of whatever
 * source, that overlap the sleep. Asleep is levels 2 + 4 + 5 + 6. What the source cannot tell is null: stages if it has
 * none, awake time if it only marks sleep, latencies if nothing says when the person lay down or got up. Throws
 * RangeError without segments.
 */
export function sleepSummary(segments: readonly SleepSegment[], inBed: readonly Interval[] = []): SleepSummary {
  const span = bedSpan(segments, inBed)
  return { ...span, ...summarise(levelsOf(segments, span), span) }
}

function bedSpan(segments: readonly SleepSegment[], inBed: readonly Interval[]): Interval & { bedIsKnown: boolean } {
  if (segments.length === 0) throw new RangeError('a sleep needs at least one segment')
  const startMs = segments.reduce((least, segment) => Math.min(least, segment.startMs), Number.POSITIVE_INFINITY)
  const endMs = segments.reduce((most, segment) => Math.max(most, segment.endMs), Number.NEGATIVE_INFINITY)
  const beds = inBed.filter((bed) => bed.startMs < endMs && bed.endMs > startMs)
  return {
    startMs: beds.reduce((least, bed) => Math.min(least, bed.startMs), startMs),
    endMs: beds.reduce((most, bed) => Math.max(most, bed.endMs), endMs),
    bedIsKnown: beds.length > 0,
  }
}

type Level = Interval & { level: SleepLevel }

/** The whole span cut into stretches of one level each, gaps as level 0. */
function levelsOf(segments: readonly SleepSegment[], span: Interval): Level[] {
  const ranked = segments.toSorted((a, b) => weight[a.level] - weight[b.level] || b.startMs - a.startMs)
  const levels: Level[] = []
  const add = (startMs: number, endMs: number, level: SleepLevel): void => {
    const last = levels.at(-1)
    if (last?.level === level) last.endMs = endMs
    else if (endMs > startMs) levels.push({ startMs, endMs, level })
  }
  let reachedMs = span.startMs
  for (const { startMs, endMs, item } of ruleTimeline(ranked)) {
    if (startMs > reachedMs) add(reachedMs, startMs, SleepLevel.UNKNOWN)
    add(startMs, endMs, item.level)
    reachedMs = endMs
  }
  if (span.endMs > reachedMs) add(reachedMs, span.endMs, SleepLevel.UNKNOWN)
  return levels
}

function summarise(
  levels: readonly Level[],
  span: Interval & { bedIsKnown: boolean },
): Omit<SleepSummary, keyof Interval> {
  const seconds = (matches: (level: SleepLevel) => boolean): number =>
    levels.reduce((total, { startMs, endMs, level }) => (matches(level) ? total + endMs - startMs : total), 0) / 1000
  const runs = (wanted: SleepLevel): number => levels.filter(({ level }) => level === wanted).length
  const hasStages = levels.some(({ level }) => isStage(level))
  const hasOutOfBed = levels.some(({ level }) => level === SleepLevel.OUT_OF_BED)
  const tellsAwake = hasStages || levels.some(({ level }) => isAwake(level))
  const firstAsleep = levels.find(({ level }) => isAsleep(level))
  const lastAsleep = levels.findLast(({ level }) => isAsleep(level))
  const stageSeconds = (stage: SleepLevel): number | null => (hasStages ? seconds((level) => level === stage) : null)
  const latency = (ms: number | null): number | null =>
    ms === null || (ms === 0 && !span.bedIsKnown) ? null : ms / 1000
  const asleep = firstAsleep ? seconds(isAsleep) : null
  const inBed = (span.endMs - span.startMs) / 1000
  return {
    durations: {
      asleep: {
        duration_asleep_state_seconds: asleep,
        duration_deep_sleep_state_seconds: stageSeconds(SleepLevel.DEEP_SLEEP),
        duration_light_sleep_state_seconds: stageSeconds(SleepLevel.LIGHT_SLEEP),
        duration_REM_sleep_state_seconds: stageSeconds(SleepLevel.REM_SLEEP),
        num_REM_events: hasStages ? runs(SleepLevel.REM_SLEEP) : null,
      },
      awake: {
        duration_awake_state_seconds: tellsAwake ? seconds(isAwake) : null,
        duration_long_interruption_seconds: null,
        duration_short_interruption_seconds: null,
        num_out_of_bed_events: hasOutOfBed ? runs(SleepLevel.OUT_OF_BED) : null,
        num_wakeup_events: tellsAwake ? wakeUps(levels) : null,
        sleep_latency_seconds: latency(firstAsleep ? firstAsleep.startMs - span.startMs : null),
        wake_up_latency_seconds: latency(lastAsleep ? span.endMs - lastAsleep.endMs : null),
      },
      other: {
        duration_in_bed_seconds: inBed,
        duration_unmeasurable_sleep_seconds: seconds((level) => level === SleepLevel.UNKNOWN),
      },
      sleep_efficiency: asleep === null || inBed === 0 ? null : tidy((asleep / inBed) * 100),
    },
    hypnogram: levels.map(({ startMs, level }) => ({ startMs, level })),
  }
}

/** Times awake after having slept that sleep followed again; getting up in between does not make it two. */
function wakeUps(levels: readonly Level[]): number {
  let count = 0
  let hasSlept = false
  let isUp = false
  for (const { level } of levels) {
    if (isAwake(level)) isUp = hasSlept
    if (!isAsleep(level)) continue
    if (isUp) count++
    hasSlept = true
    isUp = false
  }
  return count
}

/**
 * How far asleep + awake + unmeasured lie from the time in bed, in seconds (positive: the parts are too long), when
 * it is more than the 60 s that rounding explains; else null, also when a part is missing. For numbers that a provider
 * gives (R13): the importer warns, nothing is repaired.
 */
export function partsMismatchSeconds(durations: SleepDurationsData): number | null {
  const inBed = durations.other?.duration_in_bed_seconds
  const asleep = durations.asleep?.duration_asleep_state_seconds
  const awake = durations.awake?.duration_awake_state_seconds
  if (typeof inBed !== 'number' || typeof asleep !== 'number' || typeof awake !== 'number') return null
  const difference = asleep + awake + (durations.other?.duration_unmeasurable_sleep_seconds ?? 0) - inBed
  return Math.abs(difference) > 60 ? difference : null
}
