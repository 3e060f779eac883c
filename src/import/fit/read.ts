import { TellusError } from '../../lib/errors.ts'
import type { Activity, Athlete } from '../../schema/records.ts'
import { activityOf } from '../recording/activity.ts'
import { type ActivityFile, emptyContents, type FileContents } from '../recording/file-contents.ts'
import type { Recording } from '../recording/recording.ts'
import { breaksOff, guardPoints, oddTimes, unknownSport } from '../recording/sentences.ts'
import { type FitFrame, framesOf } from './frames.ts'
import { decodeFrame, type FitMessage, type FitMessages, nameIn, numberIn, timeIn } from './messages.ts'
import { pagesOf } from './monitoring.ts'
import { sessionsOf } from './sessions.ts'

/** FIT files that hold no recording, and what a person would call them. */
const notRecordings = new Map(
  Object.entries({
    device: 'device description',
    settings: 'settings file',
    sport: 'sport settings file',
    workout: 'workout plan',
    course: 'course',
    schedules: 'schedule',
    totals: 'totals file',
    goals: 'goals file',
    segment: 'segment',
    segment_list: 'list of segments',
    exd_configuration: 'display configuration',
  }),
)

/**
 * Everything a FIT file holds: activities, days, the person. Throws `TellusError` (`unprocessable`) when it holds
 * none of these; what was skipped or looked odd is in the warnings.
 */
export async function readFit({ name, bytes, fallbackZone }: ActivityFile): Promise<FileContents> {
  const frames = framesOf(bytes)
  const contents = emptyContents()
  let kind: string | null = null
  for (const frame of frames) {
    guardPoints(name, frame.recordCount)
    const messages = decodeFrame(frame, name)
    kind = nameIn(messages.of('file_id')[0], 'type') ?? kind
    if (kind !== null && notRecordings.has(kind)) continue
    if (!frame.checksumRight && frame.complete) {
      contents.warnings.push(`${name} has a wrong or missing checksum: it was read, but some of it may be damaged.`)
    }
    readFrame(frame, messages, { name, bytes, fallbackZone }, contents)
  }
  const found = contents.activities.length + contents.pages.length
  if (found === 0) throw nothingIn(name, kind, frames)
  const broken = frames.find((frame) => !frame.complete)
  if (broken !== undefined) {
    contents.warnings.push(breaksOff(name, broken.readableTo / bytes.length))
  }
  return contents
}

/** A session that a FIT file recorded, before it is said where the clock of the person stood. */
export interface FitSession {
  startMs: number
  endMs: number
  /** Where the device's clock stood, minutes east of UTC; null where the file does not say. */
  offsetMinutes: number | null
  /** False where the file breaks off: then what it says is of a part. */
  isWhole: boolean
  /** The session with its laps and samples, on a clock. */
  activity(clock: Recording['offset']): Activity
}

/**
 * The sessions of a FIT file that a provider answered with, in order, as far as it can be read; none where it records none.
 * Changes the bytes. Throws `TellusError` (`unprocessable`) for a file that no device wrote.
 */
export function readFitSessions(name: string, bytes: Buffer<ArrayBuffer>): FitSession[] {
  return framesOf(bytes).flatMap((frame) => {
    guardPoints(name, frame.recordCount)
    const messages = decodeFrame(frame, name)
    if (notRecordings.has(nameIn(messages.of('file_id')[0], 'type') ?? '')) return []
    return sessionsOf(messages, frame.complete, 'UTC').recordings.map((recording) => ({
      startMs: recording.startMs,
      endMs: recording.endMs,
      offsetMinutes: recording.offset.known ? recording.offset.minutes : null,
      isWhole: frame.complete,
      activity: (offset) => activityOf({ ...recording, offset }),
    }))
  })
}

function readFrame(frame: FitFrame, messages: FitMessages, file: ActivityFile, contents: FileContents): void {
  const { recordings, misplacedPoints, unknownSports } = sessionsOf(messages, frame.complete, file.fallbackZone)
  contents.activities.push(...recordings.map((recording): Activity => activityOf(recording, contents.rejections)))
  contents.pages.push(...pagesOf(messages, frame.recordsBeforeHrv, file.fallbackZone, contents.rejections))
  contents.athlete = athleteOf(messages) ?? contents.athlete
  contents.warnings.push(...oddTimes(file.name, { misplaced: misplacedPoints }))
  contents.warnings.push(...unknownSports.map((sport) => unknownSport(file.name, sport)))
}

/**
 * The person as the watch is set up. Height and weight there are settings typed in once, not measurements of a day,
 * so they do not become a body record.
 */
function athleteOf(messages: FitMessages): FileContents['athlete'] {
  const profile: FitMessage | undefined = messages.of('user_profile').at(-1)
  if (profile === undefined) return null
  const gender = nameIn(profile, 'gender')
  const sex = gender === 'male' || gender === 'female' ? gender : null
  const age = numberIn(profile, 'age')
  if (sex === null && age === null) return null
  const athlete: Athlete = { sex, gender: sex, age: age === null ? null : Math.round(age) }
  const atMs = timeIn(messages.of('file_id')[0], 'time_created') ?? timeIn(messages.of('session')[0])
  return { atMs, athlete }
}

function nothingIn(name: string, kind: string | null, frames: FitFrame[]): TellusError {
  const what = kind === null ? undefined : notRecordings.get(kind)
  if (what !== undefined) {
    return new TellusError('unprocessable', `${name} is a FIT ${what}, not a recording: bring the activity's own file.`)
  }
  return new TellusError(
    'unprocessable',
    frames.some((frame) => !frame.complete)
      ? `${name} is a FIT file that breaks off before anything was recorded: export it again from the device or app.`
      : `${name} is a FIT file without an activity, a measurement or a monitored day: there is nothing to import.`,
  )
}
