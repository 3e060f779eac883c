import { startMinute, summaryId } from '../../../normalise/identity.ts'
import { isNap, joinSegments, type SleepSegment, type SleepSession, sleepSummary } from '../../../normalise/sleep.ts'
import { tidy } from '../../../normalise/tidy.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import { SleepLevel, SleepUploadType } from '../../../schema/enums.ts'
import type { Sleep } from '../../../schema/records.ts'
import { SleepCode } from '../collect/categories.ts'
import { typeId } from '../types.ts'
import { heartRateData, saturationSamples } from './daily.ts'
import { type Day, endOf, endOffsetOf, isUserEntered, type Sample } from './days.ts'
import { clean, deviceOf, meanOf, spreadOf, startText, within } from './emit.ts'

const type = {
  sleep: typeId('SleepAnalysis'),
  heartRate: typeId('HeartRate'),
  hrv: typeId('HeartRateVariabilitySDNN'),
  breaths: typeId('RespiratoryRate'),
  saturation: typeId('OxygenSaturation'),
  wrist: typeId('AppleSleepingWristTemperature'),
} as const

interface Segment extends SleepSegment {
  source: string
  sample: Sample
}
type Session = SleepSession<Segment>

/** A sleep that is to be told: one source's, with what other sources say of the time in bed. */
interface Night {
  session: Session
  inBed: Segment[]
}

const levels: ReadonlyMap<number, SleepLevel> = new Map<number, SleepLevel>([
  [SleepCode.IN_BED, SleepLevel.UNKNOWN],
  [SleepCode.AWAKE, SleepLevel.AWAKE],
  [SleepCode.ASLEEP, SleepLevel.SLEEPING],
  [SleepCode.CORE, SleepLevel.LIGHT_SLEEP],
  [SleepCode.DEEP, SleepLevel.DEEP_SLEEP],
  [SleepCode.REM, SleepLevel.REM_SLEEP],
])

/** Nights of a baseline, and how many of them there must be for it to mean something. */
const baselineNights = 14
const leastBaselineNights = 5

/** Builds sleeps of days shown in order; remembers wrist temperatures for the baseline. */
export function createSleepBuilder() {
  const nights: number[] = []
  /**
   * The sleeps that end on the day in the middle (R3). `days` are that day and those around it that a sleep of up to a
   * day and a half could reach into.
   */
  return (days: readonly Day[], day: Day): Sleep[] => {
    const wrist = meanOf(day.samples[type.wrist] ?? [])
    const usual = nights.length < leastBaselineNights ? null : nights.reduce((a, b) => a + b, 0) / nights.length
    if (wrist !== null) {
      nights.push(wrist)
      if (nights.length > baselineNights) nights.shift()
    }
    const told = nightsOf(days)
      .map((night) => ({ night, summary: sleepSummary(night.session.segments, night.inBed) }))
      .filter(({ night }) => dayOfWaking(night) === day.day)
    const spans = told.map(({ night, summary }) => ({ ...summary, offsetMinutes: firstOf(night).offsetMinutes }))
    const main = spans.reduce<number>((best, span) => Math.max(best, span.endMs - span.startMs), 0)
    return told.map(({ night, summary }, i) => {
      const span = spans[i]
      const flag = span === undefined ? null : isNap(span, spans, isDaytimeNap(span) ? true : undefined)
      const delta = wrist === null || usual === null ? null : tidy(wrist - usual)
      const isMain = summary.endMs - summary.startMs === main
      return sleepOf(days, night, summary, flag, isMain ? delta : null)
    })
  }
}

/** Apple's own idea of a nap: under three hours, begun between 9 and 19. */
function isDaytimeNap({
  startMs,
  endMs,
  offsetMinutes,
}: {
  startMs: number
  endMs: number
  offsetMinutes: number
}): boolean {
  const hour = ((((startMs + offsetMinutes * 60_000) % 86_400_000) + 86_400_000) % 86_400_000) / 3_600_000
  return endMs - startMs < 3 * 3_600_000 && hour >= 9 && hour < 19
}

/** Within a sleep nobody is up for longer than this unnoticed, ms; what lies further apart may be told apart. */
const longestStirMs = 15 * 60_000
const longestGapMs = 60 * 60_000

/**
 * The sleeps of some days, one source for each: the source that tells most and is trusted most. What a lesser source
 * says of the same time is left out, but for its time in bed; what it says of another time, such as a nap that ended
 * shortly before, stays.
 */
function nightsOf(days: readonly Day[]): Night[] {
  const segments = days.flatMap((day) => (day.samples[type.sleep] ?? []).map(segmentOf))
  const nights: Night[] = []
  for (const session of joinSegments(segments, longestGapMs).sort(byTrust)) {
    const rivals = nights.filter((night) => overlapMs(night.session, session) > 0)
    const bouts = joinSegments(session.segments, longestStirMs)
    const isTold = (bout: Session): boolean => rivals.some((night) => overlapMs(night.session, bout) > 0)
    const untold = bouts.filter((bout) => rivals.length === 0 || (!isTold(bout) && detailOf(bout) < bedOnly))
    for (const joined of joinBouts(untold)) nights.push({ session: joined, inBed: [] })
    for (const bed of session.segments) if (bed.level === SleepLevel.UNKNOWN) widen(rivals, bed)
  }
  return nights.sort((a, b) => a.session.startMs - b.session.startMs)
}

/** Time in bed that another source saw widens the sleep it fits best, and no other. */
function widen(nights: readonly Night[], bed: Segment): void {
  let best: Night | undefined
  let mostMs = 0
  for (const night of nights) {
    const ms = overlapMs(night.session, bed)
    if (ms > mostMs) [best, mostMs] = [night, ms]
  }
  best?.inBed.push(bed)
}

