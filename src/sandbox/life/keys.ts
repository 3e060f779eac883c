import { createHash } from 'node:crypto'
import { dayText } from '../../normalise/civil.ts'

/** What happens once or more on a day, and has an identity at a provider. */
export type Kind = 'night' | 'nap' | 'session' | 'weighing' | 'day'

const kinds: readonly Kind[] = ['night', 'nap', 'session', 'weighing', 'day']

/** Something of a person's day. */
export interface Place {
  kind: Kind
  /** Days since 1970-01-01. */
  dayNumber: number
  /** From 0; sessions that were not planned from 50. */
  index: number
}

/** The text by which something of a life is known: `session 2026-07-01 0`. */
export const keyOf = (kind: Kind, date: string, index = 0): string => `${kind} ${date} ${index}`

/** Four digits that tell people apart. */
const personDigits = (person: string): number =>
  1000 + (createHash('sha256').update(person).digest().readUInt32BE() % 9000)

/**
 * A number for something of a person's life, such as providers count with: at most fourteen digits, from which
 * `placeOfNumber` reads what it is of.
 */
export const numberOf = (person: string, { kind, dayNumber, index }: Place): number =>
  (personDigits(person) * 100_000 + dayNumber) * 1000 + kinds.indexOf(kind) * 100 + index

/** What a number is of, null for one that is not this person's. */
export function placeOfNumber(person: string, number: number): Place | null {
  const rest = number % 100_000_000
  const kind = kinds[Math.floor((number % 1000) / 100)]
  const isTheirs = Math.floor(number / 100_000_000) === personDigits(person)
  return isTheirs && kind !== undefined ? { kind, dayNumber: Math.floor(rest / 1000), index: number % 100 } : null
}

/** The key of what a number is of; null for one that is not this person's. */
export function keyOfNumber(person: string, number: number): string | null {
  const place = placeOfNumber(person, number)
  return place === null ? null : keyOf(place.kind, dayText(place.dayNumber), place.index)
}

/** A UUID for something of a person at a provider, always the same. */
export function uuidOf(provider: string, person: string, key: string): string {
  const hex = createHash('sha256').update(`${provider} ${person} ${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
