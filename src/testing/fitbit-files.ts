import { googleTakeout } from '../import/google-takeout/importer.ts'
import type { Activity, Athlete, Body, Daily, Sleep } from '../schema/records.ts'
import { type ImportOptions, runImport, zipOf } from './import-run.ts'

export const root = 'Takeout/Fitbit/Global Export Data'
/** The profile of a made-up person. */
export const profile = (zone: string, more: { height?: string; unit?: string } = {}): string =>
  `id,full_name,first_name,email_address,date_of_birth,timezone,about_me,gender,height,weight_unit
B1XYZ9,Mira Holt,Mira,mira.holt@example.com,1988-04-02,${zone},"Runs, and ""rests""",FEMALE,${more.height ?? '171.0'},${more.unit ?? 'en_US'}
`
export const newYork = { 'Takeout/Fitbit/Your Profile/Profile.csv': profile('America/New_York') }

/** Files by path; a name alone stands among the JSON. */
export type Files = Readonly<Record<string, string | object>>

/** The zip of an archive with these files. */
export const archiveOf = (files: Files): Promise<Buffer<ArrayBuffer>> =>
  zipOf(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path.includes('/') ? path : `${root}/${path}`,
        typeof content === 'string' ? content : JSON.stringify(content),
      ]),
    ),
  )

/** Imports an archive with these files, and gives the records by their type. */
export async function brought(files: Files, options: ImportOptions = {}) {
  const { records, warnings } = await runImport(googleTakeout, 'takeout.zip', await archiveOf(files), options)
  return {
    warnings,
    records,
    dailies: records.flatMap((one): Daily[] => (one.type === 'daily' ? [one.record] : [])),
    bodies: records.flatMap((one): Body[] => (one.type === 'body' ? [one.record] : [])),
    sleeps: records.flatMap((one): Sleep[] => (one.type === 'sleep' ? [one.record] : [])),
    activities: records.flatMap((one): Activity[] => (one.type === 'activity' ? [one.record] : [])),
    athletes: records.flatMap((one): Athlete[] => (one.type === 'athlete' ? [one.record] : [])),
  }
}

/** A minute of a stream. */
export const minute = (dateTime: string, value: unknown) => ({ dateTime, value })

/** The clocks of New York went forward at 2:00 on 10 March 2024. */
export const springNight = {
  logId: 44912345678,
  dateOfSleep: '2024-03-10',
  startTime: '2024-03-09T23:10:30.000',
  endTime: '2024-03-10T07:40:30.000',
  duration: 27_000_000,
  minutesToFallAsleep: 0,
  minutesAsleep: 398,
  minutesAwake: 52,
  minutesAfterWakeup: 1,
  timeInBed: 450,
  efficiency: 93,
  type: 'stages',
  logType: 'auto_detected',
  levels: {
    summary: {
      deep: { count: 4, minutes: 80 },
      wake: { count: 20, minutes: 52 },
      light: { count: 22, minutes: 228 },
      rem: { count: 6, minutes: 90 },
    },
    data: [
      { dateTime: '2024-03-09T23:10:30.000', level: 'wake', seconds: 600 },
      { dateTime: '2024-03-09T23:20:30.000', level: 'light', seconds: 7200 },
      // Begins before the change and ends after it: two hours by the clock, one hour long.
      { dateTime: '2024-03-10T01:20:30.000', level: 'deep', seconds: 4800 },
      { dateTime: '2024-03-10T03:40:30.000', level: 'rem', seconds: 14_400 },
    ],
    shortData: [{ dateTime: '2024-03-10T00:30:30.000', level: 'wake', seconds: 60 }],
  },
  mainSleep: true,
}

export const run = {
  logId: 61234567890,
  activityName: 'Run',
  averageHeartRate: 149,
  calories: 361,
  duration: 1_944_000,
  activeDuration: 1_944_000,
  steps: 5120,
  distance: 3.21,
  distanceUnit: 'Mile',
  heartRateZones: [{ name: 'Cardio', min: 137, max: 167, minutes: 25 }],
  logType: 'tracker',
  lastModified: '03/10/24 22:00:00',
  startTime: '03/10/24 21:05:11',
  elevationGain: 60,
}

export const spring: Files = {
  ...newYork,
  'steps-2024-03-09.json': [
    minute('03/10/24 04:58:00', '11'),
    minute('03/10/24 05:02:00', '40'),
    minute('03/10/24 13:01:00', '96'),
    minute('03/11/24 03:59:00', '7'),
    minute('03/11/24 04:01:00', '5'),
  ],
  'sleep-2024-03-09.json': [springNight],
  'exercise-0.json': [run],
  'heart_rate-2024-03-10.json': [
    minute('03/10/24 13:00:05', { bpm: 71, confidence: 3 }),
    minute('03/10/24 13:00:15', { bpm: 74, confidence: 2 }),
    minute('03/10/24 13:00:25', { bpm: 70, confidence: 0 }),
    minute('03/10/24 13:01:05', { bpm: 90, confidence: 3 }),
    minute('03/10/24 07:30:05', { bpm: 52, confidence: 3 }),
    minute('03/10/24 21:10:00', { bpm: 151, confidence: 3 }),
  ],
  'resting_heart_rate-2024-01-01.json': [
    minute('03/10/24 00:00:00', { date: '03/10/24', value: 55.28, error: 6.78 }),
    minute('03/11/24 00:00:00', { date: null, value: 0, error: 0 }),
  ],
  'weight-2024-03-01.json': [
    { logId: 1710054000000, weight: 141.5, bmi: 22, fat: 23.9, date: '03/10/24', time: '06:55:10', source: 'Aria' },
  ],
}
