import { z } from 'zod'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { dedupeInstants, mean, min } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { fahrenheitToCelsius, mmolToMgPerDl, strictNumber } from '../../normalise/units.ts'
import { type Clock, clockOf } from './clock.ts'

/** The answers for some days, each beside the date that was asked for. */
export const answers = z.object({
  days: z.array(
    z.object({
      date: z.iso.date(),
      answer: z.object({
        data: z.object({
          metrics: z.record(z.string(), z.unknown()).nullish(),
          metric_data: z.array(z.unknown()).nullish(),
          latest_time_zone: z.string().nullish(),
        }),
      }),
    }),
  ),
})

const anItem = z.record(z.string(), z.unknown())
/** What an item says, by its names: which there are differs from type to type, and from one version to the next. */
export type Item = Readonly<z.output<typeof anItem>>
const anEntry = z.object({ type: z.string(), object: anItem })

/** A part of an item that is one itself; without anything where it is none. */
export const partOf = (value: unknown): Item => anItem.safeParse(value).data ?? {}
/** The members of a list; none where it is no list. */
export const listOf = (value: unknown): Item[] => (Array.isArray(value) ? value.map(partOf) : [])
/** The member of a list that is of a type. */
export const ofType = (list: unknown, type: string): Item => listOf(list).find((one) => one['type'] === type) ?? {}

/** A reading, its time as the wire writes it too. */
export interface Reading {
  epochMs: number
  timestamp: string
  value: number
}

/** A day of Ultrahuman's. */
export interface Told {
  date: string
  /** All of a type, however that is spelt (`sleep`, `Sleep`). */
  all(type: string): Item[]
  /** The one of a type; without anything where there is none. */
  one(type: string): Item
  clock: Clock
  /** Readings in order of time, in our unit, without those that nothing can have. */
  readings(list: unknown, kind: PlausibleKind, unit?: unknown): Reading[]
}

/** The days of some answers, oldest first, in either form that they have. */
export const daysOf = ({ days }: z.output<typeof answers>, userZone: string | null): Told[] =>
  days
    .toSorted((a, b) => a.date.localeCompare(b.date))
    .map(({ date, answer: { data } }) => {
      const entries = listOf(data.metrics?.[date] ?? data.metric_data).flatMap(
        (entry) => anEntry.safeParse(entry).data ?? [],
      )
      const all = (type: string) =>
        entries.flatMap((entry) => (entry.type.toLowerCase() === type ? [entry.object] : []))
      const start = min(entries.map(({ object }) => epochMsOf(object['day_start_timestamp'])))
      const clock = clockOf(date, { startMs: start, latestZone: data.latest_time_zone ?? null }, userZone)
      const readings: Told['readings'] = (list, kind, unit) =>
        dedupeInstants(
          listOf(list).flatMap((one) => {
            const [epochMs, value] = [epochMsOf(one['timestamp']), possible(kind, strictNumber(one['value']), unit)]
            return epochMs === null || value === null ? [] : [{ epochMs, timestamp: clock.stamp(epochMs), value }]
          }),
        )
      return { date, all, one: (type: string) => all(type)[0] ?? {}, clock, readings }
    })

/** Milliseconds of a count of seconds, both since 1970; null for what is no such time. */
export const epochMsOf = (seconds: unknown): number | null =>
  typeof seconds === 'number' && seconds >= 0 && seconds <= 10_000_000_000 ? Math.round(seconds * 1000) : null

/** The first number that an item has under one of some names; null for none. */
export const figureOf = (item: Item, ...names: string[]): number | null =>
  names.map((name) => strictNumber(item[name])).find((value) => value !== null) ?? null

/** The one figure of an item, whatever it is called, in our unit. */
export const amountOf = (item: Item, kind: PlausibleKind): number | null =>
  possible(kind, figureOf(item, 'value', 'avg', 'score', 'celsius'), item['unit'])

/** Seconds of an item that is in seconds or minutes. */
export const secondsOf = (item: Item): number | null => {
  const minutes = figureOf(item, 'minutes')
  return figureOf(item, 'seconds', 'stage_time', 'value') ?? (minutes === null ? null : minutes * 60)
}

/** What readings were on average. */
export const averageOf = (readings: readonly Reading[]): number | null => {
  const average = mean(readings.map(({ value }) => value))
  return average === null ? null : tidy(average)
}

/** Units that are not ours, as they stand beside figures. */
const converters: ReadonlyMap<unknown, (value: number) => number> = new Map([
  ['°F', fahrenheitToCelsius],
  ['mmol/L', (value: number) => mmolToMgPerDl(value)],
])

function possible(kind: PlausibleKind, value: number | null, unit: unknown): number | null {
  const convert = converters.get(unit)
  return plausible(kind, value === null || convert === undefined ? value : tidy(convert(value)))
}
