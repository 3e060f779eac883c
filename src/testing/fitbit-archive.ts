import { localDate, nextDate, startOfLocalDay } from '../normalise/time.ts'
import { offsetOfZone } from '../normalise/zones.ts'
import { zipOf } from './import-run.ts'

/** What is true of a made-up archive. */
export interface FitbitTruth {
  /** Oldest first; a night belongs to the date of waking. */
  days: { date: string; minutes: number; steps: number; meters: number; kcal: number; asleepSeconds: number }[]
  workouts: { start: string; meters: number }[]
}

export interface FitbitArchiveOptions {
  first: string
  days: number
  zone: string
  /** What the clock of the streams is on; UTC unless it is said. */
  streams?: 'utc' | 'local'
  /** Folders that the files lie in. */
  root?: string
}

interface Timed {
  dateTime: string
  value: unknown
}

/**
 * Makes an archive of Fitbit with known sums, of somebody who walks by day and sleeps by night. All is made from the date and the
 * minute, so the same options give the same archive.
 */
export async function fitbitArchive(
  options: FitbitArchiveOptions,
): Promise<{ zip: Buffer<ArrayBuffer>; truth: FitbitTruth }> {
  const { zone, root = 'Takeout/Fitbit/Global Export Data' } = options
  const truth: FitbitTruth = { days: [], workouts: [] }
  const streams: Record<'steps' | 'distance' | 'calories', Timed[]> = { steps: [], distance: [], calories: [] }
  const rates = new Map<string, Timed[]>()
  const nights: object[] = []
  const exercises: object[] = []
  const at = (ms: number): string => streamText(options.streams === 'local' ? ms + offsetOfZone(zone, ms) * 60_000 : ms)
  let date = options.first
  for (let number = 0; number < options.days; number++, date = nextDate(date)) {
    const midnight = startOfLocalDay(date, zone)
    const minutes = (startOfLocalDay(nextDate(date), zone) - midnight) / 60_000
    let [steps, walkedMinutes] = [0, 0]
    for (let minute = 0; minute < minutes; minute++) {
      const ms = midnight + minute * 60_000
      const walked =
        minute >= minutes - 960 && minute < minutes - 120 && minute % 5 === number % 5
          ? ((minute * 7 + number) % 90) + 1
          : 0
      steps += walked
      if (walked > 0) {
        walkedMinutes++
        streams.steps.push({ dateTime: at(ms), value: `${walked}` })
        streams.distance.push({ dateTime: at(ms), value: `${walked * 70}` })
      }
      streams.calories.push({ dateTime: at(ms), value: walked > 0 ? '5' : '1.25' })
      if (minute % 10 === 0) {
        const list = rates.get(localDate(ms, 0)) ?? []
        for (const [second, bpm] of [
          [2, 60],
          [7, 64],
        ] as const) {
          list.push({ dateTime: at(ms + second * 1000), value: { bpm: bpm + (minute % 20), confidence: 2 } })
        }
        rates.set(localDate(ms, 0), list)
      }
    }
    const night = nightOf(midnight, number, zone)
    nights.push(night.log)
    truth.days.push({
      date,
      minutes,
      steps,
      meters: steps * 0.7,
      kcal: walkedMinutes * 5 + (minutes - walkedMinutes) * 1.25,
      asleepSeconds: night.asleepSeconds,
    })
    if (number % 3 === 0) {
      const startMs = midnight + (minutes - 420) * 60_000
      exercises.push(runOf(at(startMs), number))
      truth.workouts.push({ start: new Date(startMs).toISOString(), meters: 5000 })
    }
  }
  const files = Object.entries(streams).flatMap(([name, items]) => monthly(root, name, items))
  for (const [day, items] of rates) files.push([`${root}/heart_rate-${day}.json`, JSON.stringify(items)])
  files.push([`${root}/sleep-${options.first}.json`, JSON.stringify(nights)])
  files.push([`${root}/exercise-0.json`, JSON.stringify(exercises)])
  files.push(['Takeout/Fitbit/Your Profile/Profile.csv', `id,timezone,weight_unit\nB1XYZ9,${zone},METRIC\n`])
  return { zip: await zipOf(Object.fromEntries(files)), truth }
}

/** A night from an hour before midnight to seven o'clock, with a minute awake in the middle. */
function nightOf(midnight: number, number: number, zone: string): { log: object; asleepSeconds: number } {
  const [startMs, endMs] = [midnight - 3_600_000, startOfHour(midnight, zone, 7)]
  const local = (ms: number): string => new Date(ms + offsetOfZone(zone, ms) * 60_000).toISOString().replace('Z', '')
  const seconds = (endMs - startMs) / 1000
  const awakeSeconds = 1800
  return {
    asleepSeconds: seconds - awakeSeconds,
    log: {
      logId: 40_000_000_000 + number,
      dateOfSleep: local(endMs).slice(0, 10),
      startTime: local(startMs),
      endTime: local(endMs),
      duration: seconds * 1000,
      minutesAsleep: (seconds - awakeSeconds) / 60,
      minutesAwake: awakeSeconds / 60,
      timeInBed: seconds / 60,
      type: 'stages',
      levels: {
        data: [
          { dateTime: local(startMs), level: 'light', seconds: 7200 },
          { dateTime: local(startMs + 7_200_000), level: 'wake', seconds: awakeSeconds },
          { dateTime: local(startMs + 9_000_000), level: 'deep', seconds: seconds - 9000 },
        ],
      },
      mainSleep: true,
    },
  }
}

/** The instant at which the clock of a day shows an hour after all changes of the clock. */
const startOfHour = (midnight: number, zone: string, hour: number): number => {
  const noon = midnight + 12 * 3_600_000
  return midnight + hour * 3_600_000 - (offsetOfZone(zone, noon) - offsetOfZone(zone, midnight)) * 60_000
}

const runOf = (startTime: string, number: number): object => ({
  logId: 61_000_000_000 + number,
  activityName: 'Run',
  activityTypeId: 90009,
  startTime,
  duration: 1_800_000,
  activeDuration: 1_800_000,
  distance: 5,
  distanceUnit: 'Kilometer',
  calories: 400,
  logType: 'tracker',
})

/** `MM/DD/YY HH:MM:SS`. */
function streamText(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T')
  return `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(2, 4)} ${time.slice(0, 8)}`
}

/** Thirty days or so a file, named for what stands first in it. */
function monthly(root: string, name: string, items: readonly Timed[]): [string, string][] {
  const months = Map.groupBy(items, ({ dateTime }) => `20${dateTime.slice(6, 8)}-${dateTime.slice(0, 2)}`)
  return [...months].map(([month, some]) => [`${root}/${name}-${month}-01.json`, JSON.stringify(some)])
}
