import { addDays, minuteMs } from '../../generate/local-day.ts'
import { clamp, maxOf, meanOf, minOf, round, sumOf } from '../../generate/numbers.ts'
import { localDate, offsetOfZone, offsetText } from '../../normalise/time.ts'
import type { Life, LivedDay, LivedNight } from '../life/life.ts'

/** Something that a watch noted, in Suunto's form. */
interface Entry {
  timestamp: string
  entryData: object
}

const tenMinutesMs = 10 * minuteMs
const halfHourMs = 30 * minuteMs
const joulesPerKcal = 4184

/** A time on the clock of the person, to the millisecond. */
function clockText({ zone }: Life, epochMs: number): string {
  const offset = offsetOfZone(zone, epochMs)
  return `${new Date(epochMs + offset * minuteMs).toISOString().slice(0, -1)}${offsetText(offset)}`
}

/** The days that a time touches, and one before. */
function daysOf(life: Life, from: number, to: number): LivedDay[] {
  const date = (epochMs: number) => localDate(epochMs, offsetOfZone(life.zone, epochMs))
  return life.days(addDays(date(from), -1), addDays(date(to), 1))
}

/** Every ten minutes that are over: steps, joules, pulse, and at night oxygen and what the beats vary. */
export const activityEntries = (life: Life, from: number, to: number): Entry[] =>
  daysOf(life, from, to).flatMap((lived) => {
    const { day, course, body, nights } = lived
    const told = Map.groupBy(course.minutes, ({ startMs }) => Math.floor((startMs - day.startMs) / tenMinutesMs))
    return [...told].flatMap(([index, minutes]) => {
      const startMs = day.startMs + index * tenMinutesMs
      if (startMs < from || startMs > to || minutes.length < tenMinutesMs / minuteMs) return []
      const night = nights.find((one) => startMs >= one.startMs && startMs < one.endMs)
      const kcal = sumOf(minutes, ({ activeKcal }) => activeKcal) + (body.bmr * minutes.length) / 1440
      return [
        {
          timestamp: clockText(life, startMs),
          entryData: {
            HR: Math.round(meanOf(minutes, ({ bpm }) => bpm)),
            HRExt: { Min: minOf(minutes, ({ bpm }) => bpm), Max: maxOf(minutes, ({ bpm }) => bpm) },
            StepCount: sumOf(minutes, ({ steps }) => steps),
            EnergyConsumption: round(kcal * joulesPerKcal, 1),
            Altitude: life.person.home.altitudeMeters,
            HRV: night === undefined ? 0 : Math.round(body.rmssd * night.hrvFactorAt(startMs)),
            ...(night !== undefined && index % 6 === 0 ? { SpO2: round(night.saturationAt(startMs) / 100, 2) } : {}),
          },
        },
      ]
    })
  })

/** Twice an hour what is left of the body's resources: the night fills them, the day takes them. */
export const recoveryEntries = (life: Life, from: number, to: number): Entry[] =>
  daysOf(life, from, to).flatMap(({ day, course, body, nights }) => {
    const woke = nights.find(({ isNap }) => !isNap)
    const full = 0.95 - 0.5 * body.load
    const times = Array.from({ length: Math.ceil((course.toldMs - day.startMs) / halfHourMs) }, (_, at) => at)
    return times.flatMap((at) => {
      const startMs = day.startMs + at * halfHourMs
      if (startMs < from || startMs > to) return []
      const awakeHours = woke === undefined ? 0 : (startMs - woke.endMs) / 3_600_000
      const balance = awakeHours < 0 ? full + 0.05 * awakeHours : full - 0.03 * awakeHours
      return [
        {
          timestamp: clockText(life, startMs),
          entryData: { Balance: round(clamp(balance, 0.05, 1), 2), StressState: awakeHours < 0 ? 1 : 3 },
        },
      ]
    })
  })

/** Nights and naps that began in a time. */
export const sleepEntries = (life: Life, from: number, to: number): Entry[] =>
  daysOf(life, from, to).flatMap((lived) =>
    lived.nights
      .filter(({ startMs }) => startMs >= from && startMs <= to)
      .map((night) => sleepEntryOf(life, lived, night)),
  )

/** A night or nap; its number is when it began. */
export function sleepEntryOf(life: Life, { body }: LivedDay, night: LivedNight): Entry {
  const { startMs, endMs, isNap, minutesOf, stages } = night
  const times = Array.from({ length: Math.ceil((endMs - startMs) / (5 * minuteMs)) }, (_, at) => at)
  const pulse = times.map((at) => night.hrAt(startMs + at * 5 * minuteMs))
  const [first, last] = [stages.at(0), stages.at(-1)]
  const awakeSeconds = (stage: typeof first): number =>
    stage?.stage === 'awake' ? (stage.endMs - stage.startMs) / 1000 : 0
  const inBed = (endMs - startMs) / 1000
  const asleep = 60 * (minutesOf.light + minutesOf.deep + minutesOf.rem)
  const start = clockText(life, startMs)
  return {
    timestamp: start,
    entryData: {
      BedtimeStart: start,
      BedtimeEnd: clockText(life, endMs),
      DateTime: clockText(life, endMs),
      Duration: inBed,
      DeepSleepDuration: 60 * minutesOf.deep,
      LightSleepDuration: 60 * minutesOf.light,
      REMSleepDuration: 60 * minutesOf.rem,
      SleepOnsetLatencyDuration: awakeSeconds(first),
      WakeBeforeOffBedDuration: awakeSeconds(last),
      WakeAfterSleepOnsetDuration: inBed - asleep - awakeSeconds(first) - awakeSeconds(last),
      HRAvg: Math.round(meanOf(pulse, (bpm) => bpm)),
      HRMin: Math.round(minOf(pulse, (bpm) => bpm)),
      AvgHRV: Math.round(body.rmssd),
      AvgHRVSampleCount: times.length,
      MaxSpO2: round(maxOf(times, (at) => night.saturationAt(startMs + at * 5 * minuteMs)) / 100, 2),
      ...(isNap ? {} : { SleepQualityScore: Math.round(clamp(100 * (asleep / inBed) - 20 * body.load, 20, 100)) }),
      IsNap: isNap,
      SleepId: startMs / 1000,
    },
  }
}
