import { SaxesParser } from 'saxes'
import { tryParseInstant } from '../../../normalise/time.ts'
import { strictNumber } from '../../../normalise/units.ts'

/** A place on the way. */
export interface RoutePoint {
  atMs: number
  latitude: number
  longitude: number
  /** Metres above the sea; null when unknown. */
  altitude: number | null
  /** Metres per second; null when unknown. */
  speed: number | null
}

/** A horizontal accuracy worse than this puts the point on another street, metres. */
const worstAccuracy = 50
/** A point a second for two and a half days; a longer file would only fill the memory. */
const maxPoints = 216_000

/**
 * Reads a route as the Health app writes it: GPX with `speed` and `hAcc` as extensions. Points without place or time and
 * those that are less accurate than 50 m are left out. A file that breaks off gives the points before the break.
 */
export function readRoute(gpx: Buffer): RoutePoint[] {
  const points: RoutePoint[] = []
  const parser = new SaxesParser({ xmlns: false, position: false } as const)
  let place: { latitude: number | null; longitude: number | null } | null = null
  const texts = new Map<string, string>()
  let text = ''
  let isBroken = false
  parser.on('opentag', (tag) => {
    text = ''
    if (tag.name !== 'trkpt') return
    place = { latitude: strictNumber(tag.attributes.lat), longitude: strictNumber(tag.attributes.lon) }
    texts.clear()
  })
  parser.on('text', (part) => {
    if (place !== null) text += part
  })
  parser.on('closetag', ({ name }) => {
    if (place === null) return
    if (name !== 'trkpt') {
      texts.set(name, text.trim())
      text = ''
      return
    }
    const point = pointOf(place, texts)
    if (point !== null && points.length < maxPoints) points.push(point)
    place = null
  })
  parser.on('error', () => {
    isBroken = true
  })
  const content = gpx.toString('utf8')
  for (let at = 0; at < content.length && !isBroken; at += 65_536) parser.write(content.slice(at, at + 65_536))
  return points.sort((a, b) => a.atMs - b.atMs)
}

function pointOf(
  { latitude, longitude }: { latitude: number | null; longitude: number | null },
  texts: ReadonlyMap<string, string>,
): RoutePoint | null {
  const at = tryParseInstant(texts.get('time') ?? '')
  if (latitude === null || longitude === null || at === null) return null
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null
  const accuracy = strictNumber(texts.get('hAcc'))
  if (accuracy !== null && (accuracy > worstAccuracy || accuracy < 0)) return null
  const speed = strictNumber(texts.get('speed'))
  return {
    atMs: at.epochMs,
    latitude,
    longitude,
    altitude: strictNumber(texts.get('ele')),
    // HealthKit writes −1 for a speed it could not tell.
    speed: speed === null || speed < 0 ? null : speed,
  }
}
