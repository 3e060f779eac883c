import type { Stage } from '../../../generate/life/night.ts'
import { clamp, meanOf, round } from '../../../generate/numbers.ts'
import { offsetOfZone } from '../../../normalise/time.ts'
import type { LivedDay, LivedNight } from '../../life/life.ts'
import { begun, since } from './days.ts'
import { idOf, type Wearer } from './wearer.ts'

const fiveMinutesMs = 300_000
const hourMs = 3_600_000

/** The night that ended on a day; null where there was none, or it was deleted. */
const mainNight = ({ nights }: LivedDay): LivedNight | null => nights.find(({ isNap }) => !isNap) ?? null

const every = (stepMs: number, { startMs, endMs }: LivedNight): number[] =>
  Array.from({ length: Math.floor((endMs - startMs) / stepMs) }, (_, at) => startMs + at * stepMs)

/** The night of a date with the naps before the device last synced. A duration leaves out the time awake. */
export function sleepsOf({ account, life }: Wearer, lived: LivedDay): object[] {
  const night = mainNight(lived)
  if (night === null) return []
  const { startMs, minutesOf, stages } = night
  const asleep = minutesOf.light + minutesOf.deep + minutesOf.rem
  const seconds = (asleep + minutesOf.unmeasured) * 60
  const of = (wanted: Stage) =>
    stages
      .filter(({ stage }) => stage === wanted)
      .map((one) => ({ startTimeInSeconds: one.startMs / 1000, endTimeInSeconds: one.endMs / 1000 }))
  const score = Math.round(clamp(30 + asleep / 8, 1, 100))
  return [
    {
      userId: account,
      summaryId: idOf(account, startMs, seconds.toString(16)),
      calendarDate: lived.day.date,
      ...begun(life, startMs),
      durationInSeconds: seconds,
      unmeasurableSleepInSeconds: minutesOf.unmeasured * 60,
      deepSleepDurationInSeconds: minutesOf.deep * 60,
      lightSleepDurationInSeconds: minutesOf.light * 60,
      remSleepInSeconds: minutesOf.rem * 60,
      awakeDurationInSeconds: minutesOf.awake * 60,
      sleepLevelsMap: { deep: of('deep'), light: of('light'), rem: of('rem'), awake: of('awake') },
      validation: 'ENHANCED_FINAL',
      timeOffsetSleepSpo2: since(
        startMs,
        every(fiveMinutesMs, night).map((at) => [at, Math.round(night.saturationAt(at))]),
      ),
      timeOffsetSleepRespiration: since(
        startMs,
        every(fiveMinutesMs, night).map((at) => [at, round(night.breathsAt(at), 1)]),
      ),
      overallSleepScore: { value: score, qualifierKey: score >= 80 ? 'GOOD' : score >= 60 ? 'FAIR' : 'POOR' },
      naps: lived.nights
        .filter(({ isNap }) => isNap)
        .map((nap) => ({
          napStartTimeInSeconds: nap.startMs / 1000,
          napDurationInSeconds: (nap.endMs - nap.startMs) / 1000,
          napOffsetInSeconds: offsetOfZone(life.zone, nap.startMs) * 60,
          napValidation: 'DEVICE',
        })),
    },
  ]
}

export function variabilityOf({ account, life }: Wearer, lived: LivedDay): object[] {
  const night = mainNight(lived)
  if (night === null) return []
  const values = every(fiveMinutesMs, night).map(
    (at) => [at + fiveMinutesMs, Math.round(lived.body.rmssd * night.hrvFactorAt(at))] as const,
  )
  return [
    {
      userId: account,
      summaryId: idOf(account, night.startMs, 'h'),
      calendarDate: lived.day.date,
      ...begun(life, night.startMs),
      durationInSeconds: (night.endMs - night.startMs) / 1000,
      lastNightAvg: Math.round(meanOf(values, ([, value]) => value)),
      lastNight5MinHigh: Math.max(...values.map(([, value]) => value)),
      hrvValues: since(night.startMs, values),
    },
  ]
}

export function skinTemperaturesOf({ account, life }: Wearer, lived: LivedDay): object[] {
  const night = mainNight(lived)
  if (night === null) return []
  return [
    {
      userId: account,
      summaryId: idOf(account, night.startMs, 't'),
      calendarDate: lived.day.date,
      ...begun(life, night.startMs),
      durationInSeconds: (night.endMs - night.startMs) / 1000,
      avgDeviationCelsius: round(0.8 * (lived.body.load - 0.45), 1),
    },
  ]
}

/** Oxygen by the hour, of those who sleep. */
export function saturationsOf({ account, life }: Wearer, lived: LivedDay): object[] {
  const night = mainNight(lived)
  if (night === null) return []
  return [
    {
      userId: account,
      summaryId: idOf(account, night.startMs, 'o'),
      calendarDate: lived.day.date,
      ...begun(life, night.startMs),
      durationInSeconds: (night.endMs - night.startMs) / 1000,
      timeOffsetSpo2Values: since(
        night.startMs,
        every(hourMs, night).map((at) => [at, Math.round(night.saturationAt(at))]),
      ),
      onDemand: false,
    },
  ]
}
