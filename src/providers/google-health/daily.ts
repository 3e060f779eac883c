import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { clockOf } from '../../normalise/clock.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { figures } from '../../normalise/possible.ts'
import { sum } from '../../normalise/samples.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { whereAllowed } from '../provider-error.ts'
import { resource } from '../resource.ts'
import { dayRecords, isWithin, listed, range } from '../shapes.ts'
import { dailyTotals, eachAllowed, listIn, minutesOfDays, reconciledDays } from './client.ts'
import { datesOf, dayPoint, onDate, typesIn } from './days.ts'
import { date, duration, endsOf, interval, minuteRates, samplesOf, thousandth, told, zoneData } from './shapes.ts'

/** Time at each level, in seconds. */
const levels = listed(z.object({ activityLevelType: z.string(), totalDuration: duration }))
  .transform((list) => Object.fromEntries(list.map((one) => [one.activityLevelType, one.totalDuration])))
  .pipe(
    figures({
      active: {
        low_intensity_seconds: 'LIGHTLY_ACTIVE',
        moderate_intensity_seconds: 'MODERATELY_ACTIVE',
        vigorous_intensity_seconds: 'VERY_ACTIVE',
      },
      still: { inactivity_seconds: 'SEDENTARY' },
    }),
  )

const inZones = listed(z.object({ heartRateZone: z.string(), duration })).transform((list) =>
  zoneData(Object.fromEntries(list.map((one) => [one.heartRateZone, one.duration]))),
)

const total = z.object({
  steps: told({ distance: { steps: 'countSum' } }).nullish(),
  distance: told({ distance: { distance_meters: ['millimetersSum', thousandth] } }).nullish(),
  floors: told({ distance: { floors_climbed: 'countSum' } }).nullish(),
  altitude: told({ elevation: { gain_actual_meters: ['gainMillimetersSum', thousandth] } }).nullish(),
  totalCalories: told({ calories: { total_burned_calories: 'kcalSum' } }).nullish(),
  activeEnergyBurned: told({ calories: { net_activity_calories: 'kcalSum' } }).nullish(),
  activityLevel: z.object({ activityLevelRollupsByActivityLevelType: levels }).nullish(),
  heartRate: told({
    pulse: { avg_hr_bpm: 'beatsPerMinuteAvg', max_hr_bpm: 'beatsPerMinuteMax', min_hr_bpm: 'beatsPerMinuteMin' },
  }).nullish(),
  timeInHeartRateZone: z.object({ timeInHeartRateZones: inZones }).nullish(),
  swimLengthsData: told({ swimming: { num_strokes: 'strokeCountSum' } }).nullish(),
})
const day = dayPoint.omit({ dailyRespiratoryRate: true, dailySleepTemperatureDerivations: true })

/** The types of Google's that tell of a day. */
export const totalTypes = typesIn(total)
export const dayTypes = typesIn(day)

const raw = z.object({
  range,
  totals: z.array(total.extend({ civilStartTime: z.object({ date }) })),
  days: z.array(day),
  /** By the minute, and a day beyond at both ends. */
  heart_rate: minuteRates,
  /** Of which only the clock counts. */
  sleep: z.array(z.object({ sleep: z.object({ interval }) })),
})
type Raw = z.output<typeof raw>

/** Days as Google sums them up, over all sources and without the hours in which nothing was worn. */
export const daily = resource({
  raw,
  // Heart rates by the minute of a week are a page and a bit; 14 days with what lies around them would be refused.
  windowDays: 7,
  historyDays: null,
  fetch: async (access, days) => {
    const [[totals, ofDays], heart_rate, sleep] = await Promise.all([
      eachAllowed([dailyTotals(access, totalTypes, days), reconciledDays(access, dayTypes, 'daily', days)]),
      whereAllowed(minutesOfDays(access, days)),
      whereAllowed(listIn(access, 'sleep', days)),
    ])
    return { range: days, totals, days: ofDays, heart_rate, sleep }
  },
  normalise({ range: days, heart_rate: rates, sleep, ...points }, { zone }) {
    const nights = sleep.flatMap((one) => Object.values(endsOf(one.sleep.interval, null)))
    const clock = clockOf(nights, zone)
    const stamped = rates.map((one) => ({ ...one, timestamp: clock.stamp(one.epochMs) }))
    const ratesOn = Map.groupBy(stamped, ({ epochMs }) => clock.dateOf(epochMs))
    const dates = [...datesOf(points.totals), ...datesOf(points.days), ...ratesOn.keys()]
    return dayRecords(
      dates.filter((date) => isWithin(days, date)),
      (date): Daily =>
        clearUnworn({
          metadata: { ...clock.metadataOf(date), upload_type: UploadType.AUTOMATIC },
          ...dayOf({ ...onDate(points.totals, date), ...onDate(points.days, date) }, ratesOn.get(date) ?? []),
        }),
    )
  },
})

type Told = Partial<Raw['totals'][number] & Raw['days'][number]>

function dayOf(of: Told, rates: Parameters<typeof samplesOf>[1]): Partial<Daily> {
  const { active, still } = of.activityLevel?.activityLevelRollupsByActivityLevelType ?? {}
  return {
    distance_data: {
      ...of.steps?.distance,
      ...of.distance?.distance,
      ...of.floors?.distance,
      elevation: of.altitude?.elevation,
      swimming: of.swimLengthsData?.swimming,
    },
    calories_data: fillCalories({ ...of.totalCalories?.calories, ...of.activeEnergyBurned?.calories }),
    active_durations_data: { activity_seconds: sum(Object.values(active ?? {})), ...active, ...still },
    oxygen_data: { ...of.dailyOxygenSaturation?.oxygen, ...of.dailyVo2Max?.oxygen },
    heart_rate_data: {
      summary: {
        ...of.heartRate?.pulse,
        ...of.dailyRestingHeartRate?.pulse,
        ...of.dailyHeartRateVariability?.pulse,
        hr_zone_data: of.timeInHeartRateZone?.timeInHeartRateZones,
      },
      detailed: { hr_samples: samplesOf('bpm', rates) },
    },
  }
}
