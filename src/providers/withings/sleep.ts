import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { isNap, type SleepSegment, sleepSummary } from '../../normalise/sleep.ts'
import { tidy } from '../../normalise/tidy.ts'
import { shiftDate } from '../../normalise/time.ts'
import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import type { Access } from '../provider.ts'
import { type DayRange, type Made, resource } from '../resource.ts'
import { askAll, askSeries } from './client.ts'
import { type Clock, clockOf, countOf, epoch, figuresOf, identity, isWithin, newest, range, told } from './shapes.ts'

/** Without their names only a few figures come. */
const fields = [
  ...(['total_timeinbed', 'total_sleep_time', 'asleepduration', 'lightsleepduration', 'deepsleepduration'] as const),
  ...(['remsleepduration', 'wakeupduration', 'wakeupcount', 'out_of_bed_count', 'nb_rem_episodes'] as const),
  ...(['sleep_efficiency', 'sleep_latency', 'wakeup_latency', 'hr_average', 'hr_min', 'hr_max', 'rr_average'] as const),
  ...(['rr_min', 'rr_max', 'snoring', 'snoringepisodecount', 'sleep_score'] as const),
]
type Figures = (name: (typeof fields)[number]) => number | null
const details = ['hr', 'rr', 'snoring', 'sdnn_1', 'rmssd'] as const

const spanned = z.object({ id: identity, timezone: z.string().nullish(), startdate: epoch, enddate: epoch })
const night = spanned.extend({
  date: z.iso.date(),
  model: z.int().nullish(),
  model_id: z.int().nullish(),
  hash_deviceid: identity.nullish(),
  modified: z.int().nullish(),
  data: told,
})
type Night = z.output<typeof night>

const run = z.object({
  startdate: epoch,
  enddate: epoch,
  state: z.int(),
  model: z.string().nullish(),
  model_id: z.int().nullish(),
  hash_deviceid: identity.nullish(),
  // Values by the second since 1970.
  hr: told,
  rr: told,
  snoring: told,
  sdnn_1: told,
  rmssd: told,
})
type Run = z.output<typeof run>

const levels: ReadonlyMap<number, SleepLevel> = new Map([
  [0, SleepLevel.AWAKE],
  [1, SleepLevel.LIGHT_SLEEP],
  [2, SleepLevel.DEEP_SLEEP],
  [3, SleepLevel.REM_SLEEP],
  // Entered by hand, and of no known stage.
  [4, SleepLevel.SLEEPING],
  [5, SleepLevel.SLEEPING],
  [15, SleepLevel.OUT_OF_BED],
])
const enteredByHand = 4
/** What `model` says of a mattress sensor; 16 is a tracker. */
const sleepMonitor = 32

/** Nights and naps: `/v2/sleep` `getsummary`, each with its stages, `get`. */
export const sleep = resource({
  raw: z.object({ range, nights: z.array(night), runs: z.record(z.string(), z.array(z.array(run))) }),
  windowDays: 28,
  historyDays: null,
  // Withings tells that something changed, and not that something is gone.
  isWhole: true,
  fetch: fetchNights,
  normalise: ({ range: days, nights, runs }, { zone }) => {
    const kept = withoutRivals(newest(nights, ({ id }) => id))
    return kept
      .filter((one) => isWithin(days, clockOf(one.timezone, zone), one.enddate))
      .sort((a, b) => a.startdate - b.startdate)
      .map((one) => madeOf(one, runsOf(one, runs[one.id]?.flat() ?? []), kept, clockOf(one.timezone, zone)))
  },
})

async function fetchNights(access: Access, days: DayRange) {
  const form = {
    action: 'getsummary',
    // The date of a night is that of waking; whether it is a nap, the others of its date tell.
    startdateymd: shiftDate(days.first, -1),
    enddateymd: shiftDate(days.last, 1),
    data_fields: fields.join(','),
  }
  const { items, isRecent } = await askAll(access, '/v2/sleep', form, 'series')
  const runs: Record<string, unknown[]> = {}
  for (const item of items) {
    const { id, timezone, startdate: from, enddate: to } = spanned.safeParse(item).data ?? {}
    if (id === undefined || from === undefined || to === undefined) continue
    const detail = { action: 'get', data_fields: details.join(',') }
    if (isRecent(to) && isWithin(days, clockOf(timezone, null), to))
      runs[id] = await askSeries(access, '/v2/sleep', detail, { from, to })
  }
  return { range: days, nights: items, runs }
}

