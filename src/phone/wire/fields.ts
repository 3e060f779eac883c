import type { Measure } from '../../import/days/measures.ts'
import { measureOf } from '../../import/days/measures.ts'
import { plausible } from '../../normalise/plausible.ts'
import { isObject, type JsonObject } from './shape.ts'

/** A field of a record and what becomes of it. */
export interface FieldRule {
  field: string
  measure: Measure
  /** The key of the unit where the field is an object, as `inMeters` of a length; a bare number is in that unit. */
  unit?: string
  convert?(value: number): number | null
}

/** A number, bare or under the key of its unit; null when there is none. */
export function numberIn(record: JsonObject, field: string, unit?: string): number | null {
  const value = record[field]
  const number = isObject(value) && unit !== undefined ? value[unit] : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** A text that says something; null when there is none. */
export function textIn(record: JsonObject, field: string): string | null {
  const value = record[field]
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null
}

/** The objects of a list; none when it is no list. */
export const objectsIn = (record: JsonObject, field: string): JsonObject[] => {
  const value = record[field]
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** The value of a field in the unit of its measure; null where it is missing, or none that a body or device has. */
export function valueIn(record: JsonObject, { field, unit, measure, convert }: FieldRule): number | null {
  const raw = numberIn(record, field, unit)
  const value = raw === null ? null : convert === undefined ? raw : convert(raw)
  const { kind, isAmount } = measureOf(measure)
  if (value === null || (isAmount && value < 0)) return null
  return kind === null ? value : plausible(kind, value)
}
