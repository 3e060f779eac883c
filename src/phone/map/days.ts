import { SampleFlag } from '../../import/days/collector.ts'
import { blankWorkout } from '../../import/days/documents.ts'
import { gatherInMemory } from '../../import/days/in-memory.ts'
import { createSourceBook } from '../../import/days/sources.ts'
import type { ImportedRecord } from '../../import/importer.ts'
import { summaryId } from '../../normalise/identity.ts'
import { readDate } from '../../normalise/instant-text.ts'
import { offsetOfZone } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity, Daily } from '../../schema/records.ts'
import type { PhoneItem } from '../wire/batch.ts'
import type { DayEntry, EntryOrigin, TotalEntry, TotalOf } from '../wire/day-entry.ts'
import { dayNumberOf } from '../wire/moments.ts'
import type { ListReader } from '../wire/platform.ts'
import { deviceOfPhone } from './device.ts'
import { withHours } from './hourly.ts'
import type { MapContext } from './map.ts'
import { createWitnesses, type Witnesses } from './witnesses.ts'

/** How a platform's items are read, and whose identities its records have. */
export interface DayPlatform {
  provider: string
  readEntry: ListReader<DayEntry>
  readTotal: ListReader<TotalEntry>
}

type Gathering = ReturnType<typeof gatherInMemory>
type SourceBook = ReturnType<typeof createSourceBook>

/** The records of some days of Health Connect or Samsung Health, made as those of their files are. */
export function recordsOfDays(
  { provider, readEntry, readTotal }: DayPlatform,
  items: readonly PhoneItem[],
  days: readonly string[],
  { zone, device }: MapContext,
): ImportedRecord[] {
  const context = { phone: zone, sentAtMs: 0 }
  const fallbackZone = zone ?? 'UTC'
  const gathering = gatherInMemory()
  const book = createSourceBook()
  const witnesses = createWitnesses(fallbackZone)
  const totals = new Map<number, TotalEntry[]>()
  const foreign = new Set<string>()
  for (const { kind, item } of items) {
    if (kind === 'characteristics') continue
    if (kind === 'aggregate') {
      const total = readTotal(item, context)
      if (typeof total !== 'string') keepTotal(totals, total, witnesses)
      continue
    }
    const entry = readEntry(item, context)
    if (typeof entry === 'string') continue
    gather(entry, gathering, book, witnesses)
    if (entry.kind !== 'workout' || entry.origin.isForeign !== true) continue
    for (const { key } of entry.sessions) foreign.add(summaryId(provider, 'activity', key))
  }
  const figures = new Map(
    [...totals].map(([day, list]) => [day, list.filter((total) => isTold(total, day, gathering))]),
  )
  for (const [day, list] of figures) if (list.length > 0) keepFigures(day, list, gathering)
  const phone = deviceOfPhone(device)
  return days.flatMap((date) => {
    const day = readDate(date)
    const records = gathering.recordsOf(day, provider, book.list, fallbackZone, witnesses.metadataOf)
    return records.map((imported): ImportedRecord => {
      if (imported.type === 'daily')
        return { type: 'daily', record: finished(imported.record, figures.get(day) ?? [], phone) }
      return imported.type === 'activity' ? { type: 'activity', record: told(imported.record, foreign) } : imported
    })
  })
}

function numberOf(book: SourceBook, { name, rank, isDevice, device }: EntryOrigin): number {
  return book.numberOf(JSON.stringify([name, rank, device]), () => ({ name, rank, isDevice, device }))
}

