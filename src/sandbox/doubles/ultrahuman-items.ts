import { glucoseOn } from '../../generate/life/glucose.ts'
import type { Stage } from '../../generate/life/night.ts'
import { clamp, meanOf, round, sumOf } from '../../generate/numbers.ts'
import type { Life, LivedDay, LivedNight } from '../life/life.ts'

/** What is known of a day, of one kind. */
interface Item {
  type: string
  object: Record<string, unknown>
}

interface Reading {
  value: number
  timestamp: number
}

const minuteMs = 60_000
const seconds = (epochMs: number): number => Math.floor(epochMs / 1000)

/** Readings every so many minutes of a stretch. */
const every = (minutes: number, startMs: number, endMs: number, read: (epochMs: number) => number): Reading[] =>
  Array.from({ length: Math.max(0, Math.ceil((endMs - startMs) / (minutes * minuteMs))) }, (_, at) => {
    const epochMs = startMs + at * minutes * minuteMs
    return { value: read(epochMs), timestamp: seconds(epochMs) }
  })

const averageOf = (readings: readonly Reading[]): number =>
  round(
    meanOf(readings, ({ value }) => value),
    1,
  )

/** The night of a day. Ultrahuman shows one, and no naps. */
const mainNight = ({ nights }: LivedDay): LivedNight | null => nights.find(({ isNap }) => !isNap) ?? null

/** What the ring has of a day; nothing before the first of it was synced. */
export function ringItems(_: Life, lived: LivedDay): Item[] {
  const { day, course, body } = lived
  const { minutes } = course
  if (minutes.length === 0) return []
  const day_start_timestamp = seconds(day.startMs)
  const buckets = minutes.flatMap(({ startMs }, at) =>
    at % 5 === 0 ? [{ startMs, minutes: minutes.slice(at, at + 5) }] : [],
  )
  const hr = buckets.map(({ startMs, minutes: [first] }) => ({ value: first?.bpm ?? 0, timestamp: seconds(startMs) }))
  const steps = buckets.map((bucket) => ({
    value: sumOf(bucket.minutes, (minute) => minute.steps),
    timestamp: seconds(bucket.startMs),
  }))
  const temp = every(15, day.startMs, course.toldMs, (at) => round(33.4 + 0.8 * Math.sin(at / 9_000_000), 1))
  const scalar = (type: string, value: number): Item => ({ type, object: { value, day_start_timestamp } })
  const total = sumOf(steps, ({ value }) => value)
  return [
    {
      type: 'hr',
      object: { day_start_timestamp, title: 'Heart Rate', values: hr, last_reading: hr.at(-1)?.value, unit: 'BPM' },
    },
    {
      type: 'temp',
      object: {
        day_start_timestamp,
        title: 'Skin Temperature',
        values: temp,
        last_reading: temp.at(-1)?.value,
        unit: '°C',
      },
    },
    {
      type: 'steps',
      object: { day_start_timestamp, values: steps, subtitle: 'Average', avg: total / steps.length, total },
    },
    scalar('active_minutes', minutes.filter(({ level }) => level === 'medium' || level === 'high').length),
    scalar('movement_index', Math.round(clamp(total / 100, 1, 100))),
    scalar('vo2_max', round(body.vo2max, 1)),
    ...nightItems(lived, day_start_timestamp),
  ]
}

/** What a night adds to the day on which it ends: readings of the part that lies on that day, and all of the night itself. */
function nightItems(lived: LivedDay, day_start_timestamp: number): Item[] {
  const night = mainNight(lived)
  if (night === null) return []
  const { day, body } = lived
  const fromMs = Math.max(night.startMs, day.startMs)
  const hrv = every(10, fromMs, night.endMs, (at) => Math.round(body.rmssd * night.hrvFactorAt(at)))
  const spo2 = every(30, fromMs, night.endMs, (at) => Math.round(night.saturationAt(at)))
  const rhr = every(30, fromMs, night.endMs, (at) => Math.round(night.hrAt(at)))
  const scalar = (type: string, value: number): Item => ({ type, object: { value, day_start_timestamp } })
  return [
    {
      type: 'hrv',
      object: { day_start_timestamp, title: 'HRV', values: hrv, subtitle: 'Average', avg: averageOf(hrv) },
    },
    { type: 'spo2', object: { day_start_timestamp, values: spo2, avg: averageOf(spo2) } },
    {
      type: 'night_rhr',
      object: {
        day_start_timestamp,
        title: 'Resting HR',
        values: rhr,
        subtitle: 'Sleep Time Average',
        avg: averageOf(rhr),
      },
    },
    scalar('avg_sleep_hrv', Math.round(averageOf(hrv))),
    scalar('sleep_rhr', Math.round(body.restingHr)),
    {
      type: 'recovery_index',
      object: { value: Math.round(clamp(95 - 45 * body.load, 1, 100)), title: 'Recovery Index', day_start_timestamp },
    },
    { type: 'sleep', object: nightOf(lived, night) },
  ]
}

