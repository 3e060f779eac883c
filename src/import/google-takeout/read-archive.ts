import { TellusError } from '../../lib/errors.ts'
import type { Rejections } from '../../normalise/plausible.ts'
import { strictNumber } from '../../normalise/units.ts'
import { isUtcName } from '../../normalise/zones.ts'
import { rowsOf } from '../archive/csv-rows.ts'
import type { DayFiles } from '../archive/day-files.ts'
import { elementsOf } from '../archive/elements.ts'
import type { Member } from '../archive/members.ts'
import type { WarningBook } from '../recording/warning-book.ts'
import { type ArchiveClock, createClockTally, type Night, wallMsOf } from './clock.ts'
import type { DayPart } from './day.ts'
import { sleepLog } from './logs.ts'
import { type Part, partOf } from './parts.ts'
import { type Profile, profileOf } from './profile.ts'
import { itemReaders, type Parts, type Reader, rowReaders } from './read-days.ts'
import { spanOf } from './sleep.ts'

/** What is known beside the days. */
export interface Contents {
  clock: ArchiveClock
  profile: Profile | null
  /** Sleep scores by the number of the log. */
  scores: ReadonlyMap<string, number>
  rejections: Rejections
}

export interface Reading {
  fallbackZone: string
  signal: AbortSignal
  warnings: WarningBook
  onShare(share: number): void
}

/** More than a person sleeps in a lifetime. */
const maxNights = 100_000
/** Rows of a table that are put to their dates at once. */
const rowsAtOnce = 1000

/** Reads every file of use, and puts what it says of dates to the days. A file that is damaged becomes a warning. */
export async function readArchive(
  members: readonly Member[],
  days: DayFiles<DayPart>,
  reading: Reading,
): Promise<Contents> {
  const of = (part: Part): Member[] => members.filter(({ path }) => partOf(path) === part)
  const each = eachMember(members, reading)
  let profile: Profile | null = null
  await each(of('profile'), async (member) => {
    for await (const row of rowsOf(await member.open(), member.name)) profile ??= profileOf(row)
  })
  const scores = new Map<string, number>()
  await each(of('sleepScores'), async (member) => {
    for await (const row of rowsOf(await member.open(), member.name)) {
      const [log, score] = [row('sleep_log_entry_id'), strictNumber(row('overall_score'))]
      if (log !== null && score !== null && scores.size < maxNights) scores.set(log, score)
    }
  })
  const zone = zoneOf(profile, reading.fallbackZone)
  const clock: ArchiveClock = { zone, isKnown: !isUtcName(zone), streamsAreLocal: false }
  const rejections: Rejections = new Map()
  const reader: Reader = { clock, rejections }
  const nights = await readNights(of('sleeps'), clock, each)
  clock.streamsAreLocal = await areStreamsLocal(of('steps'), zone, nights, each)
  await each(members, (member) => readDays(member, days, reader, reading.signal))
  return { clock, profile, scores, rejections }
}

/** Of the zone on a record, that of the profile and that of the person, only the second is in this archive (R1). */
const zoneOf = (profile: Profile | null, fallbackZone: string): string => profile?.zone ?? fallbackZone

type Each = (members: readonly Member[], work: (member: Member) => Promise<void>) => Promise<void>

/** Runs over files, noting damaged ones, and reports how much of all of them is done. */
function eachMember(members: readonly Member[], { signal, warnings, onShare }: Reading): Each {
  // These are read before the rest and again with it; of the last two nothing goes to a date.
  const twice = new Set<Part | null>(['sleeps', 'steps', 'profile', 'sleepScores'])
  const total = members.reduce((sum, { path, packedBytes }) => sum + packedBytes * (twice.has(partOf(path)) ? 2 : 1), 0)
  let done = 0
  return async (some, work) => {
    for (const member of some) {
      signal.throwIfAborted()
      try {
        await work(member)
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof TellusError)) throw error
        warnings.add(error.message, member.name)
      }
      done += member.packedBytes
      if (total > 0) onShare(Math.min(1, done / total))
    }
  }
}

async function readNights(members: readonly Member[], clock: ArchiveClock, each: Each): Promise<Night[]> {
  const nights: Night[] = []
  await each(members, async (member) => {
    for await (const items of elementsOf(await member.open(), member.name)) {
      for (const item of items) {
        const log = sleepLog.safeParse(item).data
        const span = log === undefined || log.mainSleep === false ? null : spanOf(log, clock)
        if (span !== null && nights.length < maxNights) nights.push(span)
      }
    }
  })
  return nights
}

async function areStreamsLocal(
  members: readonly Member[],
  zone: string,
  nights: readonly Night[],
  each: Each,
): Promise<boolean> {
  const tally = createClockTally(zone, nights)
  await each(members, async (member) => {
    if (!tally.isNeeded) return
    for await (const items of elementsOf(await member.open(), member.name)) {
      for (const item of items) {
        if (typeof item !== 'object' || item === null || !('dateTime' in item) || !('value' in item)) continue
        const [wallMs, steps] = [wallMsOf(item.dateTime), strictNumber(item.value)]
        if (wallMs !== null && steps !== null && steps > 0) tally.add(wallMs, steps)
      }
    }
  })
  return tally.areLocal()
}

async function readDays(member: Member, days: DayFiles<DayPart>, reader: Reader, signal: AbortSignal): Promise<void> {
  const part = partOf(member.path)
  const [items, row] = part === null ? [] : [itemReaders[part], rowReaders[part]]
  let parts: Parts = new Map()
  const put = async (): Promise<void> => {
    for (const [date, one] of parts) await days.add(date, one)
    parts = new Map()
    signal.throwIfAborted()
  }
  try {
    if (items !== undefined) {
      for await (const some of elementsOf(await member.open(), member.name)) {
        items(some, reader, parts)
        await put()
      }
    }
    if (row !== undefined) {
      let rows = 0
      for await (const one of rowsOf(await member.open(), member.name)) {
        row(one, reader, parts)
        if (++rows % rowsAtOnce === 0) await put()
      }
    }
  } finally {
    await put()
  }
}
