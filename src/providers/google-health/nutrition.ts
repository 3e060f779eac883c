import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { localDate } from '../../normalise/time.ts'
import { NutritionUnits } from '../../schema/enums.ts'
import type { Meal, Nutrition } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { listed, ofDays } from './client.ts'
import { dayClock } from './clock.ts'
import { type Eaten, eaten, mealTypes, nutrientsOf, unitOf } from './food.ts'
import { figure, idOf, instantOf, interval, isWithin, range, stampOf } from './shapes.ts'

const raw = z.object({
  range,
  nutrition: z.array(z.object({ name: z.string().min(1), nutritionLog: eaten })),
  hydration: z.array(
    z.object({
      name: z.string().min(1),
      hydrationLog: z.object({ interval, amountConsumed: z.object({ milliliters: figure }).nullish() }),
    }),
  ),
})

/** What a person noted that they ate and drank. */
export const nutrition = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => ({
    range: days,
    nutrition: await listed(access, 'nutrition-log', ofDays('nutrition-log', 'interval', days)),
    hydration: await listed(access, 'hydration-log', ofDays('hydration-log', 'interval', days)),
  }),
  normalise(told, { zone }) {
    const timed = <T extends { name: string }, L extends { interval: z.output<typeof interval> }>(one: T, log: L) => {
      const at = instantOf(log.interval.startTime, log.interval.startUtcOffset, zone)
      return { id: idOf(one.name), log, at, timestamp: stampOf(at), date: localDate(at.epochMs, at.offsetMinutes) }
    }
    const meals = inOrder(told.nutrition.map((one) => timed(one, one.nutritionLog)))
    const drinks = inOrder(told.hydration.map((one) => timed(one, one.hydrationLog)))
    const all = [...meals, ...drinks]
    const clock = dayClock(
      all.map(({ at }) => at),
      zone,
    )
    return [...new Set(all.map((one) => one.date))]
      .filter((one) => isWithin(told.range, one))
      .sort()
      .flatMap((date) => {
        const eatenThen = meals.filter((one) => one.date === date)
        const drunk = drinks.flatMap(({ date: day, timestamp, log }) => {
          const volume = log.amountConsumed?.milliliters
          return day !== date || volume == null || volume < 0 ? [] : [{ timestamp, volume }]
        })
        const record: Omit<Nutrition, 'metadata'> = {
          summary: {
            ...totalsOf(eatenThen.map(({ log }) => log)),
            water_ml: tidied(sum(drunk.map(({ volume }) => volume))),
          },
          drink_samples: drunk.map(({ timestamp, volume }) => ({
            timestamp,
            drink_volume: volume,
            drink_unit: NutritionUnits.MILLILITER,
          })),
        }
        const known = { ...knownOnly(record), ...(eatenThen.length === 0 ? {} : { meals: eatenThen.map(mealOf) }) }
        return Object.keys(known).length === 0 ? [] : [{ record: { metadata: clock.metadataOf(date), ...known } }]
      })
  },
})

const inOrder = <T extends { id: string; at: { epochMs: number } }>(logs: readonly T[]): T[] =>
  [...new Map(logs.map((one) => [one.id, one])).values()].sort(
    (a, b) => a.at.epochMs - b.at.epochMs || a.id.localeCompare(b.id),
  )

/** A food; its parts have to be there, whether anything is known of them or not. */
function mealOf({ id, timestamp, log }: { id: string; timestamp: string; log: Eaten }): Meal {
  const { macros, micros } = nutrientsOf(log)
  return {
    id,
    timestamp,
    name: log.foodDisplayName || log.food || 'Food',
    type: mealTypes.get(log.mealType ?? '') ?? 0,
    // Without a serving it is one of an unknown size.
    quantity: { unit: unitOf(log), amount: log.serving?.amount ?? 1 },
    macros: knownOnly(macros),
    micros: knownOnly(micros),
  }
}

const tidied = (value: number | null): number | null => (value === null ? null : tidy(value))

function totalsOf(logs: readonly Eaten[]): Pick<NonNullable<Nutrition['summary']>, 'macros' | 'micros'> {
  const all = logs.map(nutrientsOf)
  const added = (parts: readonly Readonly<Record<string, number | null>>[]) => {
    const keys = [...new Set(parts.flatMap((part) => Object.keys(part)))]
    return Object.fromEntries(keys.map((key) => [key, tidied(sum(parts.map((part) => part[key])))]))
  }
  return { macros: added(all.map(({ macros }) => macros)), micros: added(all.map(({ micros }) => micros)) }
}
