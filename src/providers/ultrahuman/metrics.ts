import { z } from 'zod'
import type { Clock } from '../../normalise/clock.ts'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { heartSummary, samples } from '../../normalise/possible.ts'
import { dedupeInstants, type InstantSample, mean, min } from '../../normalise/samples.ts'
import { tidied } from '../../normalise/tidy.ts'
import { fahrenheitToCelsius, mmolToMgPerDl, strictNumber } from '../../normalise/units.ts'
import type { HeartRateData } from '../../schema/records.ts'
import { type Made, resource } from '../resource.ts'
import { metricsOf } from './client.ts'
import { clockOfDay } from './clock.ts'

/** The answers for some days, each beside the date that was asked for. */
const raw = z.object({
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
export const partOf = (item: Item, name: string): Item => anItem.safeParse(item[name]).data ?? {}
/** The members of a list; none where it is no list. */
export const listOf = (list: unknown): Item[] =>
  Array.isArray(list) ? list.map((one) => anItem.safeParse(one).data ?? {}) : []
/** The member of a list that is of a type. */
export const ofType = (list: unknown, type: string): Item => listOf(list).find((one) => one['type'] === type) ?? {}

/** A reading in our unit, its time as the wire writes it too. */
export type Reading = InstantSample & { timestamp: string }

/** A day of Ultrahuman's. */
export interface Day {
  date: string
  clock: Clock
  /** All of a type, however that is spelt (`sleep`, `Sleep`). */
  all(type: string): Item[]
  /** The one of a type; without anything where there is none. */
  one(type: string): Item
  /** Readings of an item in order of time, be they possible or not. */
  readings(item: Item): Reading[]
}

/** A type that is made of the days of `/user_data/metrics`, in either form that they have. */
export const ofDays = (madeOf: (days: Day[]) => Made[]) =>
  resource({
    raw,
    // Each day is a call.
    windowDays: 7,
    historyDays: null,
    fetch: metricsOf,
    normalise: ({ days }, { zone }) =>
      madeOf(days.toSorted((a, b) => a.date.localeCompare(b.date)).map((told) => dayOf(told, zone))),
  })

function dayOf({ date, answer: { data } }: z.output<typeof raw>['days'][number], userZone: string | null): Day {
  const entries = listOf(data.metrics?.[date] ?? data.metric_data).flatMap(
    (entry) => anEntry.safeParse(entry).data ?? [],
  )
  const startMs = min(entries.map(({ object }) => epochMsOf(object['day_start_timestamp'])))
  const clock = clockOfDay(date, { startMs, latestZone: data.latest_time_zone ?? null }, userZone)
  const all = (type: string) => entries.flatMap((entry) => (entry.type.toLowerCase() === type ? [entry.object] : []))
  const readings = (item: Item) =>
    dedupeInstants(
      listOf(item['values'] ?? item['data']).flatMap((one) => {
        const [epochMs, value] = [epochMsOf(one['timestamp']), converted(strictNumber(one['value']), item['unit'])]
        return epochMs === null || value === null ? [] : [{ epochMs, timestamp: clock.stamp(epochMs), value }]
      }),
    )
  return { date, clock, all, one: (type) => all(type)[0] ?? {}, readings }
}

/** Milliseconds of a count of seconds, both since 1970; null for what is no such time. */
export const epochMsOf = (seconds: unknown): number | null =>
  typeof seconds === 'number' && seconds >= 0 && seconds <= 10_000_000_000 ? Math.round(seconds * 1000) : null

/** The first number that an item has under one of some names; null for none. */
export const figureOf = (item: Item, ...names: string[]): number | null =>
  names.map((name) => strictNumber(item[name])).find((value) => value !== null) ?? null

/** The one figure of the first item that has a possible one, whatever it is called, in our unit. */
export const amountOf = (kind: PlausibleKind, ...items: Item[]): number | null =>
  items
    .map((item) => plausible(kind, converted(figureOf(item, 'value', 'avg', 'score', 'celsius'), item['unit'])))
    .find((value) => value !== null) ?? null

/** Units that are not ours, as they stand beside figures. */
const converters: ReadonlyMap<unknown, (value: number) => number> = new Map([
  ['°F', fahrenheitToCelsius],
  ['mmol/L', (value: number) => mmolToMgPerDl(value)],
])

function converted(value: number | null, unit: unknown): number | null {
  const convert = converters.get(unit)
  return convert === undefined ? value : tidied(value, convert)
}

/** Pulse and its variability over time; `resting` and `variability` (RMSSD, ms) have Ultrahuman's own figures. */
export function heartRateData(
  rates: readonly Reading[],
  variations: readonly Reading[],
  { resting, variability }: { resting: Item[]; variability: Item[] },
): HeartRateData {
  const [hr_samples, hrv_samples_rmssd] = [samples('bpm', rates), samples('hrv_rmssd', variations)]
  return {
    summary: {
      ...heartSummary(hr_samples),
      resting_hr_bpm: amountOf('heart_rate_bpm', ...resting),
      avg_hrv_rmssd:
        amountOf('hrv_ms', ...variability) ?? tidied(mean(hrv_samples_rmssd.map(({ hrv_rmssd }) => hrv_rmssd))),
    },
    detailed: { hr_samples, hrv_samples_rmssd },
  }
}
