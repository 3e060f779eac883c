import { z } from 'zod'
import { type Clock, sessionTimes } from '../../normalise/clock.ts'
import { type Figure, figures, namesIn, samplesBy } from '../../normalise/possible.ts'
import { isNap } from '../../normalise/sleep.ts'
import { orElse, sleepDurations, staged } from '../../normalise/sleep-figures.ts'
import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { range } from '../shapes.ts'
import { askBelow, seriesOf, sessionOf } from './client.ts'
import { between, identity, instant, isSame, newest, numbers, session, sessionRecords, timeOf } from './shapes.ts'

const nightFigures = figures({
  durations: {
    duration_asleep_state_seconds: { anyOf: ['total_sleep_time', 'asleepduration'] },
    duration_light_sleep_state_seconds: 'lightsleepduration',
    duration_deep_sleep_state_seconds: 'deepsleepduration',
    duration_REM_sleep_state_seconds: 'remsleepduration',
    num_REM_events: 'nb_rem_episodes',
    duration_awake_state_seconds: 'wakeupduration',
    sleep_latency_seconds: 'sleep_latency',
    wake_up_latency_seconds: 'wakeup_latency',
    num_wakeup_events: 'wakeupcount',
    num_out_of_bed_events: 'out_of_bed_count',
    duration_in_bed_seconds: 'total_timeinbed',
    sleep_efficiency: ['sleep_efficiency', (ratio) => ratio * 100],
  },
  pulse: { avg_hr_bpm: 'hr_average', min_hr_bpm: 'hr_min', max_hr_bpm: 'hr_max' },
  breaths: { avg_breaths_per_min: 'rr_average', min_breaths_per_min: 'rr_min', max_breaths_per_min: 'rr_max' },
  snoring: { total_snoring_duration_seconds: 'snoring', num_snoring_events: 'snoringepisodecount' },
  scores: { sleep: 'sleep_score' },
})

/** Which device it was. */
const seenBy = { model_id: z.int().nullish(), hash_deviceid: identity.nullish() }
/** Values by the second since 1970. */
const details = { hr: numbers, rr: numbers, snoring: numbers, sdnn_1: numbers, rmssd: numbers }

const night = session.extend({
  ...seenBy,
  date: z.iso.date(),
  model: z.int().nullish(),
  data: numbers.pipe(nightFigures),
})
type Night = z.output<typeof night>

const run = z.object({
  ...seenBy,
  ...details,
  startdate: instant,
  enddate: instant,
  state: z.int(),
  model: z.string().nullish(),
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

const stagesOf = seriesOf('/v2/sleep', { action: 'get', data_fields: Object.keys(details).join(',') })

/** Nights and naps: `/v2/sleep` `getsummary`, each with its stages, `get`. */
export const sleep = resource({
  raw: z.object({ range, nights: z.array(night), runs: z.record(z.string(), z.array(z.array(run))) }),
  windowDays: 28,
  historyDays: null,
  // Withings tells that something changed, and not that something is gone.
  isWhole: true,
  fetch: async (access, days) => {
    // The date of a night is that of waking; whether it is a nap, the others of its date tell.
    const list = { path: '/v2/sleep', action: 'getsummary', data_fields: namesIn(nightFigures), name: 'series' }
    const { items, below } = await askBelow(access, list, days, (item) => sessionOf(item, days, 'enddate'), stagesOf)
    return { range: days, nights: items, runs: below }
  },
  normalise: ({ range: days, nights, runs }, { zone }) => {
    const kept = withoutRivals(newest(nights, ({ id }) => id))
    return sessionRecords(kept, { days, by: 'enddate', zone }, (one, clock) =>
      recordOf(one, runsOf(one, runs[one.id]?.flat() ?? []), kept, clock),
    )
  },
})

const overlap = (a: Night | Run, b: Night | Run): boolean => a.startdate < b.enddate && b.startdate < a.enddate

/** One sleep that two devices saw is told once (R8): as the mattress saw it before the wrist, the longer before the shorter. */
function withoutRivals(nights: readonly Night[]): Night[] {
  const length = ({ startdate, enddate }: Night) => enddate - startdate
  const isMonitor = ({ model }: Night) => (model === sleepMonitor ? 1 : 0)
  const kept: Night[] = []
  for (const one of nights.toSorted((a, b) => isMonitor(b) - isMonitor(a) || length(b) - length(a)))
    if (length(one) > 0 && !kept.some((other) => overlap(other, one))) kept.push(one)
  return kept
}

/** The stages of a night, as far as its own device saw them. */
const runsOf = (night: Night, runs: readonly Run[]): Run[] =>
  runs.filter((one) => overlap(night, one) && one.enddate > one.startdate && isSame(night, one))

function recordOf(one: Night, runs: readonly Run[], all: readonly Night[], clock: Clock): Sleep {
  const { data, date, startdate, enddate } = one
  const told = <F extends Figure>(figure: F, readings: (run: Run) => Run['hr']) =>
    samplesBy(clock.stamp)(figure, between(runs.map(readings), timeOf(one)), ({ value }) => value)
  const snores = told('duration_seconds', ({ snoring }) => snoring)
  const candidate = ({ startdate: startMs, enddate: endMs }: Night) => ({ startMs, endMs, ...clock.of(startMs) })
  const sameDay = all.filter((other) => other.date === date).map(candidate)
  const isManual = runs.length > 0 && runs.every(({ state }) => state === enteredByHand)
  return {
    metadata: {
      ...sessionTimes(clock.of(startdate), clock.of(enddate)),
      summary_id: one.id,
      is_nap: isNap(candidate(one), sameDay),
      upload_type: isManual ? SleepUploadType.MANUAL : SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(one, runs, clock),
    heart_rate_data: {
      summary: data.pulse,
      detailed: {
        hr_samples: told('bpm', ({ hr }) => hr),
        hrv_samples_rmssd: told('hrv_rmssd', ({ rmssd }) => rmssd),
        hrv_samples_sdnn: told('hrv_sdnn', ({ sdnn_1 }) => sdnn_1),
      },
    },
    respiration_data: {
      breaths_data: { ...data.breaths, samples: told('breaths_per_min', ({ rr }) => rr) },
      snoring_data: {
        ...data.snoring,
        samples: snores.filter(({ duration_seconds }) => duration_seconds > 0),
      },
    },
    scores: data.scores,
    device_data: { name: runs.find(({ model }) => model)?.model, manufacturer: runs.length > 0 ? 'Withings' : null },
  }
}

/** Withings' own figures; where it gives none, what follows from the stages. */
function durationsOf({ startdate, enddate, data }: Night, runs: readonly Run[], clock: Clock) {
  const { figures: seen, hypnogram } = staged(
    runs.map((one) => ({
      startMs: Math.max(one.startdate, startdate),
      endMs: Math.min(one.enddate, enddate),
      level: levels.get(one.state) ?? SleepLevel.UNKNOWN,
    })),
  )
  // Efficiency is what Withings says; and nothing unmeasured is no news.
  const duration_unmeasurable_sleep_seconds = seen.duration_unmeasurable_sleep_seconds || null
  const stages = { ...seen, sleep_efficiency: null, duration_unmeasurable_sleep_seconds }
  return sleepDurations(orElse(data.durations, stages), hypnogram, clock.stamp)
}
