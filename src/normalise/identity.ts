import { hash } from 'node:crypto'
import { v5 } from 'uuid'

/** Namespace of all ids made here. A constant of the data: changing it would give every record a new identity. */
const namespace = '6f2d1c0a-8a35-5e0f-9d0c-3f0b6f3b7d11'

/**
 * `summary_id` of a session: the same for the same provider and parts, whenever and wherever it is computed (R5).
 * The parts are (provider's user or source, type, provider's record id) or, without such an id, (user or source,
 * type, `startMinute(start)`). Never the end, which grows while a session runs.
 */
export function summaryId(provider: string, ...parts: (string | number)[]): string {
  return v5(JSON.stringify([provider, ...parts]), namespace)
}

/** A start rounded to the minute, as minutes since 1970, for `summaryId`. */
export const startMinute = (epochMs: number): number => Math.round(epochMs / 60_000)

/**
 * Hash of a record's contents: equal for records that say the same. The order of keys does not count, and a key that
 * is null says as much as an absent one. The order of lists counts.
 */
export function contentHash(record: object): string {
  return hash('sha256', canonical(record), 'hex')
}

/** JSON with sorted keys and without null or undefined members. */
export function canonical(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null'
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (Array.isArray(value)) {
    let list = '['
    for (let i = 0; i < value.length; i++) list += i === 0 ? canonical(value[i]) : `,${canonical(value[i])}`
    return `${list}]`
  }
  return isObject(value) ? canonicalObject(value) : 'null'
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function canonicalObject(value: Readonly<Record<string, unknown>>): string {
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const member = value[key]
    if (member === null || member === undefined) continue
    text += `${text === '' ? '{' : ','}${quotedKey(key)}:${canonical(member)}`
  }
  return text === '' ? '{}' : `${text}}`
}

// Most texts of a record are timestamps and plain words; for those JSON.stringify is slow.
const plain = /^[\w :.+-]*$/

const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text))

const quotedKeys = new Map<string, string>()

function quotedKey(key: string): string {
  let text = quotedKeys.get(key)
  if (text === undefined) {
    text = JSON.stringify(key)
    // The schema has a few hundred keys; contributors of a score are named by whoever made it.
    if (quotedKeys.size >= 5000) quotedKeys.clear()
    quotedKeys.set(key, text)
  }
  return text
}
