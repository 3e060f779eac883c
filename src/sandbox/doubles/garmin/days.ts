import type { Minute } from '../../../generate/life/day-course.ts'
import { clamp, maxOf, meanOf, minOf, round, sumOf } from '../../../generate/numbers.ts'
import { offsetOfZone } from '../../../normalise/time.ts'
import type { Life, LivedDay } from '../../life/life.ts'
import { idOf, type Wearer } from './wearer.ts'

const quarterMs = 15 * 60_000

/** When something began, as Garmin writes it. */
export const begun = (life: Life, startMs: number) => ({
  startTimeInSeconds: startMs / 1000,
  startTimeOffsetInSeconds: offsetOfZone(life.zone, startMs) * 60,
})

/** Readings by the seconds since a start. */
export const since = (startMs: number, readings: readonly (readonly [atMs: number, value: number])[]) =>
  Object.fromEntries(readings.map(([atMs, value]) => [`${(atMs - startMs) / 1000}`, value]))

/** A day as far as it has gone: its id changes as it grows. None before the first quarter of an hour. */
export function dailyOf({ account, life }: Wearer, { day, body, course }: LivedDay): object[] {
  const { minutes, toldMs } = course
  const seconds = (toldMs - day.startMs) / 1000
  if (minutes.length === 0) return []
  const timeAt = (level: Minute['level']) => 60 * minutes.filter((minute) => minute.level === level).length
  const stress = minutes.map((minute) => stressAt(minute, body.load)).filter((level) => level > 0)
  const stressed = (from: number, to: number) => 60 * stress.filter((level) => level >= from && level <= to).length
  return [
    {
      userId: account,
      summaryId: idOf(account, day.startMs, `${seconds.toString(16)}-0`),
      calendarDate: day.date,
      activityType: 'GENERIC',
      ...begun(life, day.startMs),
      durationInSeconds: seconds,
      steps: sumOf(minutes, ({ steps }) => steps),
      distanceInMeters: round(
        sumOf(minutes, ({ meters }) => meters),
        2,
      ),
      floorsClimbed: Math.floor(sumOf(minutes, ({ floors }) => floors)),
      activeTimeInSeconds: timeAt('low') + timeAt('medium') + timeAt('high'),
      moderateIntensityDurationInSeconds: timeAt('medium'),
      vigorousIntensityDurationInSeconds: timeAt('high'),
      activeKilocalories: Math.round(sumOf(minutes, ({ activeKcal }) => activeKcal)),
      bmrKilocalories: Math.round((body.bmr * minutes.length) / 1440),
      consumedCalories: 0,
      minHeartRateInBeatsPerMinute: minOf(minutes, ({ bpm }) => bpm),
      maxHeartRateInBeatsPerMinute: maxOf(minutes, ({ bpm }) => bpm),
      averageHeartRateInBeatsPerMinute: Math.round(meanOf(minutes, ({ bpm }) => bpm)),
      restingHeartRateInBeatsPerMinute: Math.round(body.restingHr),
      timeOffsetHeartRateSamples: since(
        day.startMs,
        minutes.filter((_, at) => at % 5 === 0).map(({ startMs, bpm }) => [startMs, bpm]),
      ),
      averageStressLevel: stress.length === 0 ? -1 : Math.round(meanOf(stress, (level) => level)),
      maxStressLevel: stress.length === 0 ? -1 : maxOf(stress, (level) => level),
      restStressDurationInSeconds: stressed(1, 25),
      lowStressDurationInSeconds: stressed(26, 50),
      mediumStressDurationInSeconds: stressed(51, 75),
      highStressDurationInSeconds: stressed(76, 100),
      stressDurationInSeconds: stressed(26, 100),
      stepsGoal: 9000,
    },
  ]
}

/** Quarters of an hour, each of walking and of sitting apart. */
export function epochsOf({ account, life }: Wearer, { day, course }: LivedDay): object[] {
  const quarters = Map.groupBy(course.minutes, ({ startMs }) => Math.floor((startMs - day.startMs) / quarterMs))
  return [...quarters].flatMap(([quarter, minutes]) =>
    kindsOfEpoch.flatMap(({ name, code, isOf }) => {
      const own = minutes.filter(isOf)
      const startMs = day.startMs + quarter * quarterMs
      const met = meanOf(own, (minute) => minute.met)
      return own.length === 0
        ? []
        : [
            {
              userId: account,
              summaryId: idOf(account, startMs, code),
              activityType: name,
              ...begun(life, startMs),
              durationInSeconds: 900,
              activeTimeInSeconds: own.length * 60,
              steps: sumOf(own, ({ steps }) => steps),
              distanceInMeters: round(
                sumOf(own, ({ meters }) => meters),
                2,
              ),
              activeKilocalories: Math.round(sumOf(own, ({ activeKcal }) => activeKcal)),
              met: round(met, 2),
              intensity: met >= 6 ? 'HIGHLY_ACTIVE' : met >= 1.5 ? 'ACTIVE' : 'SEDENTARY',
            },
          ]
    }),
  )
}

