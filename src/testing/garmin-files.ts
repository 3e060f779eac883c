import { garminExport } from '../import/garmin-export/importer.ts'
import type { Activity, Body, Daily, Sleep } from '../schema/records.ts'
import { exampleRun, exampleStart } from './fit-example.ts'
import { fitFile } from './fit-writer.ts'
import { type ImportOptions, runImport, zipOf } from './import-run.ts'

const root = 'DI_CONNECT'
export const places = {
  days: `${root}/DI-Connect-Aggregator/UDSFile_2026-05-01_2026-08-01.json`,
  nights: `${root}/DI-Connect-Wellness/2026-05-01_2026-08-01_1_sleepData.json`,
  health: `${root}/DI-Connect-Wellness/2026-05-01_2026-08-01_1_healthStatusData.json`,
  workouts: `${root}/DI-Connect-Fitness/me_0_summarizedActivities.json`,
  uploads: `${root}/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip`,
}

/** What an export holds. */
export interface Content {
  days?: object[]
  nights?: object[]
  health?: object[]
  workouts?: object[]
  files?: Readonly<Record<string, Buffer>>
}

/** Imports an export with this content, and gives the records by their type. */
export async function brought(content: Content, options: ImportOptions = {}) {
  const { days, nights, health, workouts, files } = content
  const zip = await zipOf({
    ...(days && { [places.days]: JSON.stringify(days) }),
    ...(nights && { [places.nights]: JSON.stringify(nights) }),
    ...(health && { [places.health]: JSON.stringify(health) }),
    ...(workouts && { [places.workouts]: JSON.stringify([{ summarizedActivitiesExport: workouts }]) }),
    ...(files && { [places.uploads]: await zipOf(files) }),
  })
  const { records, warnings } = await runImport(garminExport, 'garmin.zip', zip, options)
  return {
    warnings,
    records,
    dailies: records.flatMap((one): Daily[] => (one.type === 'daily' ? [one.record] : [])),
    bodies: records.flatMap((one): Body[] => (one.type === 'body' ? [one.record] : [])),
    sleeps: records.flatMap((one): Sleep[] => (one.type === 'sleep' ? [one.record] : [])),
    activities: records.flatMap((one): Activity[] => (one.type === 'activity' ? [one.record] : [])),
  }
}

/** 3 May 2026 in Vienna, UTC+2. */
export const day = {
  calendarDate: '2026-05-03',
  wellnessStartTimeGmt: '2026-05-02T22:00:00.0',
  wellnessStartTimeLocal: '2026-05-03T00:00:00.0',
  wellnessEndTimeGmt: '2026-05-03T22:00:00.0',
  wellnessEndTimeLocal: '2026-05-04T00:00:00.0',
  totalSteps: 7142,
  totalDistanceMeters: 4799,
  totalKilocalories: 1646,
  activeKilocalories: 211,
  bmrKilocalories: 1435,
  highlyActiveSeconds: 588,
  activeSeconds: 2982,
  moderateIntensityMinutes: 7,
  vigorousIntensityMinutes: 4,
  floorsAscendedInMeters: 13.217,
  floorsDescendedInMeters: 9,
  minHeartRate: 63,
  maxHeartRate: 138,
  restingHeartRate: 67,
  allDayStress: {
    aggregatorList: [
      { type: 'AWAKE', averageStressLevel: 44 },
      {
        type: 'TOTAL',
        averageStressLevel: 39,
        maxStressLevel: 79,
        stressDuration: 7080,
        restDuration: 3840,
        activityDuration: 600,
        lowDuration: 4000,
        mediumDuration: 3000,
        highDuration: 80,
      },
    ],
  },
}

export const night = {
  calendarDate: '2026-05-03',
  sleepStartTimestampGMT: '2026-05-02T21:10:00.0',
  sleepEndTimestampGMT: '2026-05-03T05:10:00.0',
  sleepWindowConfirmationType: 'ENHANCED_CONFIRMED_FINAL',
  deepSleepSeconds: 3720,
  lightSleepSeconds: 18_000,
  remSleepSeconds: 3780,
  awakeSleepSeconds: 3300,
  unmeasurableSeconds: 0,
  averageRespiration: 14,
  lowestRespiration: 9,
  highestRespiration: 19,
  awakeCount: 4,
  sleepScores: { overallScore: 66 },
  spo2SleepSummary: { averageSPO2: 95, averageHR: 57 },
}

export const health = {
  calendarDate: '2026-05-03',
  metrics: [
    { type: 'HRV', value: 62 },
    { type: 'SPO2', value: 0 },
  ],
}

export const startMs = Date.parse(exampleStart)
/** The summary of the run that `exampleRun` recorded: 132 m, 9 kcal. */
export const summary = {
  activityId: 15_000_000_001,
  name: 'Vienna Running',
  activityType: 'running',
  sportType: 'RUNNING',
  beginTimestamp: startMs,
  startTimeGmt: startMs,
  startTimeLocal: startMs + 7_200_000,
  duration: 50_000,
  elapsedDuration: 60_000,
  distance: 13_200,
  calories: 37.656,
}

export const typedIn = {
  activityId: 15_000_000_002,
  name: 'Pool',
  activityType: 'lap_swimming_v2',
  beginTimestamp: startMs + 10 * 3_600_000,
  startTimeGmt: startMs + 10 * 3_600_000,
  startTimeLocal: startMs + 12 * 3_600_000,
  duration: 1_800_000,
  elapsedDuration: 2_000_000,
  distance: 150_000,
  elevationGain: 2000,
  calories: 1255.2,
  bmrCalories: 209.2,
  avgHr: 131,
  maxHr: 151,
  hrTimeInZone_0: 600_000,
  hrTimeInZone_1: 1_200_000,
}

export const recorded = fitFile(exampleRun)