/** One sleep that two devices saw is told once (R8): as the mattress saw it before the wrist, the longer before the shorter. */
function withoutRivals(nights: readonly Night[]): Night[] {
  const length = ({ startdate, enddate }: Night) => enddate - startdate
  const isMonitor = ({ model }: Night) => (model === sleepMonitor ? 1 : 0)
  const kept: Night[] = []
  const trusted = nights
    .filter((one) => length(one) > 0)
    .toSorted((a, b) => isMonitor(b) - isMonitor(a) || length(b) - length(a))
  for (const one of trusted) {
    const isTold = kept.some((other) => other.startdate < one.enddate && one.startdate < other.enddate)
    if (!isTold) kept.push(one)
  }
  return kept
}

/** The stages of a night, as far as its own device saw them. */
const runsOf = ({ hash_deviceid: device, model_id, startdate, enddate }: Night, runs: readonly Run[]): Run[] =>
  runs.filter((one) => {
    if (one.startdate >= enddate || one.enddate <= startdate || one.enddate <= one.startdate) return false
    if (device && one.hash_deviceid) return one.hash_deviceid === device
    return model_id == null || one.model_id == null || one.model_id === model_id
  })

function madeOf(one: Night, runs: readonly Run[], all: readonly Night[], clock: Clock): Made {
  const { id, startdate, enddate, modified } = one
  const of: Figures = figuresOf(one.data)
  const samples = samplesOf(runs, one, clock)
  const bpm = (name: 'hr_average' | 'hr_min' | 'hr_max') => plausible('heart_rate_bpm', of(name))
  const breaths = (name: 'rr_average' | 'rr_min' | 'rr_max') => plausible('breaths_per_min', of(name))
  const sameDay = all.filter(({ date }) => date === one.date).map((other) => candidate(other, clock))
  const isManual = runs.length > 0 && runs.every(({ state }) => state === enteredByHand)
  const record: Sleep = {
    metadata: {
      summary_id: id,
      start_time: clock.stamp(startdate),
      end_time: clock.stamp(enddate),
      timestamp_localization: clock.isLocal,
      is_nap: isNap(candidate(one, clock), sameDay),
      upload_type: isManual ? SleepUploadType.MANUAL : SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(of, runs, one, clock),
    heart_rate_data: {
      summary: { avg_hr_bpm: bpm('hr_average'), min_hr_bpm: bpm('hr_min'), max_hr_bpm: bpm('hr_max') },
      detailed: {
        hr_samples: samples('hr', 'heart_rate_bpm').map(({ timestamp, value }) => ({ timestamp, bpm: value })),
        hrv_samples_rmssd: samples('rmssd', 'hrv_ms').map(({ timestamp, value }) => ({ timestamp, hrv_rmssd: value })),
        hrv_samples_sdnn: samples('sdnn_1', 'hrv_ms').map(({ timestamp, value }) => ({ timestamp, hrv_sdnn: value })),
      },
    },
    respiration_data: {
      breaths_data: {
        avg_breaths_per_min: breaths('rr_average'),
        min_breaths_per_min: breaths('rr_min'),
        max_breaths_per_min: breaths('rr_max'),
        samples: samples('rr', 'breaths_per_min').map(({ timestamp, value }) => ({
          timestamp,
          breaths_per_min: value,
        })),
      },
      snoring_data: {
        total_snoring_duration_seconds: plausible('duration_seconds', of('snoring')),
        num_snoring_events: countOf(of('snoringepisodecount')),
        samples: samples('snoring', 'duration_seconds')
          .filter(({ value }) => value > 0)
          .map(({ timestamp, value }) => ({ timestamp, duration_seconds: value })),
      },
    },
    scores: { sleep: plausible('percentage', of('sleep_score')) },
    device_data: { name: runs.find(({ model }) => model)?.model, manufacturer: runs.length > 0 ? 'Withings' : null },
  }
  return { record: knownOnly(record), ...(typeof modified === 'number' ? { observedAtMs: modified * 1000 } : {}) }
}

const candidate = ({ startdate, enddate }: Night, clock: Clock) => ({
  startMs: startdate * 1000,
  endMs: enddate * 1000,
  offsetMinutes: clock.offsetAt(startdate),
})

/** Withings' own figures; where it gives none, what follows from the stages. */
function durationsOf(
  of: Figures,
  runs: readonly Run[],
  { startdate, enddate }: Night,
  clock: Clock,
): Sleep['sleep_durations_data'] {
  const segments = runs.map(
    (one): SleepSegment => ({
      startMs: Math.max(one.startdate, startdate) * 1000,
      endMs: Math.min(one.enddate, enddate) * 1000,
      level: levels.get(one.state) ?? SleepLevel.UNKNOWN,
    }),
  )
  const summary = segments.length === 0 ? null : sleepSummary(segments)
  const { asleep, awake, other } = summary?.durations ?? {}
  const seconds = (value: number | null | undefined) => plausible('duration_seconds', value)
  const efficiency = of('sleep_efficiency')
  return {
    asleep: {
      duration_asleep_state_seconds: seconds(
        of('total_sleep_time') ?? of('asleepduration') ?? asleep?.duration_asleep_state_seconds,
      ),
      duration_light_sleep_state_seconds: seconds(
        of('lightsleepduration') ?? asleep?.duration_light_sleep_state_seconds,
      ),
      duration_deep_sleep_state_seconds: seconds(of('deepsleepduration') ?? asleep?.duration_deep_sleep_state_seconds),
      duration_REM_sleep_state_seconds: seconds(of('remsleepduration') ?? asleep?.duration_REM_sleep_state_seconds),
      num_REM_events: countOf(of('nb_rem_episodes') ?? asleep?.num_REM_events),
    },
    awake: {
      duration_awake_state_seconds: seconds(of('wakeupduration') ?? awake?.duration_awake_state_seconds),
      sleep_latency_seconds: seconds(of('sleep_latency') ?? awake?.sleep_latency_seconds),
      wake_up_latency_seconds: seconds(of('wakeup_latency') ?? awake?.wake_up_latency_seconds),
      num_wakeup_events: countOf(of('wakeupcount') ?? awake?.num_wakeup_events),
      num_out_of_bed_events: countOf(of('out_of_bed_count') ?? awake?.num_out_of_bed_events),
    },
    other: {
      duration_in_bed_seconds: seconds(of('total_timeinbed') ?? other?.duration_in_bed_seconds),
      duration_unmeasurable_sleep_seconds: other?.duration_unmeasurable_sleep_seconds || null,
    },
    // A ratio, 0 to 1.
    sleep_efficiency: efficiency === null ? null : plausible('percentage', tidy(efficiency * 100)),
    hypnogram_samples: summary?.hypnogram.map(({ startMs, level }) => ({
      timestamp: clock.stamp(startMs / 1000),
      level,
    })),
  }
}

/** Reads what was measured during a night, each second once, in order of time. */
function samplesOf(runs: readonly Run[], { startdate, enddate }: Night, clock: Clock) {
  return (name: (typeof details)[number], kind: PlausibleKind) => {
    const bySecond = new Map<number, number>()
    for (const [key, told] of runs.flatMap((one) => Object.entries(one[name]))) {
      const [second, value] = [Number(key), typeof told === 'number' ? plausible(kind, told) : null]
      if (value !== null && second >= startdate && second <= enddate) bySecond.set(second, value)
    }
    const inOrder = [...bySecond].sort(([a], [b]) => a - b)
    return inOrder.map(([second, value]) => ({ timestamp: clock.stamp(second), value }))
  }
}
