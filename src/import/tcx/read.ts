import { TellusError } from '../../lib/errors.ts'
import { max, sum } from '../../normalise/samples.ts'
import { ActivityType, UploadType } from '../../schema/enums.ts'
import type { Activity, DeviceData } from '../../schema/records.ts'
import { activityOf } from '../recording/activity.ts'
import { type ActivityFile, emptyContents, type FileContents } from '../recording/file-contents.ts'
import { inOrder, type Lap, noTotals, type Pause, type Recording, type TrackPoint } from '../recording/recording.ts'
import { breaksOff, oddTimes, unknownSport } from '../recording/sentences.ts'
import { readXml, readXmlText } from '../xml/read.ts'
import { type XmlTimes, xmlTimes } from '../xml/times.ts'
import { type TcxActivity, type TcxDocument, type TcxLap, tcxCollector } from './document.ts'

/** TCX knows three sports; what is neither of two is the third, without a name. */
const sports = new Map<string, ActivityType>(
  Object.entries({
    running: ActivityType.RUNNING,
    biking: ActivityType.BIKING,
    other: ActivityType.OTHER,
  }),
)

/** `TriggerMethod` in Terra's words. */
const triggers = new Map(
  Object.entries({
    Manual: 'MANUAL',
    Distance: 'DISTANCE',
    Location: 'POSITION_MARKED',
    Time: 'TIME',
  }),
)

/** The activities of a TCX file. Throws `TellusError` (`unprocessable`) when it has none. */
export async function readTcx({ name, bytes, fallbackZone }: ActivityFile): Promise<FileContents> {
  const times = xmlTimes(fallbackZone)
  const { handler, document } = tcxCollector(name, times)
  const { brokenAt } = await readXml(name, bytes, handler)
  return contentsOf(name, document, times, brokenAt)
}

/**
 * The activity of a TCX text that a provider answered with, as far as it could be read; null where it has none. Throws
 * `TellusError` for a text that no exporter of activities writes.
 */
export function readTcxText(name: string, text: string, fallbackZone: string): Activity | null {
  const times = xmlTimes(fallbackZone)
  const { handler, document } = tcxCollector(name, times)
  readXmlText(name, text, handler)
  const [activity] = document.activities
  const read = activity === undefined ? null : recordingOf(activity, null, times)
  return read === null ? null : activityOf(read.recording)
}

function contentsOf(name: string, document: TcxDocument, times: XmlTimes, brokenAt: number | null): FileContents {
  const contents = emptyContents()
  const several = document.activities.length > 1
  let misplaced = 0
  document.activities.forEach((activity, index) => {
    const read = recordingOf(activity, several ? index : null, times)
    if (read === null) return
    misplaced += read.misplaced
    contents.activities.push(activityOf(read.recording, contents.rejections))
    const sport = activity.sport
    if (sport !== null && !sports.has(sport.toLowerCase())) {
      contents.warnings.push(unknownSport(name, sport))
    }
  })
  if (contents.activities.length === 0) throw nothingIn(name, document.hasCourses, brokenAt)
  if (brokenAt !== null) contents.warnings.push(breaksOff(name, brokenAt))
  contents.warnings.push(...oddTimes(name, { naive: times.naive, misplaced }))
  return contents
}

function recordingOf(activity: TcxActivity, sessionIndex: number | null, times: XmlTimes) {
  const sport = activity.sport?.toLowerCase() ?? 'other'
  const type = sports.get(sport) ?? ActivityType.OTHER
  const laps = activity.laps
  const runs = type === ActivityType.RUNNING
  const { points, misplaced } = inOrder(laps.flatMap((lap) => lap.points.map((point) => pointOf(point, runs))))
  const startMs = activity.startMs ?? laps[0]?.startMs ?? points[0]?.timeMs
  if (startMs === undefined || laps.length === 0) return null
  const lapEnds = laps.flatMap((lap) => (lap.startMs === null ? [] : [lap.startMs + (lap.seconds ?? 0) * 1000]))
  const endMs = Math.max(startMs, points.at(-1)?.timeMs ?? max(lapEnds) ?? startMs)
  const activeSeconds = sum(laps.map((lap) => lap.seconds))
  const elapsed = (endMs - startMs) / 1000
  const recording: Recording = {
    startMs,
    endMs,
    offset: times.offsetAt(startMs),
    type,
    name: activity.notes ?? (sports.has(sport) ? null : activity.sport),
    uploadType: isDevice(activity) ? UploadType.AUTOMATIC : UploadType.THIRD_PARTY_UPLOAD,
    sessionIndex,
    activeSeconds,
    restSeconds: activeSeconds === null ? null : Math.max(0, elapsed - activeSeconds),
    pauses: pausesOf(laps),
    points,
    laps: laps.flatMap((lap) => lapOf(lap) ?? []),
    totals: totalsOf(laps, runs),
    zones: [],
    device: deviceOf(activity),
  }
  return { recording, misplaced }
}

