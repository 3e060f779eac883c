import type { Destination } from '../../../../src/client/operations.ts'
import type { DestinationBody } from '../../api/destinations.ts'
import { secondsOf } from './words.ts'

/** A destination while it is being written: texts as typed. */
export interface Draft {
  url: string
  name: string
  /** Null takes every type. */
  types: readonly string[] | null
  /** Types of one's own, separated by commas. */
  otherTypes: string
  headers: readonly { key: number; name: string; value: string }[]
  timeout: string
  mode: 'push' | 'ping'
  /** Of a person with several accounts what each tells, or each thing once. */
  view: 'all' | 'merged'
  retry: 'terra' | 'long' | 'custom'
  /** Waits of a schedule of one's own: `30, 5 min, 1 h`. */
  waits: string
  /** Seconds between two updates, by data type; 0 sends each at once. */
  intervals: Readonly<Record<string, number>>
  inFlight: string
  rate: string
  standardWebhooks: boolean
  disableOnGone: boolean
}

export type DraftField =
  | 'url'
  | 'name'
  | 'types'
  | 'headers'
  | 'timeout'
  | 'mode'
  | 'waits'
  | 'intervals'
  | 'inFlight'
  | 'rate'

/** What a new destination begins as. */
export const emptyDraft: Draft = {
  url: '',
  name: '',
  types: null,
  otherTypes: '',
  headers: [],
  timeout: '8',
  mode: 'push',
  view: 'all',
  retry: 'terra',
  waits: '',
  intervals: {},
  inFlight: '32',
  rate: '',
  standardWebhooks: false,
  disableOnGone: true,
}

/** A destination as the form shows it; `known` are the types that have a box of their own. */
export function draftOf(destination: Destination, known: readonly string[]): Draft {
  const types = destination.event_types
  const { retry } = destination
  return {
    url: destination.url ?? '',
    name: destination.name,
    types: types === null ? null : types.filter((type) => known.includes(type)),
    otherTypes: (types ?? []).filter((type) => !known.includes(type)).join(', '),
    headers: Object.entries(destination.headers).map(([name, value], key) => ({ key, name, value })),
    timeout: String(destination.timeout_seconds),
    mode: destination.mode,
    view: destination.view,
    retry: typeof retry === 'string' ? retry : 'custom',
    waits: typeof retry === 'string' ? '' : retry.join(', '),
    intervals: destination.min_interval_seconds ?? {},
    inFlight: String(destination.max_in_flight),
    rate: destination.rate_limit_per_second === null ? '' : String(destination.rate_limit_per_second),
    standardWebhooks: destination.standard_webhooks,
    disableOnGone: destination.disable_on_gone,
  }
}

const split = (text: string): string[] => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'))
}

/** The body that a draft without problems stands for. */
export function bodyOf(draft: Draft, kind: 'webhook' | 'inbox'): DestinationBody {
  const own = split(draft.otherTypes)
  const waits = split(draft.waits).map(secondsOf)
  const intervals = Object.entries(draft.intervals).filter(([, seconds]) => seconds > 0)
  return {
    ...(kind === 'webhook' ? { url: draft.url.trim() } : {}),
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    event_types: draft.types === null ? null : [...draft.types, ...own],
    headers: Object.fromEntries(
      draft.headers
        .filter(({ name, value }) => name.trim() !== '' || value !== '')
        .map(({ name, value }) => [name.trim(), value]),
    ),
    timeout_seconds: numberOf(draft.timeout),
    mode: draft.mode,
    view: draft.view,
    retry: draft.retry === 'custom' ? waits : draft.retry,
    min_interval_seconds: intervals.length === 0 ? null : Object.fromEntries(intervals),
    max_in_flight: numberOf(draft.inFlight),
    rate_limit_per_second: draft.rate.trim() === '' ? null : numberOf(draft.rate),
    standard_webhooks: draft.standardWebhooks,
    disable_on_gone: draft.disableOnGone,
  }
}

/** What of a draft cannot be sent at all; the rest the server judges. `says` are the sentences of the form. */
export function problemsOf(
  draft: Draft,
  kind: 'webhook' | 'inbox',
  says: Readonly<Record<'noUrl' | 'noTypes' | 'noNumber' | 'noWaits', string>>,
): Partial<Record<DraftField, string>> {
  const isNumber = (text: string) => Number.isFinite(numberOf(text))
  return {
    ...(kind === 'webhook' && draft.url.trim() === '' ? { url: says.noUrl } : {}),
    ...(draft.types?.length === 0 && split(draft.otherTypes).length === 0 ? { types: says.noTypes } : {}),
    ...(isNumber(draft.timeout) ? {} : { timeout: says.noNumber }),
    ...(isNumber(draft.inFlight) ? {} : { inFlight: says.noNumber }),
    ...(draft.rate.trim() === '' || isNumber(draft.rate) ? {} : { rate: says.noNumber }),
    ...(draft.retry === 'custom' && split(draft.waits).map(secondsOf).some(Number.isNaN)
      ? { waits: says.noWaits }
      : {}),
  }
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Of a body only what differs from what the destination has: a change made elsewhere meanwhile is not undone. */
export function changesOf(body: DestinationBody, before: DestinationBody): DestinationBody {
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => !isSame(value, Reflect.get(before, name))))
}

/** What the server calls a field, and what the form calls it. */
const serverNames: readonly (readonly [RegExp, DraftField])[] = [
  [/^(the )?url\b/i, 'url'],
  [/^name\b/i, 'name'],
  [/^event_types\b/i, 'types'],
  [/^headers\b/i, 'headers'],
  [/^timeout_seconds\b/i, 'timeout'],
  [/^mode\b/i, 'mode'],
  [/^retry\b/i, 'waits'],
  [/^min_interval_seconds\b/i, 'intervals'],
  [/^max_in_flight\b/i, 'inFlight'],
  [/^rate_limit_per_second\b/i, 'rate'],
]

/**
 * The field that a server's sentence speaks of, and the sentence with the form's own word for it; null when it speaks
 * of none. `labels` are the words of the form.
 */
export function fieldErrorOf(
  sentence: string,
  labels: Readonly<Record<DraftField, string>>,
): { field: DraftField; sentence: string } | null {
  for (const [pattern, field] of serverNames)
    if (pattern.test(sentence)) return { field, sentence: sentence.replace(pattern, labels[field]) }
  return null
}
