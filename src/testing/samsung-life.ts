import { type SamsungRow, samsungCombined, samsungTime, samsungZip } from './samsung-writer.ts'

const hourMs = 3_600_000
const minuteMs = 60_000

/** What is true of one day of the invented archive. */
export interface SamsungDay {
  date: string
  steps: number
  /** What adding the devices and their sum up would give. */
  stepsOfAllRows: number
  meters: number
  activeKcal: number
  heartRates: number
  asleepSeconds: number
  weightKg: number
  /** Start of the run, on every third day. */
  runAtMs: number | null
}

const watch = { time_offset: 'UTC+0100', deviceuuid: 'watch' }

/** The tables of an archive as they grow, by the name of the type. */
type Tables = Map<string, SamsungRow[]>

/**
 * An archive of so many days from 2025-03-01 on, at +01:00, and what is true of it: a watch and a phone that count the same
 * steps, with a row of both together; beat rates of hours whose minutes stand in files of their own.
 */
export async function samsungLife(days: number): Promise<{ zip: Buffer<ArrayBuffer>; truth: SamsungDay[] }> {
  const tables: Tables = new Map()
  const files: Record<string, string> = {}
  const truth = Array.from({ length: days }, (_, day) => addDay(tables, files, day))
  const device = { device_group: '360003', name: 'Galaxy Watch7', model: 'SM-L310', manufacturer: 'Samsung' }
  add(tables, 'com.samsung.health.device_profile', { deviceuuid: 'watch', ...device })
  return { zip: await samsungZip(Object.fromEntries(tables), files, '20250901120000'), truth }
}

function add(tables: Tables, type: string, row: SamsungRow): void {
  const rows = tables.get(type)
  if (rows === undefined) tables.set(type, [row])
  else rows.push(row)
}

function addDay(tables: Tables, files: Record<string, string>, day: number): SamsungDay {
  const dayTime = Date.UTC(2025, 2, 1 + day)
  const midnightMs = dayTime - hourMs
  const at = (hour: number): number => midnightMs + hour * hourMs
  const steps = 8000 + day * 11
  const counts = [
    [samsungCombined, steps],
    ['watch', steps - 700],
    ['phone', 5000],
  ] as const
  for (const [deviceuuid, step_count] of counts) {
    const figures = { step_count, distance: 6000 + day, calorie: 300 + day, active_time: 3_600_000 }
    add(tables, 'com.samsung.shealth.tracker.pedometer_day_summary', { ...figures, deviceuuid, day_time: dayTime })
  }
  const weightKg = (700 + day) / 10
  add(tables, 'com.samsung.health.weight', { weight: weightKg, start_time: samsungTime(at(7)), ...watch })
  const runAtMs = day % 3 === 0 ? at(18) : null
  if (runAtMs !== null) addRun(tables, runAtMs)
  addNight(tables, at(-1), day)
  return {
    date: new Date(dayTime).toISOString().slice(0, 10),
    steps,
    stepsOfAllRows: counts.reduce((total, [, count]) => total + count, 0),
    meters: 6000 + day,
    activeKcal: 300 + day,
    heartRates: addHeart(tables, files, at(9), day),
    asleepSeconds: 7 * 3600,
    weightKg,
    runAtMs,
  }
}

function addRun(tables: Tables, startMs: number): void {
  const prefix = 'com.samsung.health.exercise.'
  add(tables, 'com.samsung.shealth.exercise', {
    [`${prefix}exercise_type`]: 1002,
    [`${prefix}start_time`]: samsungTime(startMs),
    [`${prefix}end_time`]: samsungTime(startMs + 45 * minuteMs),
    [`${prefix}time_offset`]: watch.time_offset,
    [`${prefix}duration`]: 44 * minuteMs,
    [`${prefix}distance`]: 8100,
    [`${prefix}deviceuuid`]: watch.deviceuuid,
    [`${prefix}datauuid`]: `run-${startMs}`,
  })
}

/** A night from 23 h to 7 h with an hour awake. */
function addNight(tables: Tables, startMs: number, day: number): void {
  const sleep_id = `night-${day}`
  add(tables, 'com.samsung.shealth.sleep', {
    start_time: samsungTime(startMs),
    end_time: samsungTime(startMs + 8 * hourMs),
    ...watch,
    datauuid: sleep_id,
  })
  for (const [from, to, stage] of [
    [0, 3, 40002],
    [3, 5, 40003],
    [5, 6, 40001],
    [6, 8, 40004],
  ] as const) {
    const [start_time, end_time] = [samsungTime(startMs + from * hourMs), samsungTime(startMs + to * hourMs)]
    add(tables, 'com.samsung.shealth.sleep_stage', { start_time, end_time, sleep_id, stage, ...watch })
  }
}

/** Six hours with a file of sixty minutes each, and one hour whose file is not there; gives how many rates that makes. */
function addHeart(tables: Tables, files: Record<string, string>, fromMs: number, day: number): number {
  const type = 'com.samsung.shealth.tracker.heart_rate'
  for (let hour = 0; hour < 7; hour++) {
    const startMs = fromMs + hour * hourMs
    const binning_data = `${day}-${hour}.com.samsung.health.heart_rate.binning_data.json`
    const [start_time, end_time] = [samsungTime(startMs), samsungTime(startMs + hourMs - 1000)]
    add(tables, type, { start_time, end_time, heart_rate: 77, binning_data, ...watch })
    if (hour === 6) continue
    const minutes = Array.from({ length: 60 }, (_, minute) => {
      const start_time = startMs + minute * minuteMs
      return { heart_rate: 60 + (minute % 30), start_time, end_time: start_time + minuteMs - 1000 }
    })
    files[`export/jsons/${type}/${day % 10}/${binning_data}`] = JSON.stringify(minutes)
  }
  return 6 * 60 + 1
}
