import { summaryId } from '../../normalise/identity.ts'
import { max, min } from '../../normalise/samples.ts'
import { isNap, type SleepSegment, type SleepSummary, sleepSummary } from '../../normalise/sleep.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import type { Day, Sample } from './day.ts'
import { startText } from './day.ts'
import type { NightDocument } from './documents.ts'
import { heartRateOf, meanOf, saturationSamples, within } from './figures.ts'
import type { Measure } from './measures.ts'
import { anonymousSource, byTrust, type Source } from './sources.ts'

interface Night {
  document: NightDocument
  source: Source
  stages: readonly SleepSegment[]
  summary: SleepSummary
}

/**
 * The sleeps that end on a day (R3), one source for each: that which knows the stages, of equals the most trusted.
 * `days` are that day and those around it that a sleep may reach into.
 */
export function buildSleeps(provider: string, day: Day, days: readonly Day[], sources: readonly Source[]): Sleep[] {
  const nights = days.flatMap((each) => nightsOf(each, sources))
  const told: Night[] = []
  for (const night of nights.sort(byDetail)) if (!told.some((better) => overlaps(better, night))) told.push(night)
  const ofDay = told.filter(({ document }) => day.nights.includes(document)).sort(byStart)
  const spans = ofDay.map(({ summary, document }) => ({ ...summary, offsetMinutes: document.startOffset }))
  return ofDay.map((night, i) => {
    const span = spans[i]
    return sleepOf(provider, night, days, span === undefined ? null : isNap(span, spans))
  })
}

function nightsOf(day: Day, sources: readonly Source[]): Night[] {
  const stages = day.of('stage')
  return day.nights.map((document) => {
    const { startMs, endMs } = document
    const own = stages.flatMap((stage) => segmentOf(stage, document))
    // Slept, but nobody says how deep: not light sleep (R13).
    const segments = own.length > 0 ? own : [{ startMs, endMs, level: SleepLevel.SLEEPING }]
    return {
      document,
      source: sources[document.source] ?? anonymousSource,
      stages: own,
      // Without stages nothing tells the time asleep from the time in bed.
      summary: sleepSummary(segments, own.length > 0 ? [{ startMs, endMs }] : []),
    }
  })
}

/** A stage as a segment, cut to the night it belongs to. */
function segmentOf(stage: Sample, { number, startMs, endMs }: NightDocument): SleepSegment[] {
  const level = levelOf(stage.value)
  const segment = { startMs: Math.max(stage.startMs, startMs), endMs: Math.min(stage.endMs, endMs) }
  return stage.owner === number && level !== null && segment.endMs > segment.startMs ? [{ ...segment, level }] : []
}

const allLevels = Object.values(SleepLevel)
const levelOf = (value: number): SleepLevel | null => allLevels.find((level) => level === value) ?? null

const lengthMs = ({ document }: Night): number => document.endMs - document.startMs
const isPlain = ({ stages }: Night): number => (stages.length > 0 ? 0 : 1)

const byDetail = (a: Night, b: Night): number =>
  isPlain(a) - isPlain(b) ||
  byTrust(a.source, b.source) ||
  lengthMs(b) - lengthMs(a) ||
  (a.document.id < b.document.id ? -1 : 1)

const byStart = (a: Night, b: Night): number => a.document.startMs - b.document.startMs

const overlaps = ({ document: a }: Night, { document: b }: Night): boolean => a.startMs < b.endMs && b.startMs < a.endMs

function sleepOf(provider: string, night: Night, days: readonly Day[], is_nap: boolean | null): Sleep {
  const { document, summary, source } = night
  const { startMs, endMs, durations, hypnogram } = summary
  const during = (measure: Measure): readonly Sample[] => days.flatMap((day) => within(day.of(measure), startMs, endMs))
  const start_time = formatTimestamp(startMs, document.startOffset)
  const end_time = formatTimestamp(endMs, document.endOffset)
  const deltas = during('skinDelta')
  return {
    metadata: {
      summary_id: summaryId(provider, 'sleep', document.id),
      start_time,
      end_time,
      is_nap,
      timestamp_localization: 1,
      upload_type: document.isManual ? SleepUploadType.MANUAL : SleepUploadType.AUTOMATIC,
    },
    device_data: source.device,
    sleep_durations_data: {
      ...durations,
      sleep_efficiency: document.efficiency ?? durations.sleep_efficiency ?? null,
      hypnogram_samples:
        night.stages.length === 0
          ? []
          : hypnogram.map(({ startMs: atMs, level }) => ({
              timestamp: formatTimestamp(atMs, document.startOffset),
              level,
            })),
    },
    heart_rate_data: heartRateOf({ rates: during('heartRate'), rmssd: during('rmssd'), sdnn: during('sdnn') }),
    respiration_data: respirationOf(during('breaths'), during('saturation'), start_time, end_time),
    temperature_data: deltas.length === 0 ? null : { delta: meanOf(deltas) },
    scores: document.score === null ? null : { sleep: document.score },
  }
}

function respirationOf(
  breaths: readonly Sample[],
  saturation: readonly Sample[],
  start_time: string,
  end_time: string,
): Sleep['respiration_data'] {
  if (breaths.length + saturation.length === 0) return null
  const rates = breaths.map(({ value }) => value)
  return {
    breaths_data:
      breaths.length === 0
        ? null
        : {
            avg_breaths_per_min: meanOf(breaths),
            min_breaths_per_min: min(rates),
            max_breaths_per_min: max(rates),
            start_time,
            end_time,
            samples: breaths.map((sample) => ({ timestamp: startText(sample), breaths_per_min: tidy(sample.value) })),
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
