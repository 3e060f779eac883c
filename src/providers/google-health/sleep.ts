import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { max, mean, min } from '../../normalise/samples.ts'
import { isNap, type SleepSegment, sleepDay, sleepSummary } from '../../normalise/sleep.ts'
import { sleepLevelOf } from '../../normalise/sleep-level.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, type Instant, parseInstant } from '../../normalise/time.ts'
import { OxygenSaturationType, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import type { Access } from '../provider.ts'
import { type DayRange, resource } from '../resource.ts'
import { allAllowed, listed, minutesOfHeart, ofDays, ofEach, ofTime, reconciled, whereAllowed } from './client.ts'
import {
  changedAtMs,
  dataSource,
  date,
  deviceOf,
  figure,
  idOf,
  instantOf,
  int64,
  interval,
  isManual,
  minuteRates,
  newest,
  range,
  ratesOf,
  sampleTime,
  stampOf,
  stretchOf,
  updateTime,
} from './shapes.ts'

const summary = z.object({
  minutesInSleepPeriod: int64,
  minutesAsleep: int64,
  minutesAwake: int64,
  minutesToFallAsleep: int64,
  minutesAfterWakeUp: int64,
  stagesSummary: z.array(z.object({ type: z.string(), minutes: int64, count: int64 })).nullish(),
})

const session = z.object({
  name: z.string().min(1),
  dataSource,
  sleep: z.object({
    interval,
    stages: z.array(interval.extend({ type: z.string() })).nullish(),
    outOfBedSegments: z.array(z.unknown()).nullish(),
    metadata: z.object({ nap: z.boolean().nullish(), processed: z.boolean().nullish() }).nullish(),
    summary: summary.nullish(),
    updateTime,
  }),
})

const raw = z.object({
  range,
  sleep: z.array(session),
  /** By the minute, of the stretches slept. */
  heart_rate: minuteRates,
  /** Readings of those stretches, of all sources as one. */
  samples: z.array(
    z.object({
      heartRateVariability: z
        .object({
          sampleTime,
          rootMeanSquareOfSuccessiveDifferencesMilliseconds: figure,
          standardDeviationMilliseconds: figure,
        })
        .nullish(),
      oxygenSaturation: z.object({ sampleTime, percentage: figure }).nullish(),
    }),
  ),
  /** What Google made of the main sleep of each day. */
  days: z.array(
    z.object({
      dailyHeartRateVariability: z.object({ date, averageHeartRateVariabilityMilliseconds: figure }).nullish(),
      dailyRespiratoryRate: z.object({ date, breathsPerMinute: figure }).nullish(),
      dailyOxygenSaturation: z.object({ date, averagePercentage: figure }).nullish(),
      dailyRestingHeartRate: z.object({ date, beatsPerMinute: int64 }).nullish(),
      dailySleepTemperatureDerivations: z
        .object({ date, nightlyTemperatureCelsius: figure, baselineTemperatureCelsius: figure })
        .nullish(),
    }),
  ),
})
type Raw = z.output<typeof raw>

const dailyTypes = [
  'daily-heart-rate-variability',
  'daily-respiratory-rate',
  'daily-oxygen-saturation',
  'daily-resting-heart-rate',
  'daily-sleep-temperature-derivations',
]

/** Nights and naps, each under the day on which it ends; what Google says of a day goes with its main sleep. */
export const sleep = resource({
  raw,
  windowDays: 14,
  historyDays: null,
  isWhole: true,
  fetch: async (access, days) => {
    const found = await listed(access, 'sleep', ofDays('sleep', 'sleep', days))
    const stretches = found.map(stretchOf).filter((one) => one !== null)
    return {
      range: days,
      sleep: found,
      heart_rate: await ofEach(stretches, ([from, to]) => minutesOfHeart(access, from, to)),
      samples: await samplesOf(access, stretches),
      days: stretches.length === 0 ? [] : await figuresOf(access, days),
    }
  },
  normalise(told, { zone }) {
    const all = newest(
      told.sleep.map(({ name, sleep, dataSource }) => ({
        name,
        sleep,
        dataSource,
        changedAtMs: changedAtMs(sleep),
        start: instantOf(sleep.interval.startTime, sleep.interval.startUtcOffset, zone),
        end: instantOf(sleep.interval.endTime, sleep.interval.endUtcOffset, zone),
      })),
    )
      .filter(({ start, end }) => end.epochMs > start.epochMs)
      .map((one) => ({ ...one, day: sleepDay({ endMs: one.end.epochMs, offsetMinutes: one.end.offsetMinutes }) }))
    return all.map((one) => {
      const sameDay = all.filter(({ day }) => day === one.day).map(candidateOf)
      const isNapOf = isNap(candidateOf(one), sameDay, one.sleep.metadata?.nap)
      const mains = all.filter(({ day, sleep }) => day === one.day && sleep.metadata?.nap !== true)
      const isMain = mains.length > 0 && isNap(candidateOf(one), mains.map(candidateOf)) === false
      const made = recordOf(told, one, { isNapOf, isMain: isMain && isNapOf !== true })
      return { record: knownOnly(made), ...(one.changedAtMs === 0 ? {} : { observedAtMs: one.changedAtMs }) }
    })
  },
})

/** Variability and oxygen from the first falling asleep to the last waking. */
async function samplesOf(access: Access, stretches: readonly [number, number][]): Promise<unknown[]> {
  if (stretches.length === 0) return []
  const from = Math.min(...stretches.map(([start]) => start))
  const to = Math.max(...stretches.map(([, end]) => end))
  const types = ['heart-rate-variability', 'oxygen-saturation']
  const lists = types.map((type) => whereAllowed(reconciled(access, type, ofTime(type, from, to))))
  return (await Promise.all(lists)).flat()
}

const figuresOf = (access: Access, days: DayRange): Promise<unknown[]> =>
  whereAllowed(allAllowed(dailyTypes.map((type) => reconciled(access, type, ofDays(type, 'daily', days)))))

interface One {
  name: string
  sleep: Raw['sleep'][number]['sleep']
  dataSource: Raw['sleep'][number]['dataSource']
  start: Instant
  end: Instant
  day: string
}

const candidateOf = ({ start, end }: Pick<One, 'start' | 'end'>) => ({
  startMs: start.epochMs,
  endMs: end.epochMs,
  offsetMinutes: start.offsetMinutes,
})

function recordOf(told: Raw, one: One, { isNapOf, isMain }: { isNapOf: boolean | null; isMain: boolean }): Sleep {
  const { name, sleep, dataSource, start, end } = one
  const upload = isManual(dataSource) ? SleepUploadType.MANUAL : SleepUploadType.AUTOMATIC
  const scored = isMain ? figuresOn(told, one.day) : null
  return {
    metadata: {
      summary_id: idOf(name),
      start_time: stampOf(start),
      end_time: stampOf(end),
      timestamp_localization: start.offsetKnown ? 1 : 0,
      is_nap: isNapOf,
      upload_type: sleep.metadata?.processed === false ? SleepUploadType.TENTATIVE : upload,
    },
    device_data: deviceOf(dataSource),
    sleep_durations_data: durationsOf(one),
    heart_rate_data: heartOf(told, one, scored),
    respiration_data: {
      breaths_data: { avg_breaths_per_min: plausible('breaths_per_min', scored?.breaths) },
      oxygen_saturation_data: {
        avg_saturation_percentage: plausible('saturation_percentage', scored?.oxygen),
        samples: oxygenOf(told, one),
      },
    },
    temperature_data: { delta: scored?.delta },
  }
}

const secondsOf = (minutes: number | null | undefined): number | null =>
  plausible('duration_seconds', minutes == null ? null : minutes * 60)

/** Google's own figures, in whole minutes; what it has not summed up follows from the stages. */
function durationsOf({ sleep, start, end }: One): Sleep['sleep_durations_data'] {
  const segments = (sleep.stages ?? []).flatMap(({ type, startTime, endTime }): SleepSegment[] => {
    const [startMs, endMs] = [parseInstant(startTime).epochMs, parseInstant(endTime).epochMs]
    return endMs > startMs ? [{ startMs, endMs, level: sleepLevelOf(type) }] : []
  })
  const staged = segments.length === 0 ? null : sleepSummary(segments)
  const { summary } = sleep
  const of = (type: string) => summary?.stagesSummary?.find((stage) => stage.type === type)
  const minutes = (type: string) => secondsOf(of(type)?.minutes)
  // A restless sleeper of the classic kind is not asleep, and Google does not count them as awake.
  const restless = minutes('RESTLESS')
  const awake = minutes('AWAKE') ?? secondsOf(summary?.minutesAwake)
  const asleep = secondsOf(summary?.minutesAsleep) ?? staged?.durations.asleep?.duration_asleep_state_seconds ?? null
  const inBed = secondsOf(summary?.minutesInSleepPeriod) ?? (end.epochMs - start.epochMs) / 1000
  return {
    asleep: {
      duration_asleep_state_seconds: asleep,
      duration_light_sleep_state_seconds:
        minutes('LIGHT') ?? staged?.durations.asleep?.duration_light_sleep_state_seconds,
      duration_deep_sleep_state_seconds: minutes('DEEP') ?? staged?.durations.asleep?.duration_deep_sleep_state_seconds,
      duration_REM_sleep_state_seconds: minutes('REM') ?? staged?.durations.asleep?.duration_REM_sleep_state_seconds,
      num_REM_events: of('REM')?.count ?? staged?.durations.asleep?.num_REM_events,
    },
    awake: {
      duration_awake_state_seconds:
        restless === null && awake === null
          ? staged?.durations.awake?.duration_awake_state_seconds
          : (restless ?? 0) + (awake ?? 0),
      num_out_of_bed_events: sleep.outOfBedSegments?.length || null,
      num_wakeup_events: staged?.durations.awake?.num_wakeup_events,
      sleep_latency_seconds: secondsOf(summary?.minutesToFallAsleep),
      wake_up_latency_seconds: secondsOf(summary?.minutesAfterWakeUp),
    },
    other: { duration_in_bed_seconds: inBed },
    sleep_efficiency: plausible('percentage', asleep === null || inBed === 0 ? null : tidy((asleep / inBed) * 100)),
    hypnogram_samples: staged?.hypnogram.map(({ startMs, level }) => ({
      timestamp: formatTimestamp(startMs, start.offsetMinutes),
      level,
    })),
  }
}

/** Of the readings those of a sleep, in order of time. */
function within<S extends { sampleTime: { physicalTime: string } }>(
  samples: readonly (S | null | undefined)[],
  { start, end }: One,
): { at: string; reading: S }[] {
  return samples
    .flatMap((reading) =>
      reading ? [{ epochMs: parseInstant(reading.sampleTime.physicalTime).epochMs, reading }] : [],
    )
    .filter(({ epochMs }) => epochMs >= start.epochMs && epochMs <= end.epochMs)
    .sort((a, b) => a.epochMs - b.epochMs)
    .map(({ epochMs, reading }) => ({ at: formatTimestamp(epochMs, start.offsetMinutes), reading }))
}

function heartOf(told: Raw, one: One, scored: ReturnType<typeof figuresOn> | null): Sleep['heart_rate_data'] {
  const rates = ratesOf(told.heart_rate).filter(
    ({ epochMs }) => epochMs >= one.start.epochMs && epochMs < one.end.epochMs,
  )
  const average = mean(rates.map(({ bpm }) => bpm))
  const variability = within(
    told.samples.map(({ heartRateVariability }) => heartRateVariability),
    one,
  )
  return {
    summary: {
      avg_hr_bpm: average === null ? null : tidy(average),
      max_hr_bpm: max(rates.map(({ bpm }) => bpm)),
      min_hr_bpm: min(rates.map(({ bpm }) => bpm)),
      resting_hr_bpm: plausible('heart_rate_bpm', scored?.resting),
      avg_hrv_rmssd: plausible('hrv_ms', scored?.rmssd),
    },
    detailed: {
      hr_samples: rates.map(({ epochMs, bpm }) => ({
        timestamp: formatTimestamp(epochMs, one.start.offsetMinutes),
        bpm,
      })),
      hrv_samples_rmssd: variability.flatMap(({ at, reading }) => {
        const hrv_rmssd = plausible('hrv_ms', reading.rootMeanSquareOfSuccessiveDifferencesMilliseconds)
        return hrv_rmssd === null ? [] : [{ timestamp: at, hrv_rmssd }]
      }),
      hrv_samples_sdnn: variability.flatMap(({ at, reading }) => {
        const hrv_sdnn = plausible('hrv_ms', reading.standardDeviationMilliseconds)
        return hrv_sdnn === null ? [] : [{ timestamp: at, hrv_sdnn }]
      }),
    },
  }
}

const oxygenOf = (told: Raw, one: One) =>
  within(
    told.samples.map(({ oxygenSaturation }) => oxygenSaturation),
    one,
  ).flatMap(({ at, reading }) => {
    const percentage = plausible('saturation_percentage', reading.percentage)
    return percentage === null ? [] : [{ timestamp: at, percentage, type: OxygenSaturationType.BLOOD }]
  })

function figuresOn({ days }: Raw, day: string) {
  const of = <K extends keyof Raw['days'][number]>(key: K) => days.find((one) => one[key]?.date === day)?.[key]
  const temperature = of('dailySleepTemperatureDerivations')
  const { nightlyTemperatureCelsius: nightly, baselineTemperatureCelsius: baseline } = temperature ?? {}
  return {
    rmssd: of('dailyHeartRateVariability')?.averageHeartRateVariabilityMilliseconds,
    resting: of('dailyRestingHeartRate')?.beatsPerMinute,
    breaths: of('dailyRespiratoryRate')?.breathsPerMinute,
    oxygen: of('dailyOxygenSaturation')?.averagePercentage,
    delta: nightly == null || baseline == null ? null : tidy(nightly - baseline),
  }
}
