import { z } from 'zod'
import type { Clock } from '../../normalise/clock.ts'
import { possible, samplesBy } from '../../normalise/possible.ts'
import type { Body, ECGReading } from '../../schema/body.ts'
import { AFibFlag } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { dayRecords, figure, isWithin, range } from '../shapes.ts'
import { ask, askAll, secondsOf } from './client.ts'
import { type Group, group, measurementsOf, measureTypes } from './measures.ts'
import { around, clockIn, instant, newest } from './shapes.ts'

/** Real measures; 2 are goals. */
const real = 1
/** May be somebody else's: the scale could not tell who stood on it. */
const ambiguous = 1

/** An entry of `/v2/heart` `list`, with what `get` has of its recording. */
const ecg = z
  .object({
    timestamp: instant,
    modified: z.int().nullish(),
    heart_rate: figure,
    ecg: z.object({ signalid: z.int(), afib: z.int().nullish() }).nullish(),
    /** Microvolts, one after the other. */
    recording: z.object({ signal: z.array(z.number()), sampling_frequency: z.number().positive() }).nullish(),
  })
  .transform(({ timestamp: epochMs, ...one }) => ({ ...one, epochMs }))
type Ecg = z.output<typeof ecg>

/** By Withings' numbers. */
const flags = [AFibFlag.NEGATIVE, AFibFlag.POSITIVE, AFibFlag.INCONCLUSIVE] as const
const flagOf = (number: number | null | undefined): AFibFlag | undefined => flags[number ?? -1]

/** What scales, cuffs, thermometers and ECGs measured on a day: `/measure` `getmeas`, `/v2/heart` `list` and `get`. */
export const body = resource({
  raw: z.object({ range, timezone: z.string().nullish(), groups: z.array(group), ecgs: z.array(ecg) }),
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => {
    const span = secondsOf(around(days))
    const measures = { action: 'getmeas', meastypes: measureTypes, category: `${real}`, ...span }
    const { items: groups, timezone } = await askAll(access, '/measure', measures, 'measuregrps')
    const { items: listed } = await askAll(access, '/v2/heart', { action: 'list', ...span }, 'series')
    const ecgs: unknown[] = []
    for (const item of listed) {
      const signalid = ecg.safeParse(item).data?.ecg?.signalid
      if (signalid === undefined) continue
      const recording = await ask(access, '/v2/heart', { action: 'get', signalid: `${signalid}` })
      ecgs.push(Object.assign({}, item, { recording }))
    }
    return { range: days, timezone, groups, ecgs }
  },
  normalise: ({ range: days, timezone, groups, ecgs }, { zone }) => {
    const clock = clockIn(timezone, zone)
    const taken = newest(groups, ({ grpid }) => grpid)
      .filter(({ category, attrib }) => category === real && attrib !== ambiguous)
      .sort(byTime)
    const recorded = newest(ecgs, ({ epochMs, ecg }) => `${epochMs} ${ecg?.signalid}`).sort(byTime)
    const dates = [...taken, ...recorded].map(({ epochMs }) => clock.dateOf(epochMs))
    return dayRecords(
      dates.filter((date) => isWithin(days, date)),
      (date) => {
        const isOf = ({ epochMs }: { epochMs: number }) => clock.dateOf(epochMs) === date
        return { metadata: clock.metadataOf(date), ...recordOf(taken.filter(isOf), recorded.filter(isOf), clock) }
      },
    )
  },
})

const byTime = (a: { epochMs: number }, b: { epochMs: number }): number => a.epochMs - b.epochMs

function recordOf(groups: readonly Group[], ecgs: readonly Ecg[], clock: Clock): Omit<Body, 'metadata'> {
  const told = samplesBy(clock.stamp)
  const each = <F extends keyof Group['taken']>(name: F) => told(name, groups, ({ taken }) => taken[name])
  const vo2_samples = each('vo2max_ml_per_min_per_kg')
  return {
    measurements_data: { measurements: measurementsOf(groups, clock) },
    blood_pressure_data: {
      blood_pressure_samples: groups
        .filter(({ pressure }) => pressure.systolic_bp !== null && pressure.diastolic_bp !== null)
        .map(({ epochMs, pressure }) => ({ timestamp: clock.stamp(epochMs), ...pressure })),
    },
    heart_data: {
      heart_rate_data: { detailed: { hr_samples: each('bpm') } },
      pulse_wave_velocity_samples: each('pulse_wave_velocity_meters_per_second'),
      afib_classification_samples: groups
        .map((one) => ({ timestamp: clock.stamp(one.epochMs), afib_classification: flagOf(one.afib) }))
        .filter(({ afib_classification }) => afib_classification !== undefined),
      ecg_signal: ecgs.flatMap((one) => readingOf(one, clock)),
    },
    hydration_data: { hydration_amount_samples: each('hydration_kg') },
    oxygen_data: {
      saturation_samples: each('percentage'),
      vo2_samples,
      vo2max_ml_per_min_per_kg: vo2_samples.at(-1)?.vo2max_ml_per_min_per_kg,
    },
    temperature_data: {
      body_temperature_samples: each('temperature_celsius'),
      skin_temperature_samples: told('temperature_celsius', groups, ({ skin }) => skin.temperature_celsius),
    },
  }
}

function readingOf({ epochMs, heart_rate, ecg, recording }: Ecg, clock: Clock): ECGReading[] {
  if (!ecg) return []
  const raw_signal = recording?.signal.map((potential_uV, index) => ({
    timestamp: clock.stamp(epochMs + (index / recording.sampling_frequency) * 1000),
    potential_uV,
  }))
  const [start_timestamp, afib_classification] = [clock.stamp(epochMs), flagOf(ecg.afib)]
  return [{ start_timestamp, afib_classification, ...possible({ avg_hr_bpm: heart_rate }), raw_signal }]
}
