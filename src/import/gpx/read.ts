import { TellusError } from '../../lib/errors.ts'
import { mean } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { UploadType } from '../../schema/enums.ts'
import { activityOf } from '../recording/activity.ts'
import { type ActivityFile, emptyContents, type FileContents } from '../recording/file-contents.ts'
import { inOrder, noTotals, onFoot, type Pause, type Recording, type TrackPoint } from '../recording/recording.ts'
import { breaksOff, oddTimes, unknownSport } from '../recording/sentences.ts'
import { stepMeters } from '../recording/series.ts'
import { readXml } from '../xml/read.ts'
import { type XmlTimes, xmlTimes } from '../xml/times.ts'
import { type GpxDocument, type GpxTrack, gpxCollector } from './document.ts'
import { gpxActivityType } from './sports.ts'

/**
 * The recorded tracks of a GPX file, one activity each. Throws `TellusError` (`unprocessable`) when it has none: plans
 * (routes, waypoints) and tracks without times are not recordings.
 */
export async function readGpx({ name, bytes, fallbackZone }: ActivityFile): Promise<FileContents> {
  const times = xmlTimes(fallbackZone)
  const { handler, document } = gpxCollector(name, times)
  const { brokenAt } = await readXml(name, bytes, handler)
  const contents = emptyContents()
  const identities = new Set<string>()
  let timeless = 0
  let misplaced = 0
  for (const track of document.tracks) {
    timeless += track.timeless
    if (track.points.length < 2) continue
    const read = recordingOf(track, document.creator, times)
    misplaced += read.misplaced
    let activity = activityOf(read.recording, contents.rejections)
    // Receivers that lose the sky begin a new track, sometimes within the same minute.
    for (let part = 1; identities.has(activity.metadata.summary_id); part++) {
      activity = activityOf({ ...read.recording, sessionIndex: part })
    }
    identities.add(activity.metadata.summary_id)
    contents.activities.push(activity)
    if (!read.known && track.type !== null) contents.warnings.push(unknownSport(name, track.type))
  }
  if (contents.activities.length === 0) throw nothingIn(name, document, timeless, brokenAt)
  if (brokenAt !== null) contents.warnings.push(breaksOff(name, brokenAt))
  if (timeless > 0) contents.warnings.push(`${name} has points without a time (${timeless}): they were left out.`)
  contents.warnings.push(...oddTimes(name, { naive: times.naive, misplaced }))
  return contents
}

/** A speed below this is standing still, in m/s. */
const stillBelow = 0.5

function recordingOf(track: GpxTrack, creator: string | null, times: XmlTimes) {
  const { type, known } = gpxActivityType(track.type)
  const ordered = inOrder(track.points)
  const legs = onFoot(type) && countsOneLeg(ordered.points) ? 2 : 1
  const points = ordered.points.map((point) => ({
    ...point,
    cadence: point.cadence === null ? null : point.cadence * legs,
  }))
  const startMs = points[0]?.timeMs ?? 0
  const endMs = points.at(-1)?.timeMs ?? startMs
  const { meters, movingSeconds } = travelOf(points)
  const recording: Recording = {
    startMs,
    endMs,
    offset: times.offsetAt(startMs),
    type,
    name: track.name ?? (known ? null : track.type),
    uploadType: isDevice(creator) ? UploadType.AUTOMATIC : UploadType.THIRD_PARTY_UPLOAD,
    sessionIndex: null,
    activeSeconds: movingSeconds,
    restSeconds: Math.max(0, (endMs - startMs) / 1000 - movingSeconds),
    pauses: pausesOf(points),
    points,
    laps: [],
    totals: { ...noTotals, distance: meters },
    zones: [],
    device: creator === null ? null : { name: creator, other_devices: [] },
  }
  return { recording, known, misplaced: ordered.misplaced }
}

/** Some apps already count both legs; nobody turns over 120 times a minute with one. */
function countsOneLeg(points: TrackPoint[]): boolean {
  const typical = mean(points.flatMap(({ cadence }) => (cadence === null || cadence === 0 ? [] : [cadence])))
  return typical !== null && typical < 120
}

function travelOf(points: TrackPoint[]): { meters: number | null; movingSeconds: number } {
  let meters = 0
  let movingMs = 0
  let before: TrackPoint | undefined
  for (const point of points) {
    if (point.lat === null) continue
    if (before !== undefined) {
      const step = stepMeters(before, point)
      const elapsedMs = point.timeMs - before.timeMs
      meters += step
      if (step > stillBelow * (elapsedMs / 1000)) movingMs += elapsedMs
    }
    before = point
  }
  return { meters: before === undefined ? null : tidy(meters), movingSeconds: movingMs / 1000 }
}

/** The receiver was off between two segments. */
function pausesOf(points: TrackPoint[]): Pause[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    return before === undefined || before.stretch === point.stretch
      ? []
      : [{ fromMs: before.timeMs, toMs: point.timeMs }]
  })
}

/** Names of receivers and watches; every other creator is an app or a service. */
const isDevice = (creator: string | null): boolean =>
  creator !== null &&
  /\b(etrex|edge|forerunner|f[eē]nix|oregon|gpsmap|montana|vivoactive|elemnt|ambit|suunto|coros|bryton)\b/i.test(
    creator,
  )

function nothingIn(name: string, document: GpxDocument, timeless: number, brokenAt: number | null): TellusError {
  const sentence =
    timeless > 0
      ? `${name} has no times in its points, so nobody can tell when it was: export the recording with times, or as FIT or TCX.`
      : brokenAt !== null
        ? `${name} breaks off before any recorded track: export it again.`
        : document.hasRoutes || document.hasWaypoints
          ? `${name} holds a planned route or waypoints, not a recording: bring the recorded track.`
          : `${name} is a GPX file without a recorded track: there is nothing to import.`
  return new TellusError('unprocessable', sentence)
}
