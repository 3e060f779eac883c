import { glucoseOn } from '../../../generate/life/glucose.ts'
import { clockTime, minuteMs } from '../../../generate/local-day.ts'
import { round } from '../../../generate/numbers.ts'
import { randomStream } from '../../../generate/random.ts'
import { daysOf, isWithin, type Listed, recordId, type Span, timesAt, transmitterOf, type Wearer } from './wearer.ts'

const stepMs = 5 * minuteMs
/** A sensor is worn for ten days. */
const sensorMs = 10 * 86_400_000
/** Until a new sensor says anything. */
const warmUpMs: Readonly<Record<string, number>> = { g6: 120 * minuteMs, g7: 30 * minuteMs }
/** What was read is smoothed by what is read after it, within this time. */
const smoothedAfterMs = 180 * minuteMs
const highMgPerDl = 180

interface Reading {
  atMs: number
  level: number
  perMinute: number
  sensor: number
  ticks: number
}

/** The seconds of the clock at which a wearer's transmitter speaks, and when their first sensor began. */
function rhythmOf({ name }: Wearer) {
  const random = randomStream('Dexcom rhythm', name)
  return { lagMs: random.integer(0, 299) * 1000, phaseMs: random.integer(0, 2879) * stepMs }
}

/** What the sensor read in a span: not while it warms up, and not where the phone was away for too long. */
export function readingsOf(wearer: Wearer, span: Span): Reading[] {
  const { person } = wearer.life
  const { lagMs, phaseMs } = rhythmOf(wearer)
  const warmingMs = warmUpMs[wearer.device.generation] ?? 0
  return daysOf(wearer, span).flatMap((day) => {
    const levelAt = glucoseOn(person, day)
    const random = randomStream(person.seed, 'Dexcom gap', day.date)
    const gapFromMs = random.chance(0.2) ? day.startMs + random.integer(2, 20) * 60 * minuteMs : day.endMs
    const gapToMs = gapFromMs + random.integer(20, 70) * minuteMs
    const readings: Reading[] = []
    const firstMs = Math.ceil((day.startMs - lagMs) / stepMs) * stepMs + lagMs
    for (let atMs = firstMs; atMs < day.endMs; atMs += stepMs) {
      const wornMs = (atMs - phaseMs) % sensorMs
      if (!isWithin(atMs, span) || wornMs < warmingMs || (atMs >= gapFromMs && atMs < gapToMs)) continue
      const sensor = Math.floor((atMs - phaseMs) / sensorMs)
      const perMinute = (levelAt(atMs) - levelAt(atMs - 10 * minuteMs)) / 10
      readings.push({ atMs, level: levelAt(atMs), perMinute, sensor, ticks: Math.floor(wornMs / 1000) })
    }
    return readings
  })
}

/** Arrows as Dexcom shows them: steps at 1, 2 and 3 mg/dL a minute. */
function trendOf(perMinute: number): string {
  const size = Math.abs(perMinute)
  if (size < 1) return 'flat'
  const way = perMinute > 0 ? 'Up' : 'Down'
  return size < 2 ? `fortyFive${way}` : size < 3 ? `single${way}` : `double${way}`
}

/** What the sensor said, as it is shown now: smoothed where that is done. */
function shownValue({ atMs, level }: Reading, nowMs: number): number {
  const isSmooth = nowMs - atMs > smoothedAfterMs
  return Math.min(400, Math.max(40, Math.round(level) + (isSmooth ? 0 : Math.floor(atMs / stepMs) % 3)))
}

const shownBy = (wearer: Wearer, sensor: number) => {
  const { displayDevice, generation } = wearer.device
  return { displayDevice, transmitterGeneration: generation, transmitterId: transmitterOf(wearer, sensor) }
}

/** `/egvs`. */
export function egvsOf(wearer: Wearer, span: Span): Listed[] {
  const readings = readingsOf(wearer, span)
  const sensors = new Map(readings.map(({ sensor }) => [sensor, shownBy(wearer, sensor)]))
  return readings.map((reading) => ({
    atMs: reading.atMs,
    record: {
      recordId: recordId(wearer, `egv ${reading.atMs}`),
      ...timesAt(wearer, reading.atMs),
      ...sensors.get(reading.sensor),
      transmitterTicks: reading.ticks,
      value: shownValue(reading, wearer.life.nowMs),
      unit: 'mg/dL',
      status: 'ok',
      trend: trendOf(reading.perMinute),
      trendRate: round(reading.perMinute, 1),
      rateUnit: 'mg/dL/min',
      displayApp: wearer.device.generation.toUpperCase(),
    },
  }))
}

/** `/calibrations`: every third morning. */
export const calibrationsOf = (wearer: Wearer, span: Span): Listed[] =>
  daysOf(wearer, span).flatMap((day) => {
    const atMs = clockTime(day, 7 * 60 + 40)
    if (day.number % 3 !== 0 || !isWithin(atMs, span)) return []
    const record = {
      recordId: recordId(wearer, `calibration ${day.date}`),
      ...timesAt(wearer, atMs),
      ...shownBy(wearer, 0),
      value: Math.round(glucoseOn(wearer.life.person, day)(atMs)),
      unit: 'mg/dL',
    }
    return [{ atMs, record }]
  })

/** `/alerts`: whenever it goes above the target. */
export const alertsOf = (wearer: Wearer, span: Span): Listed[] =>
  readingsOf(wearer, span)
    .filter((reading, at, all) => isHigh(reading) && !isHigh(all[at - 1]))
    .map(({ atMs, sensor }) => ({
      atMs,
      record: {
        recordId: recordId(wearer, `alert ${atMs}`),
        ...timesAt(wearer, atMs),
        ...shownBy(wearer, sensor),
        alertName: 'high',
        alertState: 'activeAlarming',
      },
    }))

const isHigh = (reading: Reading | undefined): boolean =>
  reading !== undefined && Math.round(reading.level) > highMgPerDl

/** `/devices`: the one that is worn. */
export function devicesOf(wearer: Wearer, { endMs }: Span): object[] {
  const last = readingsOf(wearer, { startMs: endMs - 86_400_000, endMs }).at(-1)
  if (last === undefined) return []
  return [
    { ...shownBy(wearer, last.sensor), lastUploadDate: timesAt(wearer, last.atMs).systemTime, alertSchedules: [] },
  ]
}
