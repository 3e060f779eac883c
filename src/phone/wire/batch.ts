import { z } from 'zod'
import { TellusError } from '../../lib/errors.ts'
import { dayNumberOf, dayOf, momentOf, zoneOf } from './moments.ts'
import type { ReadContext } from './platform.ts'
import { type ListName, type ListRule, listNames, rulesOf } from './readers.ts'
import { isObject, word } from './shape.ts'

/** The stores of health data on phones, as batches name them. */
export const platforms = ['healthkit', 'health_connect', 'samsung'] as const
export type Platform = (typeof platforms)[number]

export const itemKinds = ['sample', 'series', 'workout', 'aggregate', 'ecg', 'characteristics'] as const
export type PhoneItemKind = (typeof itemKinds)[number]

/**
 * One thing that a phone tells. An `id` names it for ever: what comes again under the same id with other contents is a
 * newer version and takes the place of the older, whichever day that stood under. Of two versions the one with the greater
 * `changedAtMs` counts, of equals the one that came last.
 */
export interface PhoneItem {
  id: string
  kind: PhoneItemKind
  /** The platform's own name of it, such as `HKQuantityTypeIdentifierStepCount`. */
  type: string
  /**
   * The local day (`YYYY-MM-DD`) under which it is kept: a night under that on which it ends, everything else under that
   * on which it begins. Records of the day before and of the day after depend on it too and are to be made anew with it: a
   * night begins on the evening before, a workout runs past midnight.
   */
  day: string
  startMs: number
  endMs: number
  /** When this version was made, by the phone's word: milliseconds since 1970. 0 for what is never changed. */
  changedAtMs: number
  /** As the phone sent it, but that its zone stands in it as `tz`: so it means the same wherever the phone is later. */
  item: unknown
}

export interface RejectedItem {
  id: string | null
  /** Its place in its own list, from 0. */
  index: number
  type: string | null
  /** A sentence for the developer of the app, without a value of the person's. */
  reason: string
}

/** What a phone says of itself. */
export interface PhoneDevice {
  model: string | null
  os: string | null
  app: string | null
}

export interface ReadBatch {
  batchId: string
  platform: Platform
  phase: 'incremental' | 'backfill'
  items: PhoneItem[]
  deleted: { id: string; type: string | null }[]
  rejected: RejectedItem[]
  /** Where the phone stands, by type: given back to it when it asks. */
  anchors: Record<string, string>
  device: PhoneDevice
  /** IANA zone of the phone; null when it does not say one that is known. */
  zone: string | null
  sentAtMs: number | null
}

/** The name of this protocol; what is not compatible gets another. */
export const schemaName = 'tellus.mobile/1'

/** Items and deletions of one batch. */
export const mostItems = 20_000

/** Clocks drift and zones are confused: what begins later than this from now is refused. */
const longestAheadMs = 86_400_000
/** Nothing that lasts longer is one item. */
const longestMs = 31 * 86_400_000

const list = z.array(z.unknown()).nullish()
const anchor = z
  .string()
  .max(20_000)
  .refine((text) => !text.includes('\u0000'), 'holds a character that no text has')

const envelope = z.object({
  schema: z.literal(schemaName),
  batch_id: word,
  platform: z.enum(platforms),
  phase: z.enum(['incremental', 'backfill']).nullish(),
  sent_at: z.unknown().optional(),
  device: z
    .object({ model: word.nullish(), os: word.nullish(), app: word.nullish(), timezone: word.nullish() })
    .nullish(),
  samples: list,
  workouts: list,
  aggregates: list,
  ecgs: list,
  characteristics: z.unknown().optional(),
  deleted: list,
  anchors: z.record(word, anchor).nullish(),
})

/**
 * Reads what a phone sent. Throws `TellusError`: `bad_request` when it is no batch, `too_large` when it holds more than one
 * may. A single bad item is only rejected. `nowMs` is the hub's own time.
 */
export function readBatch(body: unknown, nowMs: number): ReadBatch {
  const read = envelope.safeParse(body)
  if (!read.success) throw notABatch(read.error)
  const said = read.data
  const lists = listsOf(said)
  const count = lists.reduce((sum, [, elements]) => sum + elements.length, said.deleted?.length ?? 0)
  if (count > mostItems)
    throw new TellusError('too_large', `A batch holds at most ${mostItems} items: send ${count} in several.`)
  const zone = zoneOf(said.device?.timezone)
  const sentAtMs = momentOf(said.sent_at, { own: null, phone: zone })?.atMs ?? null
  const context: ReadContext = { phone: zone, sentAtMs: sentAtMs ?? nowMs }
  const items: PhoneItem[] = []
  const rejected: RejectedItem[] = []
  for (const [name, elements] of lists) {
    const rule = rulesOf[said.platform][name]
    for (const [index, raw] of elements.entries()) {
      const item = readItem(rule, raw, context, nowMs)
      if (typeof item !== 'string') items.push(item)
      else {
        const { id, type } = namesOf(raw)
        rejected.push({ id, type: rule === null ? type : rule.typeOf(type), index, reason: item })
      }
    }
  }
  const { deleted, notDeleted } = deletionsOf(said.deleted ?? [])
  return {
    batchId: said.batch_id,
    platform: said.platform,
    phase: said.phase ?? 'incremental',
    items,
    deleted,
    rejected: [...rejected, ...notDeleted],
    anchors: said.anchors ?? {},
    device: { model: said.device?.model ?? null, os: said.device?.os ?? null, app: said.device?.app ?? null },
    zone,
    sentAtMs,
  }
}

function notABatch({ issues }: z.ZodError): TellusError {
  const [issue] = issues
  const path = issue?.path.join('.') ?? ''
  const what = (issue?.message ?? 'it is something else').replace(/^Invalid input: /, '')
  return new TellusError(
    'bad_request',
    `The body is no batch of ${schemaName}: ${path === '' ? what : `"${path}": ${what}`}. See docs/phones.md.`,
  )
}

function listsOf(said: z.infer<typeof envelope>): [ListName, readonly unknown[]][] {
  return listNames.map((name) => {
    if (name !== 'characteristics') return [name, said[name] ?? []]
    return [name, said.characteristics == null ? [] : [said.characteristics]]
  })
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
  const deleted: ReadBatch['deleted'] = []
  const notDeleted: RejectedItem[] = []
  for (const [index, element] of raw.entries()) {
    const read = deletion.safeParse(typeof element === 'string' ? { id: element } : element)
    if (read.success) deleted.push({ id: read.data.id, type: read.data.type ?? null })
    else notDeleted.push({ ...namesOf(element), index, reason: 'What was deleted is named by its "id".' })
  }
  return { deleted, notDeleted }
}