/** `RunCadence` counts one leg, and so does `Cadence` in a run. */
function pointOf({ runCadence, ...point }: TcxLap['points'][number], runs: boolean): TrackPoint {
  const perLeg = runCadence ?? (runs ? point.cadence : null)
  return { ...point, cadence: perLeg === null ? point.cadence : perLeg * 2 }
}

function totalsOf(laps: TcxLap[], runs: boolean): Recording['totals'] {
  const legs = runs ? 2 : 1
  const doubled = (value: number | null): number | null => (value === null ? null : value * 2)
  return {
    ...noTotals,
    distance: sum(laps.map((lap) => lap.meters)),
    steps: sum(laps.map((lap) => lap.steps)),
    calories: sum(laps.map((lap) => lap.calories)),
    avgHeartRate: meanOverTime(laps, (lap) => lap.avgHeartRate),
    maxHeartRate: max(laps.map((lap) => lap.maxHeartRate)),
    maxSpeed: max(laps.map((lap) => lap.maxSpeed)),
    avgCadence: meanOverTime(laps, (lap) => doubled(lap.avgRunCadence) ?? multiplied(lap.cadence, legs)),
    maxCadence: doubled(max(laps.map((lap) => lap.maxRunCadence))),
    avgPower: meanOverTime(laps, (lap) => lap.avgWatts),
    maxPower: max(laps.map((lap) => lap.maxWatts)),
  }
}

const multiplied = (value: number | null, factor: number): number | null => (value === null ? null : value * factor)

/** Mean of a lap value, each lap counting by its time; of the laps that have it. */
function meanOverTime(laps: TcxLap[], read: (lap: TcxLap) => number | null): number | null {
  let weighted = 0
  let seconds = 0
  for (const lap of laps) {
    const value = read(lap)
    if (value === null || lap.seconds === null) continue
    weighted += value * lap.seconds
    seconds += lap.seconds
  }
  return seconds === 0 ? null : weighted / seconds
}

function lapOf(lap: TcxLap): Lap | null {
  const startMs = lap.startMs ?? lap.points[0]?.timeMs
  if (startMs === undefined) return null
  const movedMs = lap.points.at(-1)?.timeMs
  return {
    startMs,
    endMs: lap.seconds === null ? (movedMs ?? null) : Math.max(startMs + lap.seconds * 1000, movedMs ?? 0),
    activeSeconds: lap.seconds,
    distance: lap.meters,
    calories: lap.calories,
    avgHeartRate: lap.avgHeartRate,
    avgSpeed: lap.avgSpeed ?? (lap.meters !== null && lap.seconds ? lap.meters / lap.seconds : null),
    avgPower: lap.avgWatts,
    strokes: null,
    strokeType: null,
    trigger: lap.trigger === null ? null : (triggers.get(lap.trigger) ?? 'UNSPECIFIED'),
  }
}

/**
 * A new `Track` within a lap begins after a pause. Between laps a pause shows in the next lap beginning later than
 * the time of this one would have it, beyond the rounding of both to seconds.
 */
function pausesOf(laps: TcxLap[]): Pause[] {
  const pauses: Pause[] = []
  laps.forEach((lap, index) => {
    let pausedMs = 0
    lap.points.forEach((point, at) => {
      const before = lap.points[at - 1]
      if (before === undefined || before.stretch === point.stretch || point.timeMs <= before.timeMs) return
      pauses.push({ fromMs: before.timeMs, toMs: point.timeMs })
      pausedMs += point.timeMs - before.timeMs
    })
    const nextMs = laps[index + 1]?.startMs
    if (nextMs === undefined || nextMs === null || lap.startMs === null || lap.seconds === null) return
    const stoppedMs = lap.startMs + lap.seconds * 1000 + pausedMs
    if (nextMs - stoppedMs > 2000) pauses.push({ fromMs: stoppedMs, toMs: nextMs })
  })
  return pauses
}

/** Devices have a unit number; apps that write a `Creator` leave it zero or out. */
const isDevice = ({ creator }: TcxActivity): boolean =>
  creator !== null && creator.unitId !== null && !/^0*$/.test(creator.unitId)

function deviceOf(activity: TcxActivity): DeviceData | null {
  const { creator } = activity
  if (creator === null || creator.name === null) return null
  return {
    name: creator.name,
    manufacturer: /^(garmin|forerunner|edge|fenix|fēnix)\b/i.test(creator.name) ? 'Garmin' : null,
    serial_number: isDevice(activity) ? creator.unitId : null,
    software_version: creator.version,
    other_devices: [],
  }
}

function nothingIn(name: string, hasCourses: boolean, brokenAt: number | null): TellusError {
  if (brokenAt !== null) {
    return new TellusError('unprocessable', `${name} breaks off before any activity: export it again.`)
  }
  return new TellusError(
    'unprocessable',
    hasCourses
      ? `${name} is a TCX course, not a recording: bring the activity's own file.`
      : `${name} is a TCX file without an activity: there is nothing to import.`,
  )
}