function gather(entry: DayEntry, gathering: Gathering, book: SourceBook, witnesses: Witnesses): void {
  const source = numberOf(book, entry.origin)
  const { isManual, start, end, zone } = entry
  const startOffset = start.offsetMinutes
  const span = { startMs: start.atMs, endMs: end.atMs, startOffset, endOffset: end.offsetMinutes, source, isManual }
  switch (entry.kind) {
    case 'sample':
    case 'series':
      for (const { measure, startMs, endMs, value } of entry.readings) {
        // A series may reach over a clock change; a record's own offset is that of its start.
        const offsetMinutes = startMs === start.atMs ? startOffset : offsetWithin(zone, start, startMs)
        const flags = isManual ? SampleFlag.MANUAL : 0
        gathering.add({ measure, startMs, endMs, value, source, offsetMinutes, flags })
        witnesses.see(dayNumberOf({ atMs: startMs, offsetMinutes }), 0, startMs, zone)
      }
      return
    case 'night': {
      witnesses.see(dayNumberOf(end), 1, end.atMs, zone)
      const { key: id, score, stages } = entry
      const owner = gathering.open({ kind: 'night', ...span, id, score, efficiency: null })
      if (owner === null) return
      for (const { startMs, endMs, level } of stages) gathering.addTo(owner, 'stage', startMs, level, endMs)
      return
    }
    case 'workout':
      for (const { key, start: from, end: to, sport, name, figures, parts } of entry.sessions) {
        witnesses.see(dayNumberOf(from), 0, from.atMs, zone)
        const owner = gathering.open({
          ...blankWorkout,
          ...figures,
          ...span,
          id: key,
          startMs: from.atMs,
          endMs: to.atMs,
          startOffset: from.offsetMinutes,
          endOffset: to.offsetMinutes,
          type: sport,
          name,
        })
        if (owner === null) continue
        for (const { measure, startMs, endMs, value } of parts) gathering.addTo(owner, measure, startMs, value, endMs)
      }
      return
    case 'meal': {
      witnesses.see(dayNumberOf(start), 0, start.atMs, zone)
      const { key: id, name, meal: type, macros, micros } = entry
      const food = { id, atMs: start.atMs, offsetMinutes: startOffset, name, type, macros, micros }
      gathering.keep(dayNumberOf(start), { kind: 'meal', ...food })
      return
    }
  }
}

/** The offset of a moment within a record: the zone's, where the record was made in it, else the record's own. */
function offsetWithin(zone: string, start: { atMs: number; offsetMinutes: number }, atMs: number): number {
  return offsetOfZone(zone, start.atMs) === start.offsetMinutes ? offsetOfZone(zone, atMs) : start.offsetMinutes
}

function keepTotal(totals: Map<number, TotalEntry[]>, total: TotalEntry, witnesses: Witnesses): void {
  const day = readDate(total.aggregate.date)
  totals.set(day, [...(totals.get(day) ?? []), total])
  witnesses.see(day, 2, total.start.atMs, total.zone)
}

/** A nought that no sample stands behind is no measurement (R9): platforms give it where they have nothing. */
const isTold = ({ total, value }: TotalEntry, day: number, gathering: Gathering): boolean =>
  value > 0 || (total !== 'restKcal' && total !== 'activeSeconds' && gathering.has(day, total))

/** The figures of a day as a file's own would be: they win over the sums of samples. */
function keepFigures(day: number, totals: readonly TotalEntry[], gathering: Gathering): void {
  const of = (wanted: TotalOf): number | null => totals.find(({ total }) => total === wanted)?.value ?? null
  const [steps, meters, activeSeconds, floors] = [of('steps'), of('meters'), of('activeSeconds'), of('floors')]
  const [activeKcal, restKcal, totalKcal] = [of('activeKcal'), of('restKcal'), of('totalKcal')]
  const none = { steps: null, meters: null, activeKcal: null, restKcal: null, totalKcal: null }
  const rest = { ...none, activeSeconds: null, floors: null }
  const keep = (group: 'moved' | 'burned', figures: Partial<Record<TotalOf, number | null>>): void => {
    if (Object.values(figures).some((figure) => figure !== null))
      gathering.keep(day, { kind: 'totals', group, rank: 0, ...rest, ...figures })
  }
  keep('moved', { steps, meters, activeSeconds, floors })
  keep('burned', { activeKcal, restKcal, totalKcal })
}

/** A day's record with what only its aggregates tell: the hours where there are no samples, and whose phone it was. */
function finished(daily: Daily, totals: readonly TotalEntry[], phone: Daily['device_data']): Daily {
  const { distance_data: distance } = daily
  const of = (wanted: TotalOf) => totals.find(({ total }) => total === wanted)?.aggregate
  const hours = { steps: of('steps'), meters: of('meters'), floors: of('floors') }
  return {
    ...daily,
    device_data: daily.device_data ?? phone,
    distance_data: distance == null ? null : { ...distance, detailed: withHours(distance.detailed, hours) },
  }
}

/** What an app wrote that is not the platform's own is an upload of a third party. */
function told(activity: Activity, foreign: ReadonlySet<string>): Activity {
  const { metadata } = activity
  if (metadata.upload_type !== UploadType.AUTOMATIC || !foreign.has(metadata.summary_id)) return activity
  return { ...activity, metadata: { ...metadata, upload_type: UploadType.THIRD_PARTY_UPLOAD } }
}
