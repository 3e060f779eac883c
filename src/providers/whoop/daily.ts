import { z } from 'zod'
import { dayMs } from '../../normalise/civil.ts'
import { type Instant, parseInstant } from '../../normalise/time.ts'
import type { Daily } from '../../schema/daily.ts'
import { UploadType } from '../../schema/enums.ts'
import { whereAllowed } from '../provider-error.ts'
import { type Made, resource } from '../resource.ts'
import { isWithin, knownDays, range } from '../shapes.ts'
import { fetchList } from './client.ts'
import { type Day, dayOf } from './day.ts'
import {
  byStart,
  type Cycle,
  changedAtMs,
  cycleShape,
  instantOf,
  newest,
  type Recovery,
  recoveryShape,
  type Sleep,
  scoreOf,
  sleepShape,
} from './shapes.ts'

/**
 * Days: `/v2/cycle`, `/v2/recovery` and `/v2/activity/sleep`. WHOOP counts in cycles, from falling asleep to falling asleep;
 * one stands for the day on which its person woke up. What is asked for lies around the days wanted, so that each cycle
 * comes with its night and the cycle after it, and is cut to those days when records are made.
 */
export const daily = resource({
  raw: z.object({
    asked: range,
    cycles: z.array(cycleShape),
    sleeps: z.array(sleepShape),
    recoveries: z.array(recoveryShape),
  }),
  // With what lies around it and a nap now and then, a page of each.
  windowDays: 20,
  historyDays: null,
  fetch: async (access, asked) => ({
    asked,
    cycles: await fetchList(access, '/v2/cycle', asked),
    sleeps: await whereAllowed(fetchList(access, '/v2/activity/sleep', asked, 1)),
    recoveries: await whereAllowed(fetchList(access, '/v2/recovery', asked, 1)),
  }),
  normalise: ({ asked, cycles, sleeps, recoveries }, { zone }) => {
    const nights = newest(sleeps, ({ id }) => id)
    const scores = new Map(newest(recoveries, ({ cycle_id }) => cycle_id).map((one) => [one.cycle_id, one]))
    const inOrder = newest(cycles, ({ id }) => id).sort((a, b) => startMs(a) - startMs(b) || a.id - b.id)
    const days = new Map<string, Told>()
    for (const [index, cycle] of inOrder.entries()) {
      const night = nightOf(cycle, nights)
      const next = inOrder[index + 1]
      const day = dayOf(wakingOf(cycle, night), zone, next && instantOf(next.start, next.timezone_offset))
      if (!isWithin(asked, day.date)) continue
      const told = { day, cycle, night, recovery: scores.get(cycle.id) ?? null }
      const other = days.get(day.date)
      if (other === undefined || coveredMs(told) >= coveredMs(other)) days.set(day.date, told)
    }
    return [...days.values()].sort((a, b) => a.day.date.localeCompare(b.day.date)).flatMap(madeOf)
  },
})

/** All that WHOOP tells of a day. */
interface Told {
  day: Day
  cycle: Cycle
  night: Sleep | null
  recovery: Recovery | null
}

const startMs = ({ start }: Cycle): number => parseInstant(start).epochMs

/** The night that a cycle begins with: its first sleep that is no nap. */
const nightOf = ({ id }: Cycle, nights: readonly Sleep[]): Sleep | null =>
  nights.filter(({ cycle_id, nap }) => cycle_id === id && !nap).sort(byStart)[0] ?? null

/** When a cycle's person woke up; without a night, half a day after it began: whose night it was is then nobody's guess. */
function wakingOf(cycle: Cycle, night: Sleep | null): Instant {
  if (night?.end) return instantOf(night.end, night.timezone_offset)
  const start = instantOf(cycle.start, cycle.timezone_offset)
  return { ...start, epochMs: start.epochMs + dayMs / 2 }
}

/** How much of its day a cycle covers; where two woke up on one day, the longer one stands for it, as sums would lie (R8). */
function coveredMs({ day, cycle }: Told): number {
  const from = Math.max(startMs(cycle), parseInstant(day.metadata.start_time).epochMs)
  const dayEndMs = parseInstant(day.metadata.end_time).epochMs
  return (cycle.end ? Math.min(parseInstant(cycle.end).epochMs, dayEndMs) : dayEndMs) - from
}

function madeOf({ day, cycle, night, recovery }: Told): Made[] {
  const [score, recovered, slept] = [scoreOf(cycle), scoreOf(recovery), scoreOf(night)]
  const record: Daily = {
    metadata: { ...day.metadata, upload_type: UploadType.AUTOMATIC },
    calories_data: score?.calories_data,
    heart_rate_data: { summary: { ...score?.pulse, ...recovered?.pulse } },
    oxygen_data: recovered?.oxygen,
    scores: { ...recovered?.scores, ...slept?.scores },
    strain_data: { strain_level: score?.strain },
  }
  // A day with no score (yet) says nothing.
  return knownDays([record]).map((made) => ({ ...made, observedAtMs: changedAtMs(cycle, night, recovery) }))
}
