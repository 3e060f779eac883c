import type { Activity } from '../../schema/records.ts'
import { onFoot, sportName, sportWord } from './sports.ts'
import { pausesOf, pointsOf, type Quantity, type TrackPoint } from './track.ts'

/** A reading farther than this from every position belongs to none. */
const farthestMs = 10_000
/** How many points are one piece of the file. */
const pointsAPiece = 500

type Located = TrackPoint & { lat: number; lng: number }

/** Whether there is anything that a GPX could hold. */
export const hasRoute = (activity: Activity): boolean => pointsOf(activity).some(isLocated)

/**
 * An activity as GPX 1.1, in pieces: one track, whose segments end where the timer stood still. Positions have what was
 * measured at their instant; readings in between stand at the nearest position, each once, so that none is made up.
 */
export function* gpxPieces(activity: Activity): Generator<string, void, undefined> {
  const { metadata } = activity
  const points = pointsOf(activity)
  const located = points.filter(isLocated)
  for (const point of points) if (!isLocated(point)) handOver(point, located)
  const name = xmlText(metadata.name ?? sportName(metadata.type))
  const legs = onFoot(metadata.type) ? 2 : 1
  const [first] = located
  yield `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Tellus" xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd http://www.garmin.com/xmlschemas/TrackPointExtension/v1 http://www.garmin.com/xmlschemas/TrackPointExtensionv1.xsd">
<metadata>${first === undefined ? '' : `<time>${timeText(first.timeMs)}</time>`}</metadata>
<trk><name>${name}</name><type>${sportWord(metadata.type)}</type>
`
  for (const segment of segmentsOf(located, points)) {
    yield '<trkseg>\n'
    for (let at = 0; at < segment.length; at += pointsAPiece)
      yield segment
        .slice(at, at + pointsAPiece)
        .map((point) => pointText(point, legs))
        .join('')
    yield '</trkseg>\n'
  }
  yield '</trk>\n</gpx>\n'
}

const isLocated = (point: TrackPoint): point is Located => point.lat !== null && point.lng !== null

/** Positions between which the timer stood still, for whatever part of the time, are not joined. */
function segmentsOf(located: readonly Located[], points: readonly TrackPoint[]): Located[][] {
  const pauses = pausesOf(points)
  const segments: Located[][] = []
  let next = 0
  let before: Located | undefined
  for (const point of located) {
    const fromMs = before?.timeMs ?? Number.NEGATIVE_INFINITY
    for (let pause = pauses[next]; pause !== undefined && pause.toMs <= fromMs; pause = pauses[next]) next++
    const isPaused = (pauses[next]?.fromMs ?? Number.POSITIVE_INFINITY) < point.timeMs
    if (before === undefined || isPaused) segments.push([])
    segments.at(-1)?.push(point)
    before = point
  }
  return segments
}

const handedOver = ['elevation', 'heartRate', 'cadence'] as const satisfies readonly Quantity[]

function handOver(reading: TrackPoint, located: readonly Located[]): void {
  const nearest = nearestTo(reading.timeMs, located)
  if (nearest === undefined || Math.abs(nearest.timeMs - reading.timeMs) > farthestMs) return
  for (const quantity of handedOver) nearest[quantity] ??= reading[quantity]
}

function nearestTo(timeMs: number, located: readonly Located[]): Located | undefined {
  let [low, high] = [0, located.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((located[middle]?.timeMs ?? 0) < timeMs) low = middle + 1
    else high = middle
  }
  const [before, after] = [located[low - 1], located[low]]
  if (before === undefined || after === undefined) return before ?? after
  return timeMs - before.timeMs <= after.timeMs - timeMs ? before : after
}

/** The schema of the extension has whole beats from 1 to 255, and whole turns from 0 to 254. */
function pointText({ lat, lng, elevation, timeMs, heartRate, cadence }: Located, legs: number): string {
  const hr = heartRate === null ? null : Math.round(heartRate)
  const cad = cadence === null ? null : Math.round(cadence / legs)
  const extension = `${hr === null || hr < 1 || hr > 255 ? '' : `<gpxtpx:hr>${hr}</gpxtpx:hr>`}${cad === null || cad < 0 || cad > 254 ? '' : `<gpxtpx:cad>${cad}</gpxtpx:cad>`}`
  const extensions =
    extension === ''
      ? ''
      : `<extensions><gpxtpx:TrackPointExtension>${extension}</gpxtpx:TrackPointExtension></extensions>`
  return `<trkpt lat="${decimal(lat)}" lon="${decimal(lng)}">${elevation === null ? '' : `<ele>${decimal(elevation)}</ele>`}<time>${timeText(timeMs)}</time>${extensions}</trkpt>\n`
}

/** XML Schema's decimals have no exponent. */
const decimal = (value: number): string => {
  const text = String(value)
  return text.includes('e') ? value.toFixed(10) : text
}

const timeText = (epochMs: number): string => new Date(epochMs).toISOString().replace('.000Z', 'Z')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** XML has no form for control characters. */
const xmlText = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? '')
