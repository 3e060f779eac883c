import { createHash } from 'node:crypto'
import { addDays, type LocalDay, localDay } from '../../../generate/local-day.ts'
import { randomStream } from '../../../generate/random.ts'
import { formatTimestamp, localDate, offsetOfZone } from '../../../normalise/time.ts'
import { uuidOf } from '../../life/keys.ts'
import type { Life } from '../../life/life.ts'

/** Whose sensor it is. */
export interface Wearer {
  /** As they are called at the sandbox. */
  name: string
  /** Who they are to the app: what they are called differs from app to app, and from region to region. */
  userId: string
  /** As if nothing had been deleted. */
  life: Life
  /** Keys of what was. */
  deleted: ReadonlySet<string>
  device: Device
}

/** The device by which a wearer sees what the sensor says. */
export interface Device {
  displayDevice: 'iOS' | 'android' | 'receiver'
  generation: 'g6' | 'g7'
}

/** From an instant to another, which does not belong to it. */
export interface Span {
  startMs: number
  endMs: number
}

/** A record, and the time that it is of. */
export interface Listed {
  atMs: number
  record: { systemTime: string; displayTime: string }
}

export const isWithin = (atMs: number, { startMs, endMs }: Span): boolean => atMs >= startMs && atMs < endMs

/** What a wearer of that name has: some have no phone for it. */
export function deviceOf(name: string): Device {
  const random = randomStream('Dexcom device', name)
  return {
    displayDevice: random.pick(['iOS', 'android', 'iOS', 'android', 'receiver'] as const),
    generation: random.pick(['g6', 'g7'] as const),
  }
}

/** When something was; receivers do not know where they are. */
export function timesAt(wearer: Wearer, atMs: number) {
  const local = formatTimestamp(atMs, offsetOfZone(wearer.life.zone, atMs))
  const isReceiver = wearer.device.displayDevice === 'receiver'
  const bare = (text: string) => text.slice(0, 19)
  return {
    systemTime: `${bare(new Date(atMs).toISOString())}${isReceiver ? '' : '+00:00'}`,
    displayTime: `${bare(local)}${isReceiver ? '' : local.slice(-6)}`,
  }
}

/** The id of something of a wearer. */
export const recordId = ({ userId, name }: Wearer, key: string): string => uuidOf(userId, name, key)

/** The transmitter of a sensor, whose number Dexcom hashes. */
export const transmitterOf = ({ userId }: Wearer, sensor: number): string =>
  createHash('sha256').update(`${userId} ${sensor}`).digest('hex')

/** The local days that a span touches, oldest first. */
export function daysOf({ life: { zone } }: Wearer, { startMs, endMs }: Span): LocalDay[] {
  const dateOf = (epochMs: number) => localDate(epochMs, offsetOfZone(zone, epochMs))
  const days: LocalDay[] = []
  for (let date = dateOf(startMs); date <= dateOf(endMs); date = addDays(date, 1)) days.push(localDay(date, zone))
  return days
}
