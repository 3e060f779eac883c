import { z } from 'zod'
import type { JsonElement, JsonOutline } from '../../lib/json-outline.ts'
import { type Envelope, itemKinds, type PhoneItem, type RejectedItem } from './batch.ts'
import { dayNumberOf, dayOf } from './moments.ts'
import type { ReadContext } from './platform.ts'
import { type ListRule, rulesOf } from './readers.ts'
import { isObject, word } from './shape.ts'

/** Clocks drift and zones are confused: what begins later than this from now is refused. */
const longestAheadMs = 86_400_000
/** Nothing that lasts longer is one item. */
const longestMs = 31 * 86_400_000

/** What a batch tells. */
export interface ReadItems<Kept> {
  /** In the order they came, each as it is kept. */
  items: Kept[]
  deleted: { id: string; type: string | null }[]
  rejected: RejectedItem[]
}

/**
 * Reads what stands in the lists of a batch, one by one: a single bad item is only rejected. `keep` gives what is kept of an
 * item, so that no more than one is in memory as a value; `written` is what it says as the phone wrote it, null where that has
 * been completed. `nowMs` is the hub's own time.
 */
export function readItems<Kept>(
  batch: Envelope,
  nowMs: number,
  elementOf: JsonOutline['elementOf'],
  keep: (item: PhoneItem, written: Buffer | null) => Kept,
): ReadItems<Kept> {
  const context: ReadContext = { phone: batch.zone, sentAtMs: batch.sentAtMs ?? nowMs }
  const rules = rulesOf[batch.platform]
  const items: Kept[] = []
  const rejected: RejectedItem[] = []
  const take = (rule: ListRule | null, { value, json }: JsonElement, index: number): void => {
    const item = readItem(rule, value, context, nowMs)
    if (typeof item !== 'string') items.push(keep(item, item.item === value ? json : null))
    else {
      const { id, type } = namesOf(value)
      rejected.push({ id, type: rule === null ? type : rule.typeOf(type), index, reason: item })
    }
  }
  for (const [name, elements] of batch.lists)
    for (const [index, element] of elements.entries()) take(rules[name], elementOf(element), index)
  if (batch.characteristics !== null) take(rules.characteristics, { value: batch.characteristics, json: null }, 0)
  const { deleted, notDeleted } = deletionsOf(batch.deleted.map((one) => elementOf(one).value))
  return { items, deleted, rejected: [...rejected, ...notDeleted] }
}

/** One element as an item, or a sentence about what is wrong with it. */
function readItem(rule: ListRule | null, raw: unknown, context: ReadContext, nowMs: number): PhoneItem | string {
  if (rule === null) return 'This platform has nothing of the kind: leave it out.'
  const told = rule.read(raw, context)
  if (typeof told === 'string') return told
  const { id, type, start, end, zone, changedAtMs } = told
  if (end.atMs < start.atMs) return 'It ends before it begins.'
  if (start.atMs > nowMs + longestAheadMs) return 'It begins in the future: look after the clock of the phone.'
  const isNight = told.kind === 'night' || sleepTypes.has(type)
  if (end.atMs - start.atMs > (isNight ? longestAheadMs : longestMs)) return 'It lasts longer than such a thing can.'
  // The points of a series count on their own days, and a day looks no further than to its neighbours.
  if (told.kind === 'series' && dayNumberOf(end) > dayNumberOf(start) + 1)
    return 'Its series reaches over more than two days: send it day by day.'
  return {
    id,
    kind: itemKinds.find((kind) => kind === told.kind) ?? 'sample',
    type,
    day: dayOf(isNight ? end : start),
    startMs: start.atMs,
    endMs: end.atMs,
    changedAtMs: changedAtMs ?? 0,
    item: isObject(raw) && raw['tz'] !== zone ? { ...raw, tz: zone } : raw,
  }
}

/** HealthKit tells a night in pieces, and its temperature: they are kept under the day of waking. */
const sleepTypes = new Set([
  'HKCategoryTypeIdentifierSleepAnalysis',
  'HKQuantityTypeIdentifierAppleSleepingWristTemperature',
])

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 300) : null)

/** What an element calls itself, however wrong it is otherwise. */
function namesOf(raw: unknown): { id: string | null; type: string | null } {
  if (!isObject(raw)) return { id: null, type: null }
  const metadata = isObject(raw['metadata']) ? raw['metadata'] : {}
  return { id: text(raw['id']) ?? text(raw['uid']) ?? text(metadata['id']), type: text(raw['type']) }
}

const deletion = z.object({ id: word, type: word.nullish() })

function deletionsOf(raw: readonly unknown[]) {
  const deleted: ReadItems<unknown>['deleted'] = []
  const notDeleted: RejectedItem[] = []
  for (const [index, element] of raw.entries()) {
    const read = deletion.safeParse(typeof element === 'string' ? { id: element } : element)
    if (read.success) deleted.push({ id: read.data.id, type: read.data.type ?? null })
    else notDeleted.push({ ...namesOf(element), index, reason: 'What was deleted is named by its "id".' })
  }
  return { deleted, notDeleted }
}
