import { nextDate, startOfLocalDay } from '../normalise/time.ts'
import { offsetOfZone } from '../normalise/zones.ts'
import { fitFile, message } from './fit-writer.ts'
import { zipOf } from './import-run.ts'

/** What is true of a made-up export. */
export interface GarminTruth {
  /** Oldest first; a night belongs to the date of waking. */
  days: { date: string; minutes: number; steps: number; meters: number; kcal: number; asleepSeconds: number }[]
  /** In order of the start; with samples where a watch recorded it. */
  workouts: { id: string; start: string; meters: number; kcal: number; isRecorded: boolean }[]
}

export interface GarminArchiveOptions {
  first: string
  days: number
  zone: string
}

/**
 * Makes an export of a Garmin account with known sums: every day is summed up, every second one has a run that stands in a FIT
 * file and in the summaries, every third one a swim that was typed in. The FIT files lie in two zips inside the zip, and among
 * them are settings, as in real ones.
 */
export async function garminArchive({
  first,
  days,
  zone,
}: GarminArchiveOptions): Promise<{ zip: Buffer<ArrayBuffer>; truth: GarminTruth }> {
  const truth: GarminTruth = { days: [], workouts: [] }
  const [summaries, nights, workouts]: [object[], object[], object[]] = [[], [], []]
  const uploads: Record<string, Buffer>[] = [{}, { 'me_settings.fit': fitFile([message('file_id', { type: 2 })]) }]
  let date = first
  for (let number = 0; number < days; number++, date = nextDate(date)) {
    const clock = { zone, startMs: startOfLocalDay(date, zone), endMs: startOfLocalDay(nextDate(date), zone) }
    const day = {
      date,
      minutes: (clock.endMs - clock.startMs) / 60_000,
      steps: 5000 + number * 37,
      meters: 4000 + number * 25,
      kcal: 2100 + number,
      asleepSeconds: 6 * 3600 + number * 60,
    }
    truth.days.push(day)
    summaries.push(summaryOf(day, clock))
    nights.push(nightOf(day, clock.startMs + 3_600_000))
    if (number % 2 === 0) {
      const run = {
        id: `${9_000_000 + number}`,
        startMs: clock.endMs - 7 * 3_600_000,
        meters: 5000 + number,
        kcal: 400 + number,
      }
      workouts.push(workoutOf(run, zone, 'running'))
      Object.assign(uploads[number % 4 === 0 ? 0 : 1] ?? {}, { [`me_${run.id}.fit`]: runFile(run) })
      truth.workouts.push({ ...told(run), isRecorded: true })
    }
    if (number % 3 === 0) {
      const swim = { id: `${8_000_000 + number}`, startMs: clock.endMs - 4 * 3_600_000, meters: 1000, kcal: 250 }
      workouts.push(workoutOf(swim, zone, 'lap_swimming'))
      truth.workouts.push({ ...told(swim), isRecorded: false })
    }
  }
  const root = '0a1b2c3d_1/DI_CONNECT'
  const [one = {}, two = {}] = uploads
  const zip = await zipOf({
    [`${root}/DI-Connect-Aggregator/UDSFile_${first}_${date}.json`]: JSON.stringify(summaries),
    [`${root}/DI-Connect-Wellness/${first}_${date}_12345_sleepData.json`]: JSON.stringify(nights),
    [`${root}/DI-Connect-Fitness/me_0_summarizedActivities.json`]: JSON.stringify([
      { summarizedActivitiesExport: workouts },
    ]),
    [`${root}/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip`]: await zipOf(one),
    [`${root}/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part2.zip`]: await zipOf(two),
    [`${root}/DI-Connect-User/user_profile.json`]: '{}',
  })
  return { zip, truth }
}

interface Workout {
  id: string
  startMs: number
  meters: number
  kcal: number
}

const told = ({ id, startMs, meters, kcal }: Workout) => ({ id, start: new Date(startMs).toISOString(), meters, kcal })

/** UTC as the export writes it, without saying so. */
const utcText = (ms: number): string => new Date(ms).toISOString().replace('00Z', '')
const localMs = (ms: number, zone: string): number => ms + offsetOfZone(zone, ms) * 60_000

const summaryOf = (
  day: GarminTruth['days'][number],
  { zone, startMs, endMs }: { zone: string; startMs: number; endMs: number },
): object => ({
  calendarDate: day.date,
  wellnessStartTimeGmt: utcText(startMs),
  wellnessStartTimeLocal: utcText(localMs(startMs, zone)),
  wellnessEndTimeGmt: utcText(endMs),
  wellnessEndTimeLocal: utcText(localMs(endMs, zone)),
  totalSteps: day.steps,
  totalDistanceMeters: day.meters,
  totalKilocalories: day.kcal,
})

const nightOf = ({ date, asleepSeconds }: GarminTruth['days'][number], startMs: number): object => ({
  calendarDate: date,
  sleepStartTimestampGMT: utcText(startMs),
  sleepEndTimestampGMT: utcText(startMs + (asleepSeconds + 600) * 1000),
  sleepWindowConfirmationType: 'ENHANCED_CONFIRMED_FINAL',
  deepSleepSeconds: 3600,
  lightSleepSeconds: asleepSeconds - 7200,
  remSleepSeconds: 3600,
  awakeSleepSeconds: 600,
})

/** Of half an hour: in milliseconds, centimetres and kilojoules. */
const workoutOf = ({ id, startMs, meters, kcal }: Workout, zone: string, activityType: string): object => ({
  activityId: Number(id),
  name: `Workout ${id}`,
  activityType,
  beginTimestamp: startMs,
  startTimeGmt: startMs,
  startTimeLocal: localMs(startMs, zone),
  duration: 1_800_000,
  elapsedDuration: 1_800_000,
  distance: meters * 100,
  calories: kcal * 4.184,
})

const runFile = ({ startMs, meters, kcal }: Workout): Buffer => {
  const start = new Date(startMs).toISOString()
  const at = (seconds: number): string => new Date(startMs + seconds * 1000).toISOString()
  return fitFile([
    message('file_id', { type: 4, manufacturer: 1, time_created: start }),
    ...[0, 900, 1800].map((seconds) => message('record', { timestamp: at(seconds), heart_rate: 140 })),
    message('session', {
      timestamp: at(1800),
      start_time: start,
      sport: 1,
      total_elapsed_time: 1800,
      total_timer_time: 1800,
      total_distance: meters,
      total_calories: kcal,
    }),
  ])
}
