import { z } from 'zod'
import { stampOf } from '../../normalise/clock.ts'
import { heartSummary } from '../../normalise/possible.ts'
import { max, min, sum } from '../../normalise/samples.ts'
import { isNap } from '../../normalise/sleep.ts'
import { orElse, sleepDurations, staged } from '../../normalise/sleep-figures.ts'
import { sleepLevelOf } from '../../normalise/sleep-level.ts'
import { tidied } from '../../normalise/tidy.ts'
import { OxygenSaturationType, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import { whereAllowed } from '../provider-error.ts'
import { resource } from '../resource.ts'
import { listed, range } from '../shapes.ts'
import { listIn, minutesOfHeart, ofEach, reconciledBetween, reconciledDays } from './client.ts'
import { dayPoint, onDate, typesIn } from './days.ts'
import { during, madeOf, metadataOf, point, type Session, sessionsOf, spanned, stretchesOf } from './sessions.ts'
import { inSeconds, interval, minuteRates, sampled, samplesOf, told } from './shapes.ts'

const stage = told({ told: { duration_seconds: ['minutes', inSeconds], num_REM_events: 'count' } }).and(
  z.object({ type: z.string() }),
)

const summary = told({
  told: {
    duration_asleep_state_seconds: ['minutesAsleep', inSeconds],
    duration_awake_state_seconds: ['minutesAwake', inSeconds],
    duration_in_bed_seconds: ['minutesInSleepPeriod', inSeconds],
    sleep_latency_seconds: ['minutesToFallAsleep', inSeconds],
    wake_up_latency_seconds: ['minutesAfterWakeUp', inSeconds],
  },
}).and(z.object({ stagesSummary: listed(stage) }))

const session = spanned.extend({
  stages: listed(interval.extend({ type: z.string() })),
  outOfBedSegments: listed(z.unknown()),
  metadata: z.object({ nap: z.boolean().nullish(), processed: z.boolean().nullish() }).nullish(),
  summary: summary.nullish(),
})

/** What Google made of the main sleep of each day. */
const day = dayPoint.omit({ dailyVo2Max: true })
export const nightTypes = typesIn(day)

const raw = z.object({
  range,
  sleep: z.array(point.extend({ sleep: session }).transform(({ sleep, ...rest }) => ({ ...rest, ...sleep }))),
  /** By the minute, of the stretches slept. */
  heart_rate: minuteRates,
  /** Readings of those stretches, of all sources as one. */
  samples: z.array(
    z.object({
      heartRateVariability: sampled({
        hrv_rmssd: 'rootMeanSquareOfSuccessiveDifferencesMilliseconds',
        hrv_sdnn: 'standardDeviationMilliseconds',
      }).nullish(),
      oxygenSaturation: sampled({ percentage: 'percentage' }).nullish(),
    }),
  ),
  days: z.array(day),
})
type Raw = z.output<typeof raw>
type One = Session<Raw['sleep'][number]>

/** Nights and naps, each under the day on which it ends; what Google says of a day goes with its main sleep. */
export const sleep = resource({
  raw,
  windowDays: 14,
  historyDays: null,
  isWhole: true,
  fetch: async (access, days) => {
    const found = await listIn(access, 'sleep', days)
    const stretches = stretchesOf(found, 'sleep')
    // From the first falling asleep to the last waking.
    const [from, to] = [min(stretches.flat()), max(stretches.flat())]
    if (from === null || to === null) return { range: days, sleep: found, heart_rate: [], samples: [], days: [] }
    const types = ['heart-rate-variability', 'oxygen-saturation']
    return {
      range: days,
      sleep: found,
      heart_rate: await ofEach(stretches, (start, end) => minutesOfHeart(access, start, end)),
      samples: await whereAllowed(reconciledBetween(access, types, from, to)),
      days: await whereAllowed(reconciledDays(access, nightTypes, 'daily', days)),
    }
  },
  normalise(answer, { zone }) {
    const all = sessionsOf(answer.sleep, zone).filter(({ start, end }) => end.epochMs > start.epochMs)
    return all.map((one) => {
      const sameDay = all.filter(({ end }) => end.date === one.end.date)
      const mains = sameDay.filter(({ metadata }) => metadata?.nap !== true)
      const is_nap = isNap(candidateOf(one), sameDay.map(candidateOf), one.metadata?.nap)
      const isMain = is_nap !== true && isNap(candidateOf(one), mains.map(candidateOf)) === false
      return madeOf(one, recordOf(answer, one, is_nap, isMain ? onDate(answer.days, one.end.date) : {}))
    })
  },
})

const candidateOf = ({ start, end }: One) => ({ ...start, startMs: start.epochMs, endMs: end.epochMs })

function recordOf(answer: Raw, one: One, is_nap: boolean | null, scored: Partial<Raw['days'][number]>): Sleep {
  const upload = one.dataSource.isManual ? SleepUploadType.MANUAL : SleepUploadType.AUTOMATIC
  const minutes = during(answer.heart_rate, one).filter(({ epochMs }) => epochMs < one.end.epochMs)
  const hr_samples = samplesOf('bpm', minutes)
  const readings = during(
    answer.samples.flatMap((sample) => Object.values(sample)).flatMap((reading) => reading ?? []),
    one,
  )
  return {
    metadata: {
      ...metadataOf(one),
      is_nap,
      upload_type: one.metadata?.processed === false ? SleepUploadType.TENTATIVE : upload,
    },
    device_data: one.dataSource.device_data,
    sleep_durations_data: durationsOf(one),
    heart_rate_data: {
      summary: {
        ...heartSummary(hr_samples),
        ...scored.dailyRestingHeartRate?.pulse,
        ...scored.dailyHeartRateVariability?.pulse,
      },
      detailed: {
        hr_samples,
        hrv_samples_rmssd: samplesOf('hrv_rmssd', readings),
        hrv_samples_sdnn: samplesOf('hrv_sdnn', readings),
      },
    },
    respiration_data: {
      breaths_data: scored.dailyRespiratoryRate?.breaths,
      oxygen_saturation_data: {
        ...scored.dailyOxygenSaturation?.oxygen,
        samples: samplesOf('percentage', readings).map((one) => ({ ...one, type: OxygenSaturationType.BLOOD })),
      },
    },
    temperature_data: { delta: scored.dailySleepTemperatureDerivations?.delta },
  }
}

/** Google's own figures, in whole minutes; what it has not summed up follows from the stages. */
function durationsOf({ stages, outOfBedSegments, summary, start, end }: One): Sleep['sleep_durations_data'] {
  const { figures, hypnogram } = staged(
    stages
      .map(({ type, startTime, endTime }) => ({ startMs: startTime, endMs: endTime, level: sleepLevelOf(type) }))
      .filter(({ startMs, endMs }) => endMs > startMs),
  )
  const stageOf = (type: string) => summary?.stagesSummary.find((stage) => stage.type === type)?.told
  const secondsOf = (type: string) => stageOf(type)?.duration_seconds
  const { told } = summary ?? {}
  const awake = secondsOf('AWAKE') ?? told?.duration_awake_state_seconds
  const known = orElse(
    {
      ...told,
      // A restless sleeper of the classic kind is not asleep, and Google does not count them as awake.
      duration_awake_state_seconds: sum([secondsOf('RESTLESS'), awake]),
      duration_light_sleep_state_seconds: secondsOf('LIGHT'),
      duration_deep_sleep_state_seconds: secondsOf('DEEP'),
      duration_REM_sleep_state_seconds: secondsOf('REM'),
      num_REM_events: stageOf('REM')?.num_REM_events,
    },
    figures,
  )
  const inBed = told?.duration_in_bed_seconds ?? (end.epochMs - start.epochMs) / 1000
  return sleepDurations(
    {
      ...known,
      num_out_of_bed_events: outOfBedSegments.length || null,
      // Only Google can tell these: stages begin with falling asleep as often as with lying down.
      sleep_latency_seconds: told?.sleep_latency_seconds,
      wake_up_latency_seconds: told?.wake_up_latency_seconds,
      duration_in_bed_seconds: inBed,
      duration_unmeasurable_sleep_seconds: null,
      sleep_efficiency:
        inBed === 0 ? null : tidied(known.duration_asleep_state_seconds, (asleep) => (asleep / inBed) * 100),
    },
    hypnogram,
    (epochMs) => stampOf({ ...start, epochMs }),
  )
}
