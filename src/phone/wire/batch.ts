import { z } from 'zod'
import { TellusError } from '../../lib/errors.ts'
import { momentOf, zoneOf } from './moments.ts'
import { type ListName, listNames } from './readers.ts'
import { word } from './shape.ts'

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

/** What a batch says around its items. */
export interface Envelope {
  batchId: string
  platform: Platform
  phase: 'incremental' | 'backfill'
  /** The lists, their elements as they came. */
  lists: readonly (readonly [name: ListName, elements: readonly unknown[]])[]
  deleted: readonly unknown[]
  /** What a person says of themselves, as it came; null where they do not. */
  characteristics: unknown
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

const list = z.array(z.unknown()).nullish()
const anchor = z
  .string()
  .max(20_000)
  .refine((text) => !text.includes('\u0000'), 'holds a character that no text has')

/** The body of a batch. What its lists hold is read one by one. */
export const batchAsked = z.object({
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
 * Reads the envelope of a batch; what its lists hold is looked at by nobody yet. Throws `TellusError`: `bad_request` when it is
 * no batch, `too_large` when it holds more than one may.
 */
export function readEnvelope(body: unknown): Envelope {
  const read = batchAsked.safeParse(body)
  if (!read.success) throw notABatch(read.error)
  const said = read.data
  const lists = listNames.map((name) => [name, said[name] ?? []] as const)
  const deleted = said.deleted ?? []
  const characteristics = said.characteristics ?? null
  const others = deleted.length + (characteristics === null ? 0 : 1)
  const count = lists.reduce((sum, [, elements]) => sum + elements.length, others)
  if (count > mostItems)
    throw new TellusError('too_large', `A batch holds at most ${mostItems} items: send ${count} in several.`)
  const zone = zoneOf(said.device?.timezone)
  return {
    batchId: said.batch_id,
    platform: said.platform,
    phase: said.phase ?? 'incremental',
    lists,
    deleted,
    characteristics,
    anchors: said.anchors ?? {},
    device: { model: said.device?.model ?? null, os: said.device?.os ?? null, app: said.device?.app ?? null },
    zone,
    sentAtMs: momentOf(said.sent_at, { own: null, phone: zone })?.atMs ?? null,
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