/** Joins bouts of one source whose gap is at most an hour, but never a nap to the night (R4). */
function joinBouts(bouts: readonly Session[]): Session[] {
  const joined: Session[] = []
  for (const bout of bouts) {
    const last = joined.at(-1)
    const isNear = last !== undefined && bout.startMs - last.endMs <= longestGapMs
    if (last === undefined || !isNear || isDaytimeNap(withOffset(last)) !== isDaytimeNap(withOffset(bout))) {
      joined.push({ ...bout, segments: [...bout.segments] })
      continue
    }
    last.segments.push(...bout.segments)
    last.endMs = Math.max(last.endMs, bout.endMs)
  }
  return joined
}

const withOffset = (session: Session) => ({ ...session, offsetMinutes: session.segments[0]?.sample.offsetMinutes ?? 0 })

function segmentOf(sample: Sample): Segment {
  return {
    startMs: sample.start * 1000,
    endMs: endOf(sample) * 1000,
    level: levels.get(sample.value) ?? SleepLevel.UNKNOWN,
    source: sample.source.name,
    sample,
  }
}

const bedOnly = 2

/** How much a session tells, least is most: stages, sleep, or only the bed. */
function detailOf({ segments }: Session): number {
  if (segments.some(({ level }) => level >= SleepLevel.LIGHT_SLEEP)) return 0
  return segments.some(({ level }) => level !== SleepLevel.UNKNOWN) ? 1 : bedOnly
}

const rankOf = ({ segments }: Session): number =>
  segments.reduce((least, { sample }) => Math.min(least, sample.source.rank), Number.MAX_SAFE_INTEGER)

const byTrust = (a: Session, b: Session): number =>
  detailOf(a) - detailOf(b) || rankOf(a) - rankOf(b) || a.startMs - b.startMs

const overlapMs = (a: { startMs: number; endMs: number }, b: { startMs: number; endMs: number }): number =>
  Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs)

const samplesOf = ({ session, inBed }: Night): Sample[] => [...session.segments, ...inBed].map(({ sample }) => sample)
const firstOf = (night: Night): Sample =>
  samplesOf(night).reduce((first, sample) => (sample.start < first.start ? sample : first))
const lastOf = (night: Night): Sample =>
  samplesOf(night).reduce((last, sample) => (endOf(sample) > endOf(last) ? sample : last))

function dayOfWaking(night: Night): number {
  const last = lastOf(night)
  return Math.floor((endOf(last) + endOffsetOf(last) * 60) / 86_400)
}

function sleepOf(
  days: readonly Day[],
  night: Night,
  { startMs, endMs, durations, hypnogram }: ReturnType<typeof sleepSummary>,
  is_nap: boolean | null,
  delta: number | null,
): Sleep {
  const during = (id: number): Sample[] =>
    days
      .flatMap((day) => [...within(day.samples[id] ?? [], startMs / 1000, endMs / 1000)])
      .sort((a, b) => a.start - b.start)
  const startOffset = firstOf(night).offsetMinutes
  const endOffset = endOffsetOf(lastOf(night))
  const offsetAt = offsetsIn(samplesOf(night), startOffset)
  const start_time = formatTimestamp(startMs, startOffset)
  const end_time = formatTimestamp(endMs, endOffset)
  const rates = heartRateData(during(type.heartRate), [], during(type.hrv))
  const isManual = samplesOf(night).some(isUserEntered)
  return {
    metadata: {
      summary_id: summaryId('APPLE', 'sleep', startMinute(startMs)),
      start_time,
      end_time,
      is_nap,
      timestamp_localization: 1,
      upload_type: isManual ? SleepUploadType.MANUAL : SleepUploadType.AUTOMATIC,
    },
    device_data: deviceOf([night.session.segments.map(({ sample }) => sample)]),
    sleep_durations_data: {
      ...durations,
      hypnogram_samples: hypnogram.map(({ startMs: at, level }) => ({
        timestamp: formatTimestamp(at, offsetAt(at)),
        level,
      })),
    },
    heart_rate_data: rates,
    respiration_data: respiration(during(type.breaths), during(type.saturation), start_time, end_time),
    temperature_data: delta === null ? null : { delta },
  }
}

/** Offset at an instant of a night: that of the last segment begun by then. Clocks may change while one sleeps. */
function offsetsIn(samples: readonly Sample[], startOffset: number): (atMs: number) => number {
  const inOrder = samples.toSorted((a, b) => a.start - b.start)
  return (atMs) => {
    const at = atMs / 1000
    const begun = inOrder.findLast(({ start }) => start <= at)
    if (begun === undefined) return startOffset
    return at >= endOf(begun) ? endOffsetOf(begun) : begun.offsetMinutes
  }
}

function respiration(
  breaths: readonly Sample[],
  saturation: readonly Sample[],
  start_time: string,
  end_time: string,
): Sleep['respiration_data'] {
  if (breaths.length + saturation.length === 0) return null
  const { mean, least, most } = spreadOf(breaths)
  return {
    breaths_data:
      breaths.length === 0
        ? null
        : {
            avg_breaths_per_min: mean,
            min_breaths_per_min: least,
            max_breaths_per_min: most,
            on_demand_reading: false,
            start_time,
            end_time,
            samples: breaths.map((sample) => ({ timestamp: startText(sample), breaths_per_min: clean(sample.value) })),
          },
    oxygen_saturation_data:
      saturation.length === 0
        ? null
        : {
            avg_saturation_percentage: meanOf(saturation),
            start_time,
            end_time,
            samples: saturationSamples(saturation),
          },
  }
}
