import { z } from 'zod'
import { strictNumber } from '../../normalise/units.ts'

// What is used of Dexcom's answers, in its words.

/** When something was: by the device's system clock, which is UTC, and as the device showed it. */
const timed = { recordId: z.string().min(1), systemTime: z.string(), displayTime: z.string() }

/** The papers have numbers in one list, and texts of numbers in another. */
const figure = z.union([z.number(), z.string()]).nullish()
const word = z.string().nullish()

/** An estimated glucose value: what a sensor says every five minutes. */
export const egvShape = z.object({
  ...timed,
  value: figure,
  unit: word,
  status: word,
  trend: word,
  displayDevice: word,
  transmitterGeneration: word,
  transmitterId: word,
  /** Seconds by the transmitter's own clock. */
  transmitterTicks: z.number().nullish(),
})
export type Egv = z.output<typeof egvShape>

/** What a finger stick said, entered to set the sensor right. */
export const calibrationShape = z.object({ ...timed, value: figure, unit: word })

/** What a person entered. */
export const eventShape = z.object({
  ...timed,
  eventType: z.string(),
  eventSubType: word,
  eventStatus: word,
  value: figure,
  unit: word,
})
export type Event = z.output<typeof eventShape>

/** What every answer says of whose it is: another id for each client, the same one for ever. */
export const rangeShape = z.object({ userId: z.string().min(1) })

const date = z.iso.date()

/** The days an answer was asked for: it holds some hours more, in which days are not whole. */
export const askedShape = z.object({ first: date, last: date })

/** A list of events with the days it was asked for. */
export const eventsShape = z.object({ asked: askedShape, events: z.array(eventShape) })

/** The amount of an event, null where it has none or one below 0. */
export function amountOf({ value }: Event): number | null {
  const amount = strictNumber(value)
  return amount === null || amount < 0 ? null : amount
}

const statuses = ['created', 'updated', 'deleted']

/**
 * Events of some types, those that were deleted apart: they come with that status. One that comes in more than one status is
 * as it was deleted, else updated.
 */
export function sorted<E extends Event>(events: readonly E[], types: readonly string[]): { kept: E[]; deleted: E[] } {
  const rank = ({ eventStatus }: Event) => statuses.indexOf(eventStatus ?? '')
  const byId = new Map<string, E>()
  for (const event of events.filter(({ eventType }) => types.includes(eventType))) {
    const known = byId.get(event.recordId)
    if (known === undefined || rank(event) > rank(known)) byId.set(event.recordId, event)
  }
  const once = [...byId.values()]
  const isDeleted = ({ eventStatus }: E) => eventStatus === 'deleted'
  return { kept: once.filter((event) => !isDeleted(event)), deleted: once.filter(isDeleted) }
}
