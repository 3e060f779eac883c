import { z } from 'zod'
import { enumNames, enumValues } from './enums.ts'

/**
 * The building blocks of every schema. A key is `required` (there, never null), `nullish` (may be absent or null: null
 * says "unknown") or `omittable` (absent when unknown, never null). Each takes the sentence, with the unit, that the
 * JSON Schema carries.
 */

/** Any finite number: zod refuses NaN and the infinities. Bounds stand only where the published schema has them. */
export const number = z.number()

/** A whole number, sent without a decimal point. */
export const integer = z.int()

/** A number that cannot be below 0. */
export const amount = z.number().min(0)

/** A whole number that cannot be below 0. */
export const count = z.int().min(0)

/** 0–100. */
export const percent = z.number().min(0).max(100)

/** 0–23. */
export const hourOfDay = z.int().min(0).max(23)

/** Text that says something: an unknown text is null, never "". */
export const text = z.string().min(1, 'is empty; what is unknown is null')

/** For the few keys that must be there even when nothing was written. */
export const anyText = z.string()

export const flag = z.boolean()

const microsecondTime =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}(?:[+-](?:0\d|1[0-4]):[0-5]\d)?$/

const calendarDay = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

/** `2026-07-01T07:04:11.000000+01:00`; without the offset it is the user's local time in an unknown zone. Never `Z`. */
export const timestamp = z.string().regex(microsecondTime, 'is not a time like 2026-07-01T07:04:11.000000+01:00').meta({
  id: 'Timestamp',
  title: 'Timestamp',
  description:
    'ISO 8601 instant with microseconds and a numeric offset, never "Z". Without an offset it is local time of an unknown zone.',
})

/** `2026-07-01`. */
export const date = z
  .string()
  .regex(calendarDay, 'is not a date like 2026-07-01')
  .meta({ id: 'LocalDate', title: 'LocalDate', description: 'Calendar date, YYYY-MM-DD.' })

/** Providers give some of these as a day and some as an instant. */
export const dateOrTimestamp = z
  .string()
  .regex(
    new RegExp(`${calendarDay.source}|${microsecondTime.source}`),
    'is neither a date like 2026-07-01 nor a time like 2026-07-01T07:04:11.000000+01:00',
  )
  .meta({
    id: 'DateOrTimestamp',
    title: 'DateOrTimestamp',
    description: 'Calendar date YYYY-MM-DD, or an ISO 8601 instant with microseconds and a numeric offset.',
  })

/** RFC 3339 in UTC or with an offset; only events about lab reports speak this way. */
export const rfc3339 = z.iso
  .datetime({ offset: true })
  .meta({ id: 'Rfc3339', title: 'Rfc3339', description: 'RFC 3339 instant; "Z" is allowed here.' })

/** Name of a contributing factor → its weight in the score. */
export const recordFloat = z
  .record(z.string(), z.number())
  .meta({ id: 'RecordFloat', title: 'RecordFloat', description: 'Numbers by name.' })

/** `[latitude, longitude]` in WGS84 degrees; either may be null. */
export const position = z.array(z.number().nullable()).length(2).meta({
  id: 'Position',
  title: 'Position',
  description: 'Latitude and longitude in WGS84 degrees; either may be null.',
})

/** One of the numbers or words of an enumeration; the JSON Schema lists what each stands for. */
export const enumeration = <V extends string | number>(id: string, values: Readonly<Record<string, V>>) =>
  z.literal(enumValues(values)).meta({
    id,
    title: id,
    description: `One of: ${[...enumNames(values)]
      .map(([value, name]) => (typeof value === 'number' ? `${value} ${name}` : value))
      .join(', ')}.`,
  })

/** A choice of words; they speak for themselves. */
export const words = <const V extends string>(id: string, description: string, values: readonly V[]) =>
  z.literal(values).meta({ id, title: id, description })

/** An object in which an unknown key is a defect. `id` names it in the JSON Schema. */
export const object = <const S extends z.core.$ZodLooseShape>(id: string, description: string, shape: S) =>
  z.strictObject(shape).meta({ id, title: id, description })

export const listOf = <T extends z.ZodType>(item: T) => z.array(item)

// A fresh wrapper for each key: a description belongs to the schema instance.
const described = <T extends z.ZodType>(schema: T, description: string): T => {
  z.globalRegistry.add(schema, { description })
  return schema
}

export const nullish = <T extends z.ZodType>(schema: T, description: string) =>
  described(z.optional(z.nullable(schema)), description)

export const omittable = <T extends z.ZodType>(schema: T, description: string) =>
  described(z.optional(schema), description)

export const required = <T extends z.ZodType>(schema: T, description: string): T => schema.describe(description)

/** For the few keys that must be there and say "none" with null. */
export const requiredOrNull = <T extends z.ZodType>(schema: T, description: string) =>
  described(z.nullable(schema), description)
