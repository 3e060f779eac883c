import { dayMs } from '../../normalise/civil.ts'
import { max } from '../../normalise/samples.ts'
import type { Database } from './database.ts'

/** Calories, as the platform stores energy (AOSP `Energy`: "supported units: calories"), and joules in a kilocalorie. */
const caloriesPerKcal = 1000
const joulesPerKcal = 4184

/** What a body burns on an ordinary day, kcal. */
const leastPerDay = 1000
const mostPerDay = 6000

/** Thirty years of days and ten apps. */
const mostSums = 110_000

/**
 * What a stored energy is divided by to be kilocalories. It is calories by the platform's own source; some importers
 * found joules all the same. So a file whose ordinary day would be more than any body burns, and an ordinary one in
 * joules, is in joules.
 */
export function energyDivisor(db: Database): number {
  const sums = new Map<string, number>()
  const columns = {
    app_info_id: 'number',
    start_time: 'number',
    start_zone_offset: 'number',
    energy: 'number',
  } as const
  for (const row of db.rows('total_calories_burned_record_table', columns)) {
    if (row.start_time === null || row.energy === null) continue
    const day = Math.floor((row.start_time + (row.start_zone_offset ?? 0) * 1000) / dayMs)
    const key = `${day} ${row.app_info_id}`
    const sum = sums.get(key)
    if (sum !== undefined || sums.size < mostSums) sums.set(key, (sum ?? 0) + row.energy)
  }
  const perDay = new Map<string, number>()
  for (const [key, sum] of sums) {
    const [day = ''] = key.split(' ')
    perDay.set(day, max([perDay.get(day), sum]) ?? sum)
  }
  const ordered = [...perDay.values()].sort((a, b) => a - b)
  const ordinary = ordered[ordered.length >> 1]
  if (ordinary === undefined || ordinary / caloriesPerKcal <= mostPerDay) return caloriesPerKcal
  const inJoules = ordinary / joulesPerKcal
  return inJoules >= leastPerDay && inJoules <= mostPerDay ? joulesPerKcal : caloriesPerKcal
}

export const isInJoules = (divisor: number): boolean => divisor === joulesPerKcal