const kindsOfEpoch: readonly { name: string; code: string; isOf: (minute: Minute) => boolean }[] = [
  { name: 'WALKING', code: '6', isOf: ({ steps }) => steps > 0 },
  { name: 'SEDENTARY', code: '8', isOf: ({ steps }) => steps === 0 },
]

/** 1 to 100; -2 while they are too active to say. */
const stressAt = ({ asleep, inSession, level, bpm }: Minute, load: number): number => {
  if (inSession || level === 'high') return -2
  return Math.round(clamp((asleep ? 6 : 16) + 40 * load + (bpm - 60) / 4, 1, 100))
}

/** Stress and body battery every three minutes. */
export function stressOf({ account, life }: Wearer, { day, body, course }: LivedDay): object[] {
  const { minutes, toldMs } = course
  if (minutes.length === 0) return []
  let battery = 30 + 20 * (1 - body.load)
  const batteries = minutes.map(({ asleep, met }) => {
    battery = clamp(battery + (asleep ? 0.12 : -0.035 * met), 5, 100)
    return Math.round(battery)
  })
  const shown = minutes.map((minute, at) => ({ minute, at })).filter(({ at }) => at % 3 === 0)
  return [
    {
      userId: account,
      summaryId: idOf(account, day.startMs, 's'),
      calendarDate: day.date,
      ...begun(life, day.startMs),
      durationInSeconds: (toldMs - day.startMs) / 1000,
      timeOffsetStressLevelValues: since(
        day.startMs,
        shown.map(({ minute }) => [minute.startMs, stressAt(minute, body.load)]),
      ),
      timeOffsetBodyBatteryValues: since(
        day.startMs,
        shown.map(({ minute, at }) => [minute.startMs, batteries[at] ?? 5]),
      ),
    },
  ]
}

/** What Garmin works out once a day. */
export const metricsOf = ({ account }: Wearer, { day, body }: LivedDay): object[] => [
  {
    userId: account,
    summaryId: idOf(account, day.startMs, 'm'),
    calendarDate: day.date,
    vo2Max: round(body.vo2max, 1),
    fitnessAge: Math.round(body.age - 8 * (body.fitness - 0.5)),
    enhanced: true,
  },
]

export const weighingsOf = ({ account, life }: Wearer, { weighing }: LivedDay): object[] =>
  weighing === null
    ? []
    : [
        {
          userId: account,
          summaryId: idOf(account, weighing.atMs, 'b'),
          measurementTimeInSeconds: weighing.atMs / 1000,
          measurementTimeOffsetInSeconds: offsetOfZone(life.zone, weighing.atMs) * 60,
          weightInGrams: Math.round(weighing.weightKg * 1000),
          bodyFatInPercent: weighing.bodyfatPercentage,
        },
      ]

const cycleDays = 28
const bleedingDays = 5
const phasesUntil = [
  [bleedingDays, 'MENSTRUAL'],
  [9, 'FOLLICULAR'],
  [15, 'FERTILE'],
  [cycleDays, 'LUTEAL'],
] as const

/** The cycle of a woman, as of a day. */
export function cyclesOf({ account, life }: Wearer, { day }: LivedDay): object[] {
  if (life.person.sex !== 'female') return []
  const before = (day.number + account.charCodeAt(0)) % cycleDays
  const phase = phasesUntil.findIndex(([last]) => before + 1 <= last)
  const [last, name] = phasesUntil[phase] ?? [cycleDays, 'LUTEAL']
  return [
    {
      userId: account,
      summaryId: idOf(account, day.startMs, 'mct'),
      periodStartDate: new Date((day.number - before) * 86_400_000).toISOString().slice(0, 10),
      dayInCycle: before + 1,
      periodLength: bleedingDays,
      currentPhase: phase + 1,
      currentPhaseType: name,
      daysUntilNextPhase: last - before,
      cycleLength: cycleDays,
      predictedCycleLength: cycleDays,
      isPredictedCycle: false,
      lastUpdatedTimeInSeconds: day.startMs / 1000,
      fertileWindowStart: 10,
      lengthOfFertileWindow: 6,
    },
  ]
}
