import { TellusError } from '../../lib/errors.ts'
import type { DayFiles } from '../archive/day-files.ts'
import { elementsOf, type Layout } from '../archive/elements.ts'
import type { Member } from '../archive/members.ts'
import type { WarningBook } from '../recording/warning-book.ts'
import {
  type DaySummary,
  daySummary,
  type HealthStatus,
  healthStatus,
  type Night,
  night,
  type Summarized,
  summarized,
} from './shapes.ts'

/** What a file of JSON knows of a date. */
export interface DayJson {
  summary?: DaySummary
  night?: Night
  health?: HealthStatus
}

type Part = 'days' | 'nights' | 'health' | 'activities'

/** Names of the files: their folders and the dates and numbers around the name change, the word does not. */
const names: readonly [RegExp, Part][] = [
  [/^UDSFile_.*\.json$/i, 'days'],
  [/sleepData\.json$/i, 'nights'],
  [/healthStatusData\.json$/i, 'health'],
  [/summarizedActivities\.json$/i, 'activities'],
]

/** What a file of the export holds, by its path; null for one that is of no use here. */
export const partOf = (path: string): Part | null =>
  names.find(([pattern]) => pattern.test(path.slice(path.lastIndexOf('/') + 1)))?.[1] ?? null

const layouts: Partial<Record<Part, Layout>> = { activities: 'wrapped' }

/** More workouts than anybody has. */
const maxActivities = 200_000

export interface Reading {
  days: DayFiles<DayJson>
  signal: AbortSignal
  warnings: WarningBook
  /** Called after each file with its packed bytes. */
  onRead(packedBytes: number): void
}

/** Puts what is told by the day to its date, and gives the workouts. A file that is damaged becomes a warning. */
export async function readJson(members: readonly Member[], reading: Reading): Promise<Summarized[]> {
  const activities: Summarized[] = []
  for (const member of members) {
    const part = partOf(member.path)
    if (part === null) continue
    reading.signal.throwIfAborted()
    try {
      for await (const items of elementsOf(await member.open(), member.name, layouts[part])) {
        for (const item of items) await readers[part](item, reading.days, activities)
        reading.signal.throwIfAborted()
      }
    } catch (error) {
      reading.signal.throwIfAborted()
      if (!(error instanceof TellusError)) throw error
      reading.warnings.add(error.message, member.name)
    }
    reading.onRead(member.packedBytes)
  }
  return activities
}

const readers: Readonly<
  Record<Part, (item: unknown, days: DayFiles<DayJson>, activities: Summarized[]) => Promise<void> | void>
> = {
  async days(item, days) {
    const { data } = daySummary.safeParse(item)
    if (data !== undefined) await days.add(data.calendarDate, { summary: data })
  },
  async nights(item, days) {
    const { data } = night.safeParse(item)
    if (data !== undefined) await days.add(data.calendarDate, { night: data })
  },
  async health(item, days) {
    const { data } = healthStatus.safeParse(item)
    if (data !== undefined) await days.add(data.calendarDate, { health: data })
  },
  activities(item, _, activities) {
    const { data } = summarized.safeParse(item)
    if (data !== undefined && activities.length < maxActivities) activities.push(data)
  },
}
