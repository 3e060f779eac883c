import type { Provenance } from '../../../../src/client/operations.ts'

/**
 * The records of a list answer, `{"items":[…],…}`, each as the exact text that was sent: parsed and written anew, numbers
 * could look otherwise.
 */
export function recordTexts(answer: string): string[] {
  const texts: string[] = []
  let [depth, from, inText] = [0, -1, false]
  for (let at = answer.indexOf('[') + 1; at > 0 && at < answer.length; at++) {
    const sign = answer[at]
    if (inText) {
      if (sign === '\\') at++
      else if (sign === '"') inText = false
    } else if (sign === '"') inText = true
    else if (sign === '{' || sign === '[') {
      if (depth === 0) from = at
      depth++
    } else if (sign === '}' || sign === ']') {
      depth--
      if (depth < 0) break
      if (depth === 0) texts.push(answer.slice(from, at + 1))
    }
  }
  return texts
}

/** The first day of a record, its own; null for one without a time. */
export const firstDayOf = (record: object): string | null => beginningOf(record)?.slice(0, 10) ?? null

/** The time of the day at which a record begins, its own: `22:40`; null for one that has none. */
export const firstClockOf = (record: object): string | null => beginningOf(record)?.slice(11, 16) || null

/**
 * By what a record is found in the answer it was made of, which often is of many days: its id at the provider, or else the
 * minute or the day of its beginning; undefined where none of them stands there.
 */
export function placeIn(answer: string, record: object): string | undefined {
  const { metadata }: Dated = record
  const beginning = beginningOf(record)
  return (
    [metadata?.summary_id, beginning?.slice(0, 16), beginning?.slice(0, 10)].find(
      (text) => typeof text === 'string' && text !== '' && answer.includes(text),
    ) ?? undefined
  )
}

function beginningOf(record: object): string | null {
  const { metadata, timestamp, planned_date: planned }: Dated = record
  return metadata?.start_time ?? timestamp ?? planned ?? null
}

const unknown: Provenance = { raw_id: null, mapper: null }

/** The records of an answer of `/users/{id}/data`, each with what it was made of. */
export function madeRecords(answer: string): MadeRecord[] {
  if (answer === '') return []
  const { provenance }: { provenance: Provenance[] } = JSON.parse(answer)
  return recordTexts(answer).map((text, at) => ({ place: at + 1, text, made: provenance[at] ?? unknown }))
}

export interface MadeRecord {
  /** In the answer, from 1. */
  place: number
  /** Exactly as it is sent. */
  text: string
  made: Provenance
}

interface Dated {
  metadata?: { start_time?: string | null; summary_id?: string | null }
  timestamp?: string | null
  planned_date?: string | null
}