/** Its graph has no word for what the ring did not feel: that is a gap. */
const types: Readonly<Record<Stage, string | null>> = {
  awake: 'awake',
  light: 'light_sleep',
  deep: 'deep_sleep',
  rem: 'rem_sleep',
  unmeasured: null,
}

function nightOf({ body }: LivedDay, night: LivedNight): Record<string, unknown> {
  const { startMs, endMs, stages, minutesOf } = night
  const asleep = minutesOf.light + minutesOf.deep + minutesOf.rem
  const inBed = (endMs - startMs) / minuteMs
  const share = (minutes: number): number => Math.round((100 * minutes) / asleep)
  const length = (minutes: number) => ({
    minutes,
    hours: Math.floor(minutes / 60),
    remaining_minutes: minutes % 60,
    seconds: minutes * 60,
  })
  const stage = (of: Stage) => ({
    title: types[of],
    type: types[of],
    percentage: Math.round((100 * minutesOf[of]) / inBed),
    stage_time: minutesOf[of] * 60,
  })
  const points = (minutes: number, read: (epochMs: number) => number) => ({
    data: every(minutes, startMs, endMs, read),
  })
  const efficiency = Math.round((100 * asleep) / inBed)
  return {
    bedtime_start: seconds(startMs),
    bedtime_end: seconds(endMs),
    quick_metrics: [
      { title: 'Total Sleep', type: 'total_sleep', value: asleep * 60 },
      { title: 'Time in Bed', type: 'time_in_bed', value: inBed * 60 },
      { title: 'Efficiency', type: 'sleep_efic', value: efficiency, unit: '%' },
    ],
    sleep_stages: [stage('deep'), stage('light'), stage('rem'), stage('awake')],
    sleep_graph: {
      title: 'Sleep Stages',
      data: stages.flatMap((one) =>
        types[one.stage] === null
          ? []
          : [{ start: seconds(one.startMs), end: seconds(one.endMs), type: types[one.stage] }],
      ),
    },
    hr_graph: { title: 'Heart Rate', ...points(5, (at) => Math.round(night.hrAt(at))) },
    hrv_graph: { title: 'HRV', ...points(10, (at) => Math.round(body.rmssd * night.hrvFactorAt(at))) },
    sleep_score: { score: Math.round(clamp(40 + asleep / 9, 1, 100)) },
    total_sleep: length(asleep),
    time_in_bed: length(inBed),
    deep_sleep: { ...length(minutesOf.deep), percentage: share(minutesOf.deep) },
    light_sleep: { ...length(minutesOf.light), percentage: share(minutesOf.light) },
    rem_sleep: { ...length(minutesOf.rem), percentage: share(minutesOf.rem) },
    sleep_efficiency: { percentage: efficiency },
    temperature_deviation: { celsius: round(0.6 * (body.load - 0.45), 2) },
    average_body_temperature: { celsius: round(34.6 + 0.4 * (body.load - 0.45), 2) },
    spo2: { value: Math.round(night.saturationAt((startMs + endMs) / 2)) },
    full_sleep_cycles: { cycles: stages.filter((one) => one.stage === 'rem').length },
    restorative_sleep: { percentage: share(minutesOf.deep + minutesOf.rem) },
  }
}

/** Between these a level is on target, mg/dL. */
const target = { low: 70, high: 110 }

/** What the glucose sensor has of a day. */
export function sensorItems({ person }: Life, { day, course }: LivedDay): Item[] {
  const levelAt = glucoseOn(person, day)
  const values = every(15, day.startMs, course.toldMs, (at) => Math.round(levelAt(at)))
  if (values.length === 0) return []
  const day_start_timestamp = seconds(day.startMs)
  const scalar = (type: string, value: number): Item => ({ type, object: { value, day_start_timestamp } })
  const average = averageOf(values)
  const inTarget = values.filter(({ value }) => value >= target.low && value <= target.high).length
  return [
    {
      type: 'glucose',
      object: {
        day_start_timestamp,
        title: 'Glucose',
        values,
        last_reading: values.at(-1)?.value,
        unit: 'mg/dL',
      },
    },
    scalar('average_glucose', average),
    // The formula by which HbA1c is estimated of a mean of glucose (Nathan and others, 2008).
    scalar('hba1c', round((average + 46.7) / 28.7, 1)),
    scalar('time_in_target', Math.round((100 * inTarget) / values.length)),
  ]
}
